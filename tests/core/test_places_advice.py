"""What is said beside a birth place: always a help or a doubt, never a refusal."""

from datetime import date

import pytest

from almapy.places.model import UNKNOWN_CODE, Period, is_unknown, typed_code
from almapy.places.service import PlaceService

RUTH = "2 77 07 63 220 829 10"
BORN = date(1977, 7, 14)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    return PlaceService(tmp_path_factory.mktemp("reference"))


def texts(remarks):
    return [remark.text for remark in remarks]


def test_nothing_is_said_of_a_place_that_agrees_with_everything(places):
    assert places.remarks("63220", "Mazoires", BORN, RUTH) == []
    assert places.remarks("", "", None, "") == []


@pytest.mark.parametrize("code", ["6322", "x", "632200", "éééé"])
def test_a_code_that_is_not_whole_gives_nothing_yet(places, code):
    assert places.remarks(code, "Toulon", BORN, RUTH) == []


def test_the_place_in_the_nir_is_proposed_for_an_empty_code(places):
    (remark,) = places.remarks("", "", BORN, RUTH)
    assert "63220 MAZOIRES" in remark.text
    assert remark.proposed.code == "63220"
    assert not remark.is_warning


def test_another_place_in_the_nir_is_a_warning(places):
    (remark,) = places.remarks("83137", "TOULON", BORN, RUTH)
    assert remark.is_warning
    assert remark.proposed.code == "63220"


@pytest.mark.parametrize(
    ("code", "nir", "born"),
    [
        ("75056", "1800175112001", date(1980, 1, 1)),  # Paris, and its 12th arrondissement
        ("2A004", "1800120004077", date(1980, 1, 1)),  # Corsica kept 20 in older numbers
        (UNKNOWN_CODE, RUTH, BORN),
        ("63220", "2550699999999", date(1955, 6, 1)),
        ("92352", "1500892352017", date(1950, 8, 1)),
        ("99352", "1500892352017", date(1950, 8, 1)),
        ("63220", "1800175299001", date(1980, 1, 1)),  # a second code that the COG lacks
    ],
)
def test_a_nir_that_says_the_same_otherwise_is_no_mismatch(places, code, nir, born):
    assert not [text for text in texts(places.remarks(code, "", born, nir)) if "NIR" in text]


@pytest.mark.parametrize(
    ("code", "born", "then"),
    [
        ("2A004", date(1950, 1, 1), "20004"),
        ("92012", date(1950, 1, 1), "75012"),
        ("20004", date(1980, 1, 1), "2A004"),
        ("99155", date(1970, 1, 1), "99123"),
        ("99116", date(1980, 1, 1), "99115"),
        ("13210", date(1940, 1, 1), "13055"),
        ("99115", date(2000, 1, 1), None),
    ],
)
def test_a_code_of_another_time_is_told_with_the_one_of_that_day(places, code, born, then):
    (remark,) = places.remarks(code, "", born)
    assert remark.is_warning
    assert f"n'était pas en vigueur le {born:%d/%m/%Y}" in remark.text
    assert (remark.proposed.code if remark.proposed else None) == then
    assert places.existed_on(code, born) == remark.text


@pytest.mark.parametrize(
    ("code", "born"),
    [
        ("2A004", date(1976, 1, 1)),
        ("20004", date(1975, 12, 31)),
        ("97209", date(1930, 1, 1)),
        ("99352", date(1950, 1, 1)),
        ("99106", date(1935, 1, 1)),
        ("63220", None),
        (UNKNOWN_CODE, date(1950, 1, 1)),
        ("51999", date(1950, 1, 1)),
        ("97701", date(2000, 1, 1)),
    ],
)
def test_no_warning_where_the_code_was_in_force_or_nothing_is_known(places, code, born):
    assert places.existed_on(code, born) == ""


def test_the_same_place_is_not_proposed_twice(places):
    remarks = places.remarks("2A004", "AJACCIO", date(1955, 8, 1), "1550820004123")
    assert [remark.proposed.code for remark in remarks] == ["20004"]


def test_a_code_that_is_of_another_town_is_told(places):
    (remark,) = places.remarks("91579", "TOULON LA MONTAGNE")
    assert "SAINT VRAIN" in remark.text
    assert places.remarks("83137", "toulon") == []
    assert places.remarks("99352", "Mostaganem") == []  # abroad the town may be written


def test_a_code_that_the_cog_lacks_may_stay(places):
    (remark,) = places.remarks("51999", "REIMS")
    assert "code inconnu du COG" in remark.text
    assert remark.proposed is None


def test_an_old_code_without_name_tells_what_it_became(places):
    (remark,) = places.remarks("01126")
    assert "VALSERHONE (01033)" in remark.text
    assert not remark.is_warning


@pytest.mark.parametrize("code", ["99999", "99990", "75990", "97490", "98890"])
def test_the_ways_of_insee_to_say_unknown(code):
    assert is_unknown(code)


@pytest.mark.parametrize("code", ["97501", "63990x", "75056", "97990", ""])
def test_a_place_is_not_unknown(code):
    assert is_unknown(code) is (code == "97990")


def test_a_typed_code_is_put_in_capitals():
    assert typed_code(" 2a004 ") == "2A004"
    assert [typed_code(text) for text in ("2C004", "1234", "", "٣٤٥٦٧")] == [None] * 4


def test_a_period_ends_the_day_before_the_next_one_begins():
    period = Period(date(1943, 1, 1), date(1973, 9, 1))
    assert period.holds(date(1973, 8, 31))
    assert not period.holds(date(1973, 9, 1))
    assert str(period) == "du 01/01/1943 au 31/08/1973"


def test_nothing_identifying_shows_in_the_name_of_a_remark(places):
    (remark,) = places.remarks("", "", BORN, RUTH)
    assert "63220" not in repr(remark)

"""Birth places by name and code, in the list shipped with the program."""

import os
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.places import codec
from almapy.places.model import PlaceKind
from almapy.places.service import PlaceService
from almapy.text import fold
from resources import resource

NOWHERE = PlaceService(resource("places", "nothing was loaded"))


@pytest.fixture(scope="module")
def places():
    return NOWHERE


def lines(found):
    return [(place.name, place.code, place.departement) for place in found]


def codes(found):
    return [place.code for place in found]


def test_toulon_comes_first_then_what_begins_with_it_as_a_word(places):
    found = places.search_communes("Toulon")
    assert lines(found[:1]) == [("TOULON", "83137", "VAR")]
    assert codes(found) == ["83137", "51575", "03286", "71542", "12281", "51611"]


def test_an_old_commune_is_listed_and_told_apart(places):
    old = places.search_communes("toulon la montagne")[0]
    assert (old.code, old.departement, old.is_former) == ("51575", "MARNE", True)


def test_a_code_finds_its_commune(places):
    assert lines(places.search_communes("63220")) == [("MAZOIRES", "63220", "PUY DE DOME")]
    assert lines(places.search_communes(" 2a 004 "))[0][0] == "AJACCIO"


def test_the_beginning_of_a_code_lists_the_codes_that_begin_so(places):
    assert codes(places.search_communes("8313"))[:3] == ["83130", "83131", "83132"]


def test_marsei_proposes_marseillan_marseille_and_its_arrondissements(places):
    names = [place.name for place in places.suggest("marsei")]
    assert names[:4] == ["MARSEILLAN", "MARSEILLAN", "MARSEILLAN", "MARSEILLE"]
    assert names[4:11] == [f"MARSEILLE {n}E ARRONDISSEMENT" for n in range(10, 17)]


def test_venez_finds_venezuela(places):
    assert [(p.name, p.code) for p in places.search_countries("venez")] == [("VENEZUELA", "99424")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("mans", "72181"),
        ("le mans", "72181"),
        ("L'Haÿ-les-Roses", "94038"),
        ("hay les", "94038"),
        ("œuilly", "02565"),
        ("st etienne", "42218"),
        ("ST-ÉTIENNE", "42218"),
        ("ste foy les lyon", "69202"),
        ("paris 12", "75112"),
        ("lyon 9e", "69389"),
        ("noumea", "98818"),
        ("saint denis reunion", "97411"),
        ("denis 974", "97411"),
        ("fort de fr", "97209"),
        ("mamoudzou", "97611"),
        ("bastia", "2B033"),
        ("toulon (var)", "83137"),
    ],
)
def test_a_name_is_found_however_it_is_typed(places, typed, code):
    assert places.search_communes(typed)[0].code == code


def test_st_being_typed_is_also_the_beginning_of_a_word(places):
    names = {place.name.split()[0] for place in places.search_communes("st", 2000)}
    assert {"STAINS", "SAINT"} <= names
    assert places.search_communes("stras")[0].name == "STRASBOURG"


def test_the_name_typed_comes_before_longer_ones_and_today_before_the_past(places):
    found = places.search_communes("boulogne billancourt")
    assert codes(found) == ["92012", "75012"]
    assert [place.is_former for place in found] == [False, True]
    assert found[1].departement == "SEINE"


def test_a_later_word_finds_too_after_the_names_that_begin_so(places):
    found = [place.name for place in places.search_communes("aubigny", 100)]
    assert found[0] == "AUBIGNY"
    assert found.index("AUBIGNY SUR NERE") < found.index("MARSEILLES LES AUBIGNY")


def test_an_empty_text_lists_no_commune_but_every_country(places):
    assert places.search_communes("  ") == []
    assert places.suggest("") == []
    countries = places.search_countries("")
    assert {"99100", "99352", "99424", "99699"} <= set(codes(countries))
    assert len(set(codes(countries))) == 255


def test_a_state_of_the_past_bears_its_dates(places):
    (old,) = places.search_countries("tchecoslovaquie")
    assert (old.code, old.is_former, old.existence) == ("99115", True, "jusqu'au 31/12/1992")
    assert codes(places.search_countries("chypre")) == ["99254", "99143"]


def test_a_former_name_of_a_state_finds_its_code(places):
    assert codes(places.search_countries("haute volta")) == ["99331"]
    assert codes(places.search_countries("urss")) == ["99123"]


def test_countries_are_proposed_after_the_towns_unless_their_whole_name_was_typed(places):
    begun = places.suggest("mal")
    assert not begun[0].kind.is_country
    assert {place.name for place in begun if place.kind.is_country} >= {"MALAISIE", "MALTE"}
    assert places.suggest("Mali")[0].code == "99335"


def test_what_names_nothing_finds_nothing(places):
    for typed in ("xyzzy", "(", "'", "99999x", "saint xyzzy", "\u00a0", "é" * 500):
        assert places.search_communes(typed) == []


def test_no_more_places_come_than_asked(places):
    assert len(places.search_communes("saint", 7)) == 7
    assert len(places.suggest("a", 12)) == 12


@cache
def some_of_all():
    return NOWHERE.search_communes("la", 100_000)[::53] + NOWHERE.search_communes("sa", 9999)[::97]


@given(st.data())
def test_every_commune_is_found_by_its_name_its_code_and_their_beginning(data):
    place = data.draw(st.sampled_from(some_of_all()))
    assert place in NOWHERE.search_communes(place.name, 100)
    assert place in NOWHERE.search_communes(place.code)
    cut = data.draw(st.integers(1, len(place.name)))
    assert place in NOWHERE.search_communes(place.name[:cut], 100_000)


@given(st.text(max_size=120))
def test_whatever_is_typed_the_search_answers(typed):
    for place in NOWHERE.suggest(typed):
        assert place.name


def test_the_list_is_whole_and_small():
    data = resource("places", "communes.csv.gz").read_bytes()
    assert len(data) < 1_000_000
    rows = codec.decode(data)
    kinds = [row.kind for row in rows if row.name and not row.until]
    assert kinds.count(PlaceKind.COMMUNE) == 34_875
    assert kinds.count(PlaceKind.OVERSEAS) == 94
    assert kinds.count(PlaceKind.ARRONDISSEMENT) == 45
    assert all(row.name == fold(row.name).upper() for row in rows)
    assert codec.decode(codec.encode(reversed(rows))) == rows


def test_the_source_and_its_licence_stand_beside_the_list():
    text = resource("places", "SOURCES.txt").read_text(encoding="utf-8")
    assert text.startswith("Source : Insee, Code officiel géographique (COG) 2026. Licence Ouverte")


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\x1f\x8bxx", b"code,name\n", b"a,b,c,d,e,f\n", b"\xff"]
)
def test_a_list_that_is_none_is_refused(data):
    with pytest.raises(codec.FormatError) as refused:
        codec.decode(data)
    assert refused.value.code == "places.list"


def test_a_loaded_list_that_was_damaged_leaves_the_built_in_one_at_work(tmp_path, caplog):
    (tmp_path / "places.csv.gz").write_bytes(os.urandom(200))
    assert PlaceService(tmp_path).search_communes("toulon")[0].code == "83137"
    assert "cannot be read" in caplog.text

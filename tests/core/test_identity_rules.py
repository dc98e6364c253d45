"""Names, birth dates, numbers and telephones as they are typed and recorded."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import DomainError
from almapy.identity.birth import FIRST_YEAR, typed_birth
from almapy.identity.contact import (
    e164,
    email_remark,
    national_number,
    phone_remark,
    postal_remark,
    shown_phone,
)
from almapy.identity.nir import nir_remarks, read_nir, shown_nir
from almapy.identity.traits import (
    first_name_agrees,
    name_remark,
    strict_first_names,
    strict_name,
)
from almapy.patients.age import age_text
from almapy.patients.model import Sex
from tests.core.test_nir import VECTORS

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "recorded"),
    [
        ("D'Artagnan de l\u2019Hérault", "D'ARTAGNAN DE L'HERAULT"),
        ("Lætitia", "LAETITIA"),
        ("Le Cœur--Dupont", "LE COEUR--DUPONT"),
        ("Ñúñez", "NUNEZ"),
        ("İstanbul", "ISTANBUL"),
        ("Müller", "MULLER"),
        ("Straße", "STRASSE"),
        ("Jean\u2011Louis", "JEAN-LOUIS"),
        ("  de\u00a0 la  Tour ", "DE LA TOUR"),
        ("Øyvind Łukasz", "OYVIND LUKASZ"),
        ("", ""),
    ],
)
def test_a_name_takes_the_form_that_insi_accepts(typed, recorded):
    assert strict_name(typed) == recorded


@pytest.mark.parametrize(
    ("written", "recorded"),
    [
        ("\u0152\u0153", "OEOE"),
        ("\u00c6\u00e6", "AEAE"),
        ("\u00df", "SS"),
        ("\u00d8\u00f8", "OO"),
        ("\u00d0\u00f0", "DD"),
        ("\u00de\u00fe", "THTH"),
        ("\u0141\u0142", "LL"),
        ("\u0110\u0111", "DD"),
    ],
)
def test_every_joined_or_barred_letter_becomes_those_of_the_notes(written, recorded):
    assert strict_name(f"A{written}B") == f"A{recorded}B"


@pytest.mark.parametrize("sign", "\u2019\u2018\u02bc\u00b4\u0060")
def test_every_apostrophe_becomes_the_one_of_insi(sign):
    assert strict_name(f"d{sign}Artagnan") == strict_first_names(f"d{sign}Artagnan") == "D'ARTAGNAN"


@pytest.mark.parametrize("sign", "\u2010\u2011\u2013\u2014\u2212")
def test_every_dash_becomes_the_hyphen_of_insi(sign):
    assert strict_name(f"Le{sign}Goff") == strict_first_names(f"Le{sign}Goff") == "LE-GOFF"


def test_a_name_may_begin_with_an_apostrophe_and_end_with_any_sign():
    assert strict_name("'T HOOFT") == strict_first_names("'T HOOFT") == "'T HOOFT"
    assert (strict_name("DUPONT-"), strict_name("DUPONT'")) == ("DUPONT-", "DUPONT'")


@pytest.mark.parametrize(
    "typed", ["2PAC", "A_B", "DR. NO", "A/B", "-DUPONT", "D''A", "D' A", "D 'A", "'", "A\u200bB"]
)
def test_what_insi_refuses_is_refused_and_told_never_dropped(typed):
    with pytest.raises(DomainError) as refused:
        strict_name(typed)
    assert refused.value.field == "birth_name"
    assert name_remark(typed, given=False) == refused.value.message
    with pytest.raises(DomainError):
        strict_first_names(typed)


@pytest.mark.parametrize("typed", ["JEAN-", "JEAN'", "JEAN--LOUIS"])
def test_a_first_name_is_held_to_more_than_a_name(typed):
    assert strict_name(typed)
    with pytest.raises(DomainError) as refused:
        strict_first_names(typed)
    assert refused.value.field == "birth_first_names"


def test_a_name_tells_what_it_will_become():
    assert name_remark("Le Cœur", given=False) == "Sera enregistré\u00a0: LE COEUR"
    assert name_remark("LE COEUR", given=False) == ""
    assert "«\u00a02\u00a0»" in name_remark("2PAC", given=False)


@given(st.text(max_size=40), st.booleans())
def test_a_recorded_name_holds_only_what_insi_takes_and_stays_as_it_is(typed, given_name):
    convert = strict_first_names if given_name else strict_name
    try:
        recorded = convert(typed)
    except DomainError:
        return
    assert set(recorded) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ '-")
    assert convert(recorded) == recorded
    assert name_remark(recorded, given=given_name) == ""


@pytest.mark.parametrize(
    ("first", "agrees"),
    [
        ("JEAN", True),
        ("JEAN CHRISTOPHE", True),
        ("JEAN-CHRISTOPHE", True),
        ("JEAN-CHRISTOPHE-PIERRE", True),
        ("CHRISTOPHE", False),
        ("PIERRE", False),
        ("JEANCHRISTOPHE", False),
    ],
)
def test_the_first_first_name_begins_the_list(first, agrees):
    assert first_name_agrees(first, "JEAN CHRISTOPHE PIERRE") is agrees


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("14071932", date(1932, 7, 14)),
        ("14/07/1932", date(1932, 7, 14)),
        ("14.07.1932", date(1932, 7, 14)),
        ("14-7-1932", date(1932, 7, 14)),
        ("14 7 1932", date(1932, 7, 14)),
        ("140732", date(1932, 7, 14)),
        ("14/7/32", date(1932, 7, 14)),
        ("150325", date(2025, 3, 15)),
        ("100326", date(2026, 3, 10)),
        ("110326", date(1926, 3, 11)),
        ("j", TODAY),
        ("29022024", date(2024, 2, 29)),
    ],
)
def test_a_typed_birth_date_is_understood(typed, day):
    typed_date = typed_birth(typed, TODAY)
    assert (typed_date.day, typed_date.uncertain, typed_date.error) == (day, False, "")


@pytest.mark.parametrize(
    "typed", ["1507", "j-3", "290223", "31022026", "11/03/2026", "01/01/1849", "abc", "0/0/0000"]
)
def test_what_is_no_birth_date_is_refused_with_a_reason(typed):
    typed_date = typed_birth(typed, TODAY)
    assert typed_date.day is None
    assert typed_date.error


@pytest.mark.parametrize(
    ("typed", "day", "lunar"),
    [
        ("00/00/1950", date(1950, 12, 31), "00/00/1950"),
        ("00/05/1950", date(1950, 5, 1), "00/05/1950"),
        ("31/02/1950", date(1950, 2, 1), "31/02/1950"),
        ("15/00/1950", date(1950, 1, 15), "15/00/1950"),
        ("15/30/1950", date(1950, 1, 15), "15/30/1950"),
        ("1950-31-00", date(1950, 12, 31), "00/31/1950"),
        ("00001950", date(1950, 12, 31), "00/00/1950"),
    ],
)
def test_a_lunar_date_is_kept_as_written_beside_a_calendar_day(typed, day, lunar):
    typed_date = typed_birth(typed, TODAY)
    assert (typed_date.day, typed_date.lunar, typed_date.uncertain) == (day, lunar, True)
    assert not typed_date.error


def test_what_was_understood_is_told_with_week_day_and_age():
    assert typed_birth("14071977", TODAY).remark == "jeu. 14/07/1977 · 48 ans"
    assert "31/02/1950" in typed_birth("31/02/1950", TODAY).remark


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")))
def test_no_typed_text_ever_crashes_an_age(typed):
    typed_date = typed_birth(typed, TODAY)
    if typed_date.day is not None:
        assert date(FIRST_YEAR, 1, 1) <= typed_date.day <= TODAY
        assert age_text(typed_date.day, TODAY)
    assert bool(typed_date.lunar) is typed_date.uncertain


MONTH_13 = "1451363220001"  # its key, 30, is right


@pytest.mark.parametrize(
    ("thirteen", "key"),
    [
        *((number, f"{key:02d}") for number, key in VECTORS if number != MONTH_13),
        ("1700469387111", "72"),
    ],
)
def test_a_number_is_read_with_or_without_its_key(thirteen, key):
    assert read_nir(thirteen).number == thirteen + key
    assert read_nir(f"{thirteen[0]} {thirteen[1:]}.{key}".lower()).key_is_right


@pytest.mark.parametrize("number", [MONTH_13, f"{MONTH_13}30", "145436322000109"])
def test_a_month_that_the_register_never_gives_is_no_number(number):
    assert read_nir(number) is None


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("181016322075142", "40"),
        ("181036322045660", "76"),
        ("281036322045610", "26"),
        ("277706322082910", "48"),
    ],
)
def test_a_wrong_key_is_told_with_the_right_one_and_the_number_is_kept(number, right):
    [remark] = [one for one in nir_remarks(number, sex=None, birth_date=None) if "clé" in one]
    assert f"La clé {number[13:]} " in remark
    assert f"le calcul donne {right}." in remark
    assert read_nir(number).number == number


def test_a_number_is_shown_in_groups_with_its_key():
    assert shown_nir("2770763220829") == "2 77 07 63 220 829 10"
    assert shown_nir("255069999999934") == "2 55 06 99 999 999 34"
    assert shown_nir("180032B020401") == "1 80 03 2B 020 401 23"
    assert shown_nir("rien") == "rien"


def test_a_number_is_remarked_and_never_refused():
    ruth = {"sex": Sex.FEMALE, "birth_date": date(1977, 7, 14)}
    assert nir_remarks("277076322082910", **ruth) == []
    assert nir_remarks("", **ruth) == []
    assert len(nir_remarks("1451363220001", **ruth)) == 1  # month 13: no such number
    assert any("clé" in one for one in nir_remarks("277706322082910", **ruth))
    assert any("sexe" in one for one in nir_remarks("1770763220829", **ruth))
    assert any("année" in one for one in nir_remarks("2780763220829", **ruth))
    assert any("état civil" in one for one in nir_remarks("2772063220829", **ruth))


@given(st.text(alphabet="0123456789 .AB-", max_size=20))
def test_any_number_may_be_shown_and_remarked(typed):
    assert isinstance(shown_nir(typed), str)
    assert isinstance(nir_remarks(typed, sex=None, birth_date=TODAY), list)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("06 12 34 56 78", "+33612345678", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "+33612345678", "06 12 34 56 78"),
        ("0033612345678", "+33612345678", "06 12 34 56 78"),
        ("0590 12 34 56", "+590590123456", "05 90 12 34 56"),
        ("0692 12 34 56", "+262692123456", "06 92 12 34 56"),
        ("0508 41 12 34", "+508411234", "05 08 41 12 34"),
        ("06 39 98 12 34", "+33639981234", "06 39 98 12 34"),
        ("+32 470 12 34 56", "+32470123456", "+32 47 01 23 45 6"),
        ("3639", "3639", "3639"),
        ("chez sa fille", "chez sa fille", "chez sa fille"),
    ],
)
def test_a_telephone_is_stored_for_dialling_and_shown_by_twos(typed, stored, shown):
    assert e164(typed) == stored
    assert shown_phone(stored) == shown
    assert e164(shown) == stored


@given(st.text(alphabet="0123456789+ .()-", max_size=20))
def test_a_stored_telephone_is_stored_alike_again(typed):
    assert e164(e164(typed)) == e164(typed)
    shown_phone(e164(typed))
    if national := national_number(e164(typed)):
        assert e164(national) == e164(typed)


def test_doubtful_ways_of_contact_are_remarked():
    assert phone_remark("06 12") != ""
    assert phone_remark("0612345678") == phone_remark("3639") == phone_remark("") == ""
    assert email_remark("ruth@") != ""
    assert email_remark("ruth@example.org") == email_remark("") == ""
    assert postal_remark("630") != ""
    assert postal_remark("63000") == postal_remark("") == ""

"""Whose record a person of a card may be: proposed, never merged, never guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.patients.model import Sex
from almapy.vitale.covers import covers_of, flags_of
from almapy.vitale.matching import KnownPerson, likeness, lunar_text, may_be_same, ranked
from almapy.vitale.prefill import beneficiary_of, insured_number, prefill_notes, prefilled
from almapy.vitale.reading import Complementary, Period
from almapy.vitale.results import Likeness
from tests.core.vitale_files_helper import RUTH_NIR, bearer, official, reading

TODAY = date(2026, 3, 10)
RUTH = KnownPerson(
    1, "NESSI", "RUTH", date(1977, 7, 14), "DE VINCI", "RUTH", "RUTH ISABELLE", "", RUTH_NIR
)
CARD = bearer(own_nir=RUTH_NIR)
IN_FORCE = Period(date(2026, 1, 1), date(2026, 12, 31))
OVER = Period(date(2024, 1, 1), date(2025, 12, 31))


def known(number, **changes):
    return replace(RUTH, patient_id=number, matricule_ins="", **changes)


def test_the_own_number_and_nothing_against_it_is_the_record():
    assert likeness(CARD, RUTH) is Likeness.NUMBER
    insured_only = replace(RUTH, matricule_ins="", insured_nir=RUTH_NIR)
    assert likeness(CARD, insured_only) is Likeness.NUMBER


@pytest.mark.parametrize("name", ["NESSI", "Nessi", "DE VINCI", "de Vinci", "De  Vinci"])
@pytest.mark.parametrize("first", ["RUTH", "Ruth", "RUTH ISABELLE", "Ruth-Isabelle"])
def test_same_birth_date_name_and_first_name_are_the_record_without_number(name, first):
    assert likeness(bearer(name, first), RUTH) is Likeness.TRAITS


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "AUTRE"},
        {"first_name": "ESTHER"},
        {"birth_text": "19770715", "birth_date": date(1977, 7, 15)},
    ],
)
def test_the_same_number_with_other_traits_is_never_opened_alone(changes):
    kind = likeness(replace(CARD, **changes), RUTH)
    assert kind is Likeness.CLOSE
    assert not kind.is_certain_enough


def test_the_number_of_a_parent_in_the_record_of_a_child_matches_nobody():
    child = KnownPerson(
        2, "NESSI", "MICHELANGELO", date(2010, 8, 7), insured_nir=RUTH_NIR, lunar_date=""
    )
    assert likeness(CARD, child) is Likeness.NONE
    assert not may_be_same(CARD, child)


def test_a_son_who_bears_the_first_name_of_his_father_is_not_taken_for_him():
    father = bearer("MARTIN", "JEAN", "19500315", own_nir="150036322012391")
    son = KnownPerson(2, "MARTIN", "JEAN", date(1980, 5, 2), insured_nir="150036322012391")
    assert likeness(father, son) is Likeness.NONE
    assert not may_be_same(father, son)


def test_a_date_typed_wrong_with_the_right_number_is_proposed_and_takes_nothing():
    slip = replace(RUTH, matricule_ins="", insured_nir=RUTH_NIR, birth_date=date(1977, 4, 17))
    assert likeness(CARD, slip) is Likeness.CLOSE
    assert not may_be_same(CARD, slip)


def test_twins_with_near_first_names_are_not_taken_for_each_other():
    marie = KnownPerson(1, "DURAND", "MARIE", date(2019, 2, 28))
    marine = bearer("DURAND", "MARINE", "20190228")
    assert not likeness(marine, marie).is_certain_enough
    assert not may_be_same(marine, marie)


def test_a_wife_under_her_other_name_and_a_record_without_a_date_may_take():
    assert may_be_same(bearer("AUTRE", "RUTH"), RUTH)
    assert may_be_same(bearer("NESSI", "RUTH"), replace(RUTH, birth_date=None, matricule_ins=""))
    assert not may_be_same(bearer("X", "RUTH"), replace(RUTH, birth_date=None, matricule_ins=""))
    assert not may_be_same(bearer("NESSI", "-"), RUTH)


@pytest.mark.parametrize(
    ("card", "record"),
    [
        ("DURAND", "DURAND-LEFEVRE"),
        ("DURAND-LEFEVRE", "LEFEVRE"),
        ("DE LA TOUR", "TOUR"),
        ("DELATOUR", "DE LA TOUR"),
        ("MARTIN", "DE VINCI"),
    ],
)
def test_another_name_with_the_same_first_name_and_day_is_proposed_and_not_opened(card, record):
    person = KnownPerson(1, record, "ANNE-LISE", date(1977, 7, 14))
    assert likeness(bearer(card, "ANNE LISE"), person) is Likeness.CLOSE
    other_day = replace(person, birth_date=date(1977, 7, 15))
    assert likeness(bearer(card, "ANNE LISE"), other_day) is Likeness.NONE


def test_a_person_registered_meanwhile_is_proposed_and_not_opened():
    waiting = KnownPerson(1, "NESSI", "RUTH", RUTH.birth_date, matricule_ins="777076322082978")
    assert likeness(CARD, waiting) is Likeness.CLOSE


def test_a_true_homonym_with_a_matricule_of_his_own_is_only_close():
    other = replace(RUTH, matricule_ins="277076322082911")
    assert likeness(CARD, other) is Likeness.CLOSE
    assert likeness(bearer(), other) is Likeness.TRAITS


def test_the_given_name_decides_between_twins():
    born = date(2019, 2, 28)
    noe = KnownPerson(1, "LEFEVRE", "NOE", born)
    leo = KnownPerson(2, "LEFEVRE", "LEO", born)
    card_noe = bearer("LEFÈVRE", "NOÉ", "20190228")
    card_leo = bearer("LEFÈVRE", "LÉO", "20190228")
    assert ranked(card_noe, [noe, leo]) == (Likeness.TRAITS, (1,))
    assert ranked(card_leo, [noe, leo]) == (Likeness.TRAITS, (2,))
    assert ranked(card_leo, [noe]) == (Likeness.NONE, ())
    assert not may_be_same(card_leo, noe)


def test_homonyms_born_the_same_day_are_both_shown():
    assert ranked(bearer(), [known(1), known(2)]) == (Likeness.TRAITS, (1, 2))


def test_a_record_with_the_number_and_one_with_the_traits_are_both_shown():
    assert ranked(CARD, [known(5), RUTH]) == (Likeness.NUMBER, (1, 5))


def test_a_near_name_born_the_same_day_is_proposed_and_not_opened():
    assert ranked(bearer("NESI", "RUTHE"), [known(3)]) == (Likeness.CLOSE, (3,))
    assert ranked(bearer("NESSI", "RUTH ISA"), [known(3)])[0] is Likeness.CLOSE
    assert ranked(bearer("NESI"), [known(3), replace(known(4), birth_name="NESI")]) == (
        Likeness.TRAITS,
        (4,),
    )


def test_a_lunar_date_matches_as_it_was_written():
    lunar = bearer("HENNE", "JEAN", "19500000")
    written = KnownPerson(1, "HENNE", "JEAN", date(1950, 12, 31), lunar_date="00/00/1950")
    assert likeness(lunar, written) is Likeness.TRAITS
    assert likeness(lunar, replace(written, lunar_date="")) is Likeness.NONE
    assert lunar_text("19421901") == "01/19/1942"
    assert lunar_text("1950") == ""


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_names_are_compared_without_a_fault(name, first, other):
    person = KnownPerson(1, other, name, TODAY, first, other)
    one = bearer(name or "X", first or "Y", "20260310")
    assert likeness(one, person) in set(Likeness)
    assert may_be_same(one, person) or not likeness(one, person).is_certain_enough


# --- what the creation form receives ----------------------------------------------------------


def test_a_direct_reading_fills_the_form_and_certifies_nothing():
    draft = prefilled(reading(CARD), CARD, TODAY)
    assert (draft.birth_name, draft.used_name) == ("NESSI", "NESSI")
    assert (draft.first_birth_first_name, draft.birth_date) == ("RUTH", date(1977, 7, 14))
    assert (draft.matricule_ins, draft.ins_oid, draft.insi_accepted) == ("", "", False)
    assert draft.identity_document == ""
    assert not draft.mandatory_cover
    assert (draft.sex, draft.insured_nir) == (Sex.FEMALE, RUTH_NIR)
    notes = " ".join(prefill_notes(reading(CARD), CARD, TODAY))
    assert "Le sexe est celui que dit le numéro" in notes
    assert "si son nom est celui de naissance" in notes


def test_without_an_own_number_the_sex_and_the_insured_are_not_guessed():
    child = bearer("DE VINCI", "MICHELANGELO", "20100807", own_nir="")
    draft = prefilled(reading(CARD, child), child, TODAY)
    assert (draft.sex, draft.insured_nir) == (Sex.UNKNOWN, "")
    notes = " ".join(prefill_notes(reading(CARD, child), child, TODAY))
    assert "choisissez-le" in notes
    assert "Numéro de l'assuré non lu" in notes


def test_a_child_with_a_number_of_their_own_is_not_taken_for_the_insured():
    child = bearer("DE VINCI", "MICHELANGELO", "20100807", own_nir="110086322083060")
    assert insured_number(reading(child), child, TODAY) == ""
    assert insured_number(official(child), child, TODAY) == RUTH_NIR


def test_between_sixteen_and_eighteen_only_who_is_alone_on_a_card_is_its_insured():
    young = bearer("DE VINCI", "MICHELANGELO", "20090807", own_nir="109086322083061")
    assert insured_number(reading(CARD, young), young, TODAY) == ""
    assert insured_number(reading(young), young, TODAY) == young.own_nir
    assert insured_number(reading(CARD, young), CARD, TODAY) == RUTH_NIR


def test_an_official_reading_gives_the_birth_name_and_the_number_of_the_insured():
    child = bearer("NESSI", "MICHELANGELO", "20100807", birth_name="DE VINCI", own_nir="")
    draft = prefilled(official(child), child, TODAY)
    assert (draft.birth_name, draft.used_name) == ("DE VINCI", "NESSI")
    assert (draft.insured_nir, draft.matricule_ins) == (RUTH_NIR, "")


@pytest.mark.parametrize(
    ("born", "lunar"), [("19500000", "00/00/1950"), ("19421901", "01/19/1942")]
)
def test_a_date_out_of_the_calendar_is_kept_as_lunar_and_no_day_is_made_up(born, lunar):
    one = bearer("HENNE", "JEAN", born)
    draft = prefilled(reading(one), one, TODAY)
    assert (draft.birth_date, draft.lunar_date) == (None, lunar)
    assert any("date lunaire" in note for note in prefill_notes(reading(one), one, TODAY))


def test_a_birth_still_to_come_is_not_filled_in():
    one = bearer(birth="20990101")
    assert prefilled(reading(one), one, TODAY).birth_date is None


def test_only_a_certified_reading_gives_what_insi_asks():
    assert beneficiary_of(reading(CARD), CARD) is None
    odd = bearer("HENNE", "JEAN", "19421901", birth_name="HENNE", own_nir="", rank=2)
    told = beneficiary_of(official(odd), odd)
    assert (told.birth_date, told.insured_nir, told.own_nir) == ("1942-19-01", RUTH_NIR, "")
    assert told.rank == "2"


# --- rights: « non lu » is not « vide » -------------------------------------------------------


def test_what_was_not_read_says_nothing_and_what_is_empty_says_no():
    assert flags_of(bearer(), TODAY).mandatory is None
    assert flags_of(bearer(), TODAY).complementary is None
    assert flags_of(bearer(rights=()), TODAY).mandatory is False
    assert flags_of(bearer(rights=(OVER,)), TODAY).mandatory is False
    assert flags_of(bearer(rights=(OVER, IN_FORCE)), TODAY).mandatory is True
    assert flags_of(bearer(rights=(Period(),)), TODAY).mandatory is True
    assert flags_of(bearer(no_complementary=True), TODAY).complementary is False
    over = bearer(complementary=Complementary("MUTUELLE", period=OVER))
    assert flags_of(over, TODAY).complementary is False


def test_a_card_without_rights_makes_no_cover_and_one_over_keeps_its_dates():
    assert covers_of(official(), bearer(rights=()), TODAY) == ()
    [cover] = covers_of(official(), bearer(rights=(OVER,), quality="6", rank=2), TODAY)
    assert (cover.until, cover.beneficiary_quality, cover.birth_rank) == (OVER.until, "Enfant", 2)
    [now] = covers_of(official(), bearer(rights=(IN_FORCE, OVER)), TODAY)
    assert (now.until, now.source, now.read_on) == (IN_FORCE.until, "officiel", TODAY)
    assert covers_of(reading(), bearer(), TODAY) == ()

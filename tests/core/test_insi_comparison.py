"""« Comparaison »: ten rows, what differs, and what to read before accepting."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.insi.comparison import compare, shown_day
from almapy.insi.model import AnsweredTraits, Identity, Ins
from almapy.insi.results import Agreement
from almapy.patients.model import Sex
from tests.core.test_patients import RUTH as DRAFT
from tests.fakes.insi import CORSE, HERMANN, NIA, RUTH

TODAY = date(2026, 3, 10)
NAMES = {"63220": "MAZOIRES", "2B020": "BIGORNO", "75012": "BOULOGNE-BILLANCOURT"}
LABELS = [
    "Nom",
    "Nom patronymique",
    "Prénom",
    "Prénom(s) officiel(s)",
    "Sexe",
    "Date de naissance",
    "Lieu de naissance",
    "Code INSEE",
    "Matricule INS",
    "OID",
]
SAME, DIFFERENT, NOT = Agreement.SAME, Agreement.DIFFERENT, Agreement.NOT_COMPARED


def place_name(code, day):
    return NAMES.get(code, "")


def compared(draft=DRAFT, identity=RUTH, **traits):
    if traits:
        identity = replace(identity, traits=replace(identity.traits, **traits))
    return compare(draft, identity, today=TODAY, place_name=place_name)


def row(comparison, label):
    return next(one for one in comparison.rows if one.label == label)


def differing(comparison):
    return [one.label for one in comparison.rows if one.agreement is DIFFERENT]


def test_the_ten_rows_stand_in_their_order():
    assert [one.label for one in compared().rows] == LABELS


def test_the_same_identity_differs_nowhere():
    comparison = compared()
    assert differing(comparison) == []
    assert {one.agreement for one in comparison.rows[1:]} == {SAME}
    assert comparison.warnings == ()
    assert not comparison.alarming


def test_a_used_name_is_never_compared():
    used = row(compared(), "Nom")
    assert (used.received, used.recorded, used.agreement) == ("", "DE VINCI", NOT)


@pytest.mark.parametrize(
    ("received", "recorded"),
    [
        ("D'ARTAGNAN DE L'HERAULT", "D ARTAGNAN DE L HERAULT"),
        ("NUNEZ", "Ñuñez"),
        ("LE COEUR--DUPONT", "LE CŒUR DUPONT"),
        ("SAINT-MARTIN", "SAINT MARTIN"),
    ],
)
def test_names_are_compared_without_accents_hyphens_or_apostrophes(received, recorded):
    comparison = compared(replace(DRAFT, birth_name=recorded), birth_name=received)
    assert row(comparison, "Nom patronymique").agreement is SAME


@pytest.mark.parametrize(
    ("first", "agreement"),
    [
        ("JEAN", SAME),
        ("JEAN CHRISTOPHE", SAME),
        ("JEAN-CHRISTOPHE", SAME),
        ("JEAN-CHRISTOPHE-PIERRE", SAME),
        ("CHRISTOPHE", DIFFERENT),
        ("PIERRE", DIFFERENT),
        ("JEANCHRISTOPHE", DIFFERENT),
    ],
)
def test_the_first_name_is_held_against_the_list(first, agreement):
    draft = replace(DRAFT, first_birth_first_name=first, birth_first_names="")
    comparison = compared(draft, first_names="JEAN CHRISTOPHE PIERRE")
    shown = row(comparison, "Prénom")
    assert (shown.received, shown.agreement) == ("JEAN", agreement)
    assert row(comparison, "Prénom(s) officiel(s)").agreement is NOT


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"birth_name": "NESSY"}, "Nom patronymique"),
        ({"birth_first_names": "RUTH ISABEL"}, "Prénom(s) officiel(s)"),
        ({"sex": Sex.MALE}, "Sexe"),
        ({"birth_date": date(1977, 7, 15)}, "Date de naissance"),
        ({"ins_oid": "1.2.250.1.213.1.4.10"}, "OID"),
    ],
)
def test_each_difference_is_marked(changes, label):
    assert differing(compared(replace(DRAFT, **changes))) == [label]


def test_a_missing_birth_place_is_not_compared():
    comparison = compared(birth_place_code="")
    assert row(comparison, "Lieu de naissance").agreement is NOT
    assert row(comparison, "Code INSEE").agreement is NOT
    assert comparison.warnings == ()


def test_a_record_that_says_nothing_is_not_compared():
    bare = replace(
        DRAFT,
        birth_first_names="",
        birth_place_code="99999",
        insi_accepted=False,
        matricule_ins="",
        ins_oid="",
        identity_document="",
    )
    comparison = compared(bare)
    silent = ["Prénom(s) officiel(s)", "Lieu de naissance", "Code INSEE", "Matricule INS", "OID"]
    assert {row(comparison, label).agreement for label in silent} == {NOT}
    assert row(comparison, "Code INSEE").recorded == "99999"


def test_a_place_is_shown_by_its_name_and_compared_by_its_code():
    place = row(compared(replace(DRAFT, birth_place_name="Mazoires (63)")), "Lieu de naissance")
    assert (place.received, place.recorded, place.agreement) == ("MAZOIRES", "Mazoires (63)", SAME)
    other = compared(birth_place_code="75012")
    assert differing(other) == ["Lieu de naissance", "Code INSEE"]


def test_a_code_that_the_cog_does_not_know_is_told_and_kept():
    comparison = compared(birth_place_code="91352")
    assert row(comparison, "Lieu de naissance").received == "code inconnu du COG"
    assert any("91352" in warning for warning in comparison.warnings)
    assert not comparison.alarming


def test_a_wrong_key_is_told_and_is_no_refusal():
    comparison = compared(
        replace(
            DRAFT,
            birth_name="HERMANN",
            first_birth_first_name="GATIEN",
            birth_first_names="GATIEN",
            sex=Sex.MALE,
            birth_date=date(1981, 3, 24),
            insi_accepted=False,
            matricule_ins="",
            ins_oid="",
            identity_document="",
        ),
        HERMANN,
    )
    assert any("60" in warning and "76" in warning for warning in comparison.warnings)
    assert not comparison.alarming


def test_one_trait_that_differs_alarms_nobody():
    assert not compared(birth_name="NESSY").alarming


@pytest.mark.parametrize(
    "traits",
    [
        {"birth_name": "DURAND", "birth_date": "1950-01-01"},
        {"sex": "M", "birth_date": "1977-07-15"},
        {"birth_name": "DURAND", "first_names": "JEAN"},
        {"first_names": "PAUL", "sex": "M"},
    ],
)
def test_two_traits_that_differ_may_be_somebody_else(traits):
    comparison = compared(**traits)
    assert comparison.alarming
    assert any("Plusieurs traits diffèrent" in warning for warning in comparison.warnings)


def test_a_list_that_goes_on_is_the_same_person():
    shorter = replace(DRAFT, birth_first_names="RUTH")
    comparison = compared(shorter, birth_name="NESSY")
    assert differing(comparison) == ["Nom patronymique", "Prénom(s) officiel(s)"]
    assert not comparison.alarming


def test_another_matricule_alarms_unless_the_history_knows_it():
    other = replace(DRAFT, matricule_ins="290352021518989")
    assert compared(other).alarming
    known = replace(RUTH, former=(Ins("290352021518989", RUTH.active.oid),))
    comparison = compared(other, known)
    assert not comparison.alarming
    assert differing(comparison) == ["Matricule INS"]


def test_a_proof_checked_with_other_traits_is_told_to_count_no_more():
    lost = compared(birth_name="NESSY")
    assert lost.loses_document
    assert any("justificatif" in one for one in lost.warnings)
    assert not compared().loses_document
    unchecked = replace(DRAFT, identity_document="")
    assert compared(unchecked, birth_name="NESSY").warnings == ()


@pytest.mark.parametrize(
    ("received", "lunar", "agreement"),
    [
        ("1950-00-00", "00/00/1950", SAME),
        ("1950-12-31", "00/00/1950", SAME),
        ("1950-00-00", "", DIFFERENT),
        ("1950-31-00", "00/00/1950", DIFFERENT),
    ],
)
def test_a_lunar_date_is_compared_as_it_is_written(received, lunar, agreement):
    draft = replace(
        DRAFT, birth_date=date(1950, 12, 31), lunar_date=lunar, birth_date_uncertain=bool(lunar)
    )
    comparison = compared(draft, birth_date=received)
    assert row(comparison, "Date de naissance").agreement is agreement


def test_a_received_day_is_shown_as_people_write_it():
    assert shown_day("1977-07-14") == "14/07/1977"
    assert shown_day("1950-00-00") == "00/00/1950"
    assert shown_day("hier") == "hier"


def test_an_answer_that_cannot_be_taken_over_is_still_shown():
    comparison = compared(birth_date="jamais")
    assert row(comparison, "Date de naissance").received == "jamais"
    assert any("ne peut pas être reprise" in one for one in comparison.warnings)


def test_an_empty_answer_compares_nothing_and_never_fails():
    comparison = compared(identity=Identity(Ins("", ""), AnsweredTraits()))
    assert {one.agreement for one in comparison.rows} == {NOT}


def test_history_that_repeats_the_active_ins_and_a_nia_are_compared_like_any_other():
    for identity in (CORSE, NIA):
        comparison = compared(replace(DRAFT, matricule_ins="", ins_oid=""), identity)
        assert row(comparison, "Matricule INS").received == identity.active.matricule
        assert row(comparison, "OID").received == identity.active.oid

"""Allergies: « aucune allergie connue » is said, and never beside an allergy."""

import pytest

from almapy.allergies.model import Allergy, AllergyType
from almapy.errors import DomainError
from tests.core.test_patients import RUTH

PENICILLIN = Allergy(
    "Pénicilline",
    "urticaire",
    "modérée",
    "2009",
    type=AllergyType.INTOLERANCE,
    certainty="confirmée",
    note="Test cutané positif",
)
NONE = Allergy(none_known=True)


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


@pytest.fixture
def allergies(opened):
    return opened.application.allergies


def standing(opened, patient_id):
    return [one.data for one in opened.application.allergies.of(opened.actor, patient_id)]


def test_an_allergy_is_read_back_whole(opened, allergies, patient_id):
    allergies.add(opened.actor, patient_id, PENICILLIN)
    assert standing(opened, patient_id) == [PENICILLIN]


def test_an_allergy_ends_the_statement_that_none_is_known(opened, allergies, patient_id):
    allergies.add(opened.actor, patient_id, NONE)
    allergies.add(opened.actor, patient_id, PENICILLIN)
    assert standing(opened, patient_id) == [PENICILLIN]


def test_an_allergy_added_by_mistake_gives_the_statement_back(opened, allergies, patient_id):
    allergies.add(opened.actor, patient_id, NONE)
    added = allergies.add(opened.actor, patient_id, PENICILLIN)
    removed = allergies.take_back(opened.actor, added)
    assert [one.none_known for one in standing(opened, patient_id)] == [True]
    allergies.restore(opened.actor, removed)
    assert standing(opened, patient_id) == [PENICILLIN]


def test_a_statement_made_by_mistake_is_taken_back(opened, allergies, patient_id):
    added = allergies.add(opened.actor, patient_id, NONE)
    removed = allergies.take_back(opened.actor, added)
    assert standing(opened, patient_id) == []
    allergies.restore(opened.actor, removed)
    assert len(standing(opened, patient_id)) == 1


def test_none_known_is_refused_while_an_allergy_stands(opened, allergies, patient_id):
    allergies.add(opened.actor, patient_id, PENICILLIN)
    with pytest.raises(DomainError):
        allergies.add(opened.actor, patient_id, NONE)
    assert standing(opened, patient_id) == [PENICILLIN]


def test_none_known_may_be_said_when_the_only_allergy_was_lifted(opened, allergies, patient_id):
    fact = allergies.add(opened.actor, patient_id, PENICILLIN)
    lifted = allergies.change(opened.actor, fact, Allergy("Pénicilline", lifted=True))
    allergies.add(opened.actor, patient_id, NONE)
    assert len(standing(opened, patient_id)) == 2
    allergies.change(opened.actor, lifted, Allergy("Pénicilline"))
    assert [one.agent for one in standing(opened, patient_id)] == ["Pénicilline"]


def test_a_removed_allergy_that_comes_back_ends_the_statement_too(opened, allergies, patient_id):
    removed = allergies.remove(opened.actor, allergies.add(opened.actor, patient_id, PENICILLIN))
    allergies.add(opened.actor, patient_id, NONE)
    allergies.restore(opened.actor, removed)
    assert standing(opened, patient_id) == [PENICILLIN]


def test_the_statement_is_made_once(opened, allergies, patient_id):
    allergies.add(opened.actor, patient_id, NONE)
    allergies.add(opened.actor, patient_id, NONE)
    assert len(standing(opened, patient_id)) == 1


def test_an_allergy_to_nothing_is_refused(opened, allergies, patient_id):
    with pytest.raises(DomainError) as refused:
        allergies.add(opened.actor, patient_id, Allergy("  "))
    assert refused.value.field == "agent"

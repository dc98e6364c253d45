"""Care plans and protocols: what was followed stays as it was when it began."""

from dataclasses import replace
from datetime import date

import pytest

from almapy.care.model import FIRST_PROTOCOLS, CareGoal, Protocol, ProtocolStep, StepKind
from almapy.errors import ConflictError, DomainError
from tests.core.test_patients import RUTH

TODAY = date(2026, 3, 10)
SLEEP = Protocol("Sommeil", (ProtocolStep(StepKind.ADVICE, "Se lever à la même heure"),))


@pytest.fixture
def protocols(opened):
    return opened.application.protocols


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def test_a_goal_of_the_plan_is_kept_with_its_review(opened, patient_id):
    plans = opened.application.care_plans
    goal = CareGoal("Diabète", "HbA1c sous 7 %", "Diététicienne en avril", date(2026, 6, 10))
    plans.add(opened.actor, patient_id, goal)
    assert [one.data for one in plans.of(opened.actor, patient_id)] == [goal]


def test_a_goal_without_words_is_refused():
    with pytest.raises(DomainError):
        CareGoal("Diabète", "  ")


def test_the_practice_begins_with_the_protocol_of_the_stress(opened, protocols):
    assert "Gestion du stress" in {one.title for one in protocols.known(opened.actor)}


def test_a_changed_first_protocol_replaces_it_in_the_list(opened, protocols):
    own = replace(FIRST_PROTOCOLS[0], steps=SLEEP.steps)
    protocols.store(opened.actor, own)
    (kept,) = [one for one in protocols.known(opened.actor) if one.title == own.title]
    assert [step.text for step in kept.steps] == ["Se lever à la même heure"]


def test_two_protocols_never_bear_the_same_title(opened, protocols):
    protocols.store(opened.actor, SLEEP)
    with pytest.raises(DomainError):
        protocols.store(opened.actor, SLEEP)


def test_a_protocol_changed_elsewhere_is_not_overwritten(opened, protocols):
    stored = protocols.store(opened.actor, SLEEP)
    protocols.store(opened.actor, replace(stored, title="Sommeil et repos"))
    with pytest.raises(ConflictError):
        protocols.store(opened.actor, replace(stored, title="Nuits"))


def test_a_patient_follows_the_protocol_as_it_was_that_day(opened, protocols, patient_id):
    stored = protocols.store(opened.actor, SLEEP)
    protocols.apply(opened.actor, patient_id, stored, TODAY)
    protocols.delete(opened.actor, stored)
    (followed,) = protocols.of(opened.actor, patient_id)
    assert followed.data.title == "Sommeil"
    assert followed.data.progress == (0, 1)


def test_a_ticked_step_counts_and_the_way_back_is_kept(opened, protocols, patient_id):
    fact = protocols.apply(opened.actor, patient_id, FIRST_PROTOCOLS[0], TODAY)
    step = replace(fact.data.lines[2], done_on=TODAY, note="120/80")
    ticked = protocols.change(opened.actor, fact, fact.data.with_step(2, step))
    assert ticked.data.progress == (1, 6)
    assert ticked.data.lines[2] == step
    (former,) = protocols.former(opened.actor, ticked)
    assert former.data.progress == (0, 6)


def test_a_step_that_is_not_there_is_refused(opened, protocols, patient_id):
    fact = protocols.apply(opened.actor, patient_id, SLEEP, TODAY)
    with pytest.raises(DomainError):
        fact.data.with_step(4, SLEEP.steps[0])

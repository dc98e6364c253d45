"""Any sort of clinical fact: former versions stay, nothing is overwritten, nothing is erased."""

from dataclasses import replace

import pytest

from almapy.allergies.model import Allergy
from almapy.allergies.tables import AllergyRow
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.events import Topic
from almapy.record.model import FactKind
from almapy.record.service import FactService
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH

ALLERGIES = FactKind("allergie", "Cette allergie", AllergyRow, Allergy)
PENICILLIN = Allergy("Pénicilline", "urticaire", "modérée", "2019")


@pytest.fixture
def facts(opened):
    return FactService(opened.application.works, ALLERGIES)


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def someone(opened, role, login):
    new = NewAccount(login, role, "Alix", "FICTIVE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("POSTE-2")


def test_a_fact_is_read_back_with_who_wrote_it(opened, facts, patient_id):
    facts.add(opened.actor, patient_id, PENICILLIN)
    (fact,) = facts.of(opened.actor, patient_id)
    assert fact.data == PENICILLIN
    assert fact.author == opened.actor.initials
    assert fact.own


def test_a_changed_fact_keeps_the_version_before_with_author_and_reason(opened, facts, patient_id):
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    changed = facts.change(
        opened.actor, fact, replace(PENICILLIN, severity="grave"), reason="revu avec la patiente"
    )
    assert changed.data.severity == "grave"
    (former,) = facts.former(opened.actor, changed)
    assert former.data == PENICILLIN
    assert former.reason == "revu avec la patiente"
    assert former.replaced_by == opened.actor.initials


def test_a_removed_fact_leaves_the_record_and_comes_back_by_undo(opened, facts, patient_id):
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    removed = facts.remove(opened.actor, fact)
    assert facts.of(opened.actor, patient_id) == []
    facts.restore(opened.actor, removed)
    assert [one.data for one in facts.of(opened.actor, patient_id)] == [PENICILLIN]


def test_a_fact_changed_on_another_post_is_not_overwritten_and_both_versions_are_at_hand(
    opened, facts, patient_id
):
    other = someone(opened, Role.MEDECIN, "dr.second")
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    facts.change(other, fact, replace(PENICILLIN, severity="grave"))
    with pytest.raises(ConflictError) as refused:
        facts.change(opened.actor, fact, replace(PENICILLIN, reaction="œdème"))
    assert refused.value.stored["severity"] == "grave"
    assert refused.value.by == other.name
    assert refused.value.at is not None
    assert "Pénicilline" not in str(refused.value)
    assert facts.of(opened.actor, patient_id)[0].data.severity == "grave"


def test_storing_the_same_again_writes_no_version(opened, facts, patient_id):
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    assert facts.change(opened.actor, fact, PENICILLIN) == fact
    assert facts.former(opened.actor, fact) == []


def test_a_secretary_without_grant_neither_reads_nor_writes(opened, facts, patient_id):
    secretary = someone(opened, Role.SECRETAIRE, "secretaire")
    with pytest.raises(AccessError):
        facts.of(secretary, patient_id)
    with pytest.raises(AccessError):
        facts.add(secretary, patient_id, PENICILLIN)


def test_each_gesture_is_traced_without_what_it_says(opened, facts, patient_id):
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    fact = facts.change(opened.actor, fact, replace(PENICILLIN, severity="grave"))
    facts.remove(opened.actor, fact)
    entries = [
        entry
        for entry in opened.application.journal.page(opened.actor, JournalFilter()).entries
        if entry.action == Action.RECORD_CHANGED
    ]
    assert {entry.values["geste"] for entry in entries} == {"ajout", "modification", "retrait"}
    assert all(entry.patient_id == patient_id for entry in entries)
    assert not any("nicilline" in entry.detail for entry in entries)


def test_listeners_are_told_whose_record_changed(opened, facts, patient_id):
    told = []
    opened.application.events.subscribe(told.append)
    facts.add(opened.actor, patient_id, PENICILLIN)
    assert [(fact.topic, fact.patient_id) for fact in told] == [(Topic.RECORD, patient_id)]


def test_a_fact_of_nobody_is_refused_in_words(opened, facts, patient_id):
    fact = facts.add(opened.actor, patient_id, PENICILLIN)
    with pytest.raises(DomainError):
        facts.change(opened.actor, replace(fact, id=9999), PENICILLIN)

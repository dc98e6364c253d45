"""A record open on another post says by whom; presence is forgotten, and locks nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from almapy.audit.queries import JournalFilter
from almapy.presence.model import SEEN_FOR
from almapy.presence.service import PresenceService
from almapy.users.model import NewAccount, Role
from tests.conftest import PASSWORD
from tests.core.test_patients import RUTH


@pytest.fixture
def presence(opened):
    return PresenceService(opened.application.works)


@pytest.fixture
def patient(opened):
    return opened.application.patients.create(opened.actor, RUTH)


@pytest.fixture
def colleague(opened):
    new = NewAccount("secretaire", Role.SECRETAIRE, "Anne", "EXEMPLE", PASSWORD)
    return opened.application.accounts.create(opened.actor, new).at("ACCUEIL")


def test_a_record_open_on_another_post_says_by_whom_where_and_since_when(
    opened, presence, patient, colleague, clock
):
    presence.hold(colleague, [patient.id])
    opened_at = clock.now()
    clock.advance(timedelta(seconds=30))
    presence.hold(colleague, [patient.id])
    (other,) = presence.hold(opened.actor, [patient.id])[patient.id].others
    assert (other.name, other.post, other.since) == ("Anne EXEMPLE", "ACCUEIL", opened_at)


def test_one_does_not_see_oneself_but_the_same_person_elsewhere(opened, presence, patient):
    presence.hold(opened.actor, [patient.id])
    assert presence.hold(opened.actor, [patient.id])[patient.id].others == ()
    elsewhere = replace(opened.actor, post="CABINET-2")
    assert len(presence.hold(elsewhere, [patient.id])[patient.id].others) == 1


def test_a_closed_record_is_free_at_once(opened, presence, patient, colleague):
    presence.hold(colleague, [patient.id])
    presence.hold(colleague, [])
    assert presence.hold(opened.actor, [patient.id])[patient.id].others == ()


def test_a_post_that_died_is_forgotten_after_a_minute(opened, presence, patient, colleague, clock):
    presence.hold(colleague, [patient.id])
    clock.advance(SEEN_FOR + timedelta(seconds=1))
    assert presence.hold(opened.actor, [patient.id])[patient.id].others == ()


def test_leaving_frees_every_record(opened, presence, patient, colleague):
    presence.hold(colleague, [patient.id])
    presence.leave(colleague)
    assert presence.hold(opened.actor, [patient.id])[patient.id].others == ()


def test_a_change_made_elsewhere_is_told_with_its_author(opened, presence, patient, colleague):
    before = presence.hold(opened.actor, [patient.id])[patient.id]
    opened.application.patients.change(colleague, patient, replace(RUTH, comment="Code 12"))
    after = presence.hold(opened.actor, [patient.id])[patient.id]
    assert after.last_change > before.last_change
    assert after.changed_by == "Anne EXEMPLE"


def test_a_change_made_here_is_nobody_elses(opened, presence, patient):
    opened.application.patients.change(opened.actor, patient, replace(RUTH, comment="Code 12"))
    assert presence.hold(opened.actor, [patient.id])[patient.id].changed_by == ""


def test_presence_writes_no_trace(opened, presence, patient):
    journal = opened.application.journal
    before = journal.page(opened.actor, JournalFilter()).total
    presence.hold(opened.actor, [patient.id])
    assert journal.page(opened.actor, JournalFilter()).total == before

"""The agenda: whose turn it is, who waits since when, and nobody called twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from almapy.agenda.model import (
    Appointment,
    AppointmentDraft,
    AppointmentState,
    next_in_turn,
)
from almapy.errors import ConflictError, DomainError
from almapy.patients.model import PatientDraft, Sex
from tests.core.test_patients import RUTH

TEN = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
STATES = AppointmentState


@pytest.fixture
def agenda(opened):
    return opened.application.agenda


@pytest.fixture
def ruth(opened):
    return opened.application.patients.create(opened.actor, RUTH)


@pytest.fixture
def luc(opened):
    return opened.application.patients.create(
        opened.actor, PatientDraft("MARTIN", "LUC", Sex.MALE, TEN.date().replace(year=1950))
    )


def at(opened, minute, patient=None, **values):
    draft = AppointmentDraft(
        opened.actor.user_id,
        TEN + timedelta(minutes=minute),
        patient_id=patient.id if patient else None,
        **values,
    )
    return opened.application.agenda.add(opened.actor, draft)


def test_a_day_lists_its_appointments_in_order_with_the_names(opened, agenda, ruth):
    at(opened, 30, free_name="M. NOUVEAU")
    at(opened, 0, ruth)
    at(opened, 24 * 60, ruth)
    listed = agenda.day(opened.actor, TEN.date())
    assert [one.who for one in listed] == ["DE VINCI RUTH", "M. NOUVEAU"]


def test_the_first_to_arrive_is_called_before_the_first_in_the_book(
    opened, agenda, ruth, luc, clock
):
    at(opened, 0, ruth)
    late = at(opened, 30, luc)
    agenda.move_on(opened.actor, late, STATES.ARRIVED)
    assert agenda.call_next(opened.actor).data.patient_id == luc.id


def test_when_nobody_arrived_the_next_in_the_book_is_called(opened, agenda, ruth, luc):
    at(opened, 30, luc)
    at(opened, 0, ruth)
    assert agenda.call_next(opened.actor).data.patient_id == ruth.id


def test_calling_the_next_ends_the_consultation_before(opened, agenda, ruth, luc):
    at(opened, 0, ruth)
    at(opened, 15, luc)
    agenda.call_next(opened.actor)
    agenda.call_next(opened.actor)
    states = [one.data.state for one in agenda.day(opened.actor, TEN.date())]
    assert states == [STATES.DONE, STATES.IN_ROOM]
    assert agenda.call_next(opened.actor) is None


def test_the_absent_and_the_cancelled_are_not_called(opened, agenda, ruth, luc):
    agenda.move_on(opened.actor, at(opened, 0, ruth), STATES.ABSENT)
    agenda.move_on(opened.actor, at(opened, 15, luc), STATES.CANCELLED)
    assert agenda.call_next(opened.actor) is None


def test_the_waiting_is_counted_from_the_arrival(opened, agenda, ruth, clock):
    arrived = agenda.move_on(opened.actor, at(opened, 0, ruth), STATES.ARRIVED)
    clock.advance(timedelta(minutes=12))
    assert arrived.data.waited(clock.now()) == timedelta(minutes=12)
    back = agenda.move_on(opened.actor, arrived, STATES.PLANNED)
    assert back.data.waited(clock.now()) is None


def test_an_appointment_moved_on_another_post_is_not_overwritten(opened, agenda, ruth):
    seen = at(opened, 0, ruth)
    agenda.move_on(opened.actor, seen, STATES.ARRIVED)
    with pytest.raises(ConflictError):
        agenda.change(opened.actor, seen, replace(seen.data, minutes=30))


def test_two_at_the_same_time_are_told_and_not_refused(opened, agenda, ruth, luc):
    first = at(opened, 0, ruth)
    draft = AppointmentDraft(opened.actor.user_id, TEN + timedelta(minutes=10), patient_id=luc.id)
    assert [one.id for one in agenda.overlapping(opened.actor, draft)] == [first.id]
    agenda.move_on(opened.actor, first, STATES.CANCELLED)
    assert agenda.overlapping(opened.actor, draft) == []


def test_a_removed_appointment_comes_back(opened, agenda, ruth):
    removed = agenda.remove(opened.actor, at(opened, 0, ruth))
    assert agenda.day(opened.actor, TEN.date()) == []
    agenda.restore(opened.actor, removed)
    assert len(agenda.day(opened.actor, TEN.date())) == 1


@pytest.mark.parametrize("wrong", [{"free_name": " "}, {"free_name": "X", "minutes": 0}])
def test_an_appointment_is_of_somebody_and_lasts(wrong):
    with pytest.raises(DomainError):
        AppointmentDraft(1, TEN, **wrong)


def test_a_late_patient_keeps_the_turn():
    draft = AppointmentDraft(1, TEN, patient_id=1)
    one = Appointment(1, 1, "A", "B", draft)
    assert next_in_turn([one], TEN + timedelta(hours=3)) is one

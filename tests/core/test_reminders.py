"""Recalls: done once, back when they should be, never lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.errors import DomainError, StorageFull
from almapy.patients.model import PatientDraft, Sex
from almapy.reminders.model import Addressee, Reminder, ReminderState, months_later
from tests.core.test_patients import RUTH

MAMMOGRAPHY = Reminder("Mammographie", date(2026, 2, 1), every_months=24)


@pytest.fixture
def reminders(opened):
    return opened.application.reminders


@pytest.fixture
def patient_id(opened):
    return opened.application.patients.create(opened.actor, RUTH).id


def test_a_recall_that_comes_back_is_written_anew_when_it_is_done(opened, reminders, patient_id):
    fact = reminders.add(opened.actor, patient_id, MAMMOGRAPHY)
    _, following = reminders.done(opened.actor, fact, date(2026, 3, 10))
    assert following.data.due_on == date(2028, 3, 10)
    states = [one.data.state for one in reminders.of(opened.actor, patient_id)]
    assert states == [ReminderState.DONE, ReminderState.TO_DO]


def test_a_recall_marked_by_mistake_is_to_do_again_and_the_next_one_goes(
    opened, reminders, patient_id
):
    fact = reminders.add(opened.actor, patient_id, MAMMOGRAPHY)
    closed, following = reminders.done(opened.actor, fact, date(2026, 3, 10))
    reminders.undone(opened.actor, closed, following, fact.data)
    assert [one.data for one in reminders.of(opened.actor, patient_id)] == [MAMMOGRAPHY]


def test_a_recall_whose_next_one_cannot_be_written_stays_to_do(
    opened, reminders, patient_id, monkeypatch
):
    def fail(*_args):
        raise StorageFull("Le disque est plein.")

    fact = reminders.add(opened.actor, patient_id, MAMMOGRAPHY)
    monkeypatch.setattr(reminders, "add_within", fail)
    with pytest.raises(StorageFull):
        reminders.done(opened.actor, fact, date(2026, 3, 10))
    assert [one.data for one in reminders.of(opened.actor, patient_id)] == [MAMMOGRAPHY]


def test_a_late_recall_is_put_off_from_today():
    assert MAMMOGRAPHY.postponed_by(1, date(2026, 3, 10)).due_on == date(2026, 4, 10)


def test_a_recall_for_once_is_done_for_good(opened, reminders, patient_id):
    fact = reminders.add(opened.actor, patient_id, Reminder("Ablation des fils", date(2026, 3, 1)))
    assert reminders.done(opened.actor, fact, date(2026, 3, 10))[1] is None
    assert reminders.due(opened.actor, date(2030, 1, 1)) == []


def test_the_practice_sees_what_is_due_the_urgent_first_then_the_oldest(
    opened, reminders, patient_id
):
    later = Reminder("Frottis", date(2026, 2, 20))
    urgent = Reminder("INR", date(2026, 3, 9), urgent=True)
    for one in (later, MAMMOGRAPHY, urgent, Reminder("Vaccin", date(2027, 1, 1))):
        reminders.add(opened.actor, patient_id, one)
    due = reminders.due(opened.actor, date(2026, 3, 10))
    assert [one.label for one in due] == ["INR", "Mammographie", "Frottis"]
    assert due[0].patient == "DE VINCI RUTH"


def test_the_secretary_list_holds_her_recalls_only(opened, reminders, patient_id):
    call = Reminder("Rappeler pour le rendez-vous", date(2026, 3, 1), Addressee.SECRETARY)
    reminders.add(opened.actor, patient_id, call)
    reminders.add(opened.actor, patient_id, MAMMOGRAPHY)
    due = reminders.due(opened.actor, date(2026, 3, 10), Addressee.SECRETARY)
    assert [one.label for one in due] == ["Rappeler pour le rendez-vous"]


@pytest.mark.parametrize("state", ["deceased", "archived", "fictitious"])
def test_the_deceased_the_archived_and_fictitious_identities_are_not_recalled(
    opened, reminders, state
):
    draft = PatientDraft("MARTIN", "LUC", Sex.MALE, date(1950, 1, 2), **{state: True})
    patient_id = opened.application.patients.create(opened.actor, draft).id
    reminders.add(opened.actor, patient_id, MAMMOGRAPHY)
    assert reminders.due(opened.actor, date(2026, 3, 10)) == []


def test_a_refusal_says_why():
    with pytest.raises(DomainError) as refused:
        MAMMOGRAPHY.closed(ReminderState.REFUSED, date(2026, 3, 10))
    assert refused.value.field == "reason"


def test_a_recall_is_late_the_day_after():
    assert not MAMMOGRAPHY.is_late(date(2026, 2, 1))
    assert MAMMOGRAPHY.is_late(date(2026, 2, 2))


def test_the_end_of_a_month_stays_in_the_month():
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_months_later_is_that_many_months_later(day, months):
    later = months_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day

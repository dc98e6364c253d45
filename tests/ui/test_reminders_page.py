"""« Rappels »: written in a line, done by a key, and every gesture can be taken back."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from almapy.reminders.model import Reminder, ReminderState
from almapy.users.model import Right, Role
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.patients.open_records import OpenRecord
from ui.reminders.reminders_page import RemindersPage, period_text


@pytest.fixture
def patient(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def open_reminders(qtbot, patient, settle):
    def open_on(desk):
        page = RemindersPage(desk)
        qtbot.addWidget(page)
        page.resize(1000, 600)
        page.show()
        show(page, patient)
        page.entered()
        settle()
        return page

    return open_on


def show(page, patient):
    application, actor = page.desk.application, page.desk.actor
    page.show_record(OpenRecord(patient, application.overview.of(actor, patient.id)))


def rows(page):
    model = page.table.model()
    return [model.record(row).data.label for row in range(model.rowCount())]


def test_a_recall_is_written_by_keyboard_alone(qtbot, desk, patient, open_reminders, settle):
    page = open_reminders(desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    type_text(page.panel.label, "Mammographie")
    qtbot.keyClick(page.panel.label, Qt.Key.Key_Return)
    assert page.panel.due.hasFocus()
    type_text(page.panel.due, "m+6")
    qtbot.keyClick(page.panel.due, Qt.Key.Key_Return)
    settle()
    show(page, patient)
    settle()
    (fact,) = desk.application.reminders.of(desk.actor, patient.id)
    assert fact.data == Reminder("Mammographie", date(2026, 9, 10))
    assert rows(page) == ["Mammographie"]
    assert page.panel.isHidden()


def test_without_a_day_the_field_says_what_to_type(qtbot, desk, open_reminders):
    page = open_reminders(desk)
    page.add_button.click()
    type_text(page.panel.label, "INR")
    page.panel.accept_button.click()
    assert page.panel.due.hasFocus()
    assert "échéance" in page.panel.due.accessibleDescription()


def test_space_marks_as_done_and_the_next_one_comes(qtbot, desk, patient, open_reminders, settle):
    reminders = desk.application.reminders
    reminders.add(desk.actor, patient.id, Reminder("INR", date(2026, 3, 9), every_months=1))
    page = open_reminders(desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    settle()
    states = {one.data.due_on: one.data.state for one in reminders.of(desk.actor, patient.id)}
    assert states == {
        date(2026, 3, 9): ReminderState.DONE,
        date(2026, 4, 10): ReminderState.TO_DO,
    }


def test_done_can_be_taken_back_and_done_again(qtbot, desk, patient, open_reminders, settle):
    reminders = desk.application.reminders
    reminders.add(desk.actor, patient.id, Reminder("INR", date(2026, 3, 9), every_months=1))
    page = open_reminders(desk)
    page.done_button.click()
    settle()
    step = desk.undo.last_done(patient.id)
    for act in (step.undo, step.redo, step.undo):
        act()
    (fact,) = reminders.of(desk.actor, patient.id)
    assert fact.data.state is ReminderState.TO_DO


def test_a_refusal_asks_for_its_reason(qtbot, desk, patient, open_reminders, settle):
    desk.application.reminders.add(desk.actor, patient.id, Reminder("Frottis", date(2026, 3, 1)))
    page = open_reminders(desk)
    page.refused_button.click()
    page.refusal.accept_button.click()
    assert page.refusal.reason.hasFocus()
    type_text(page.refusal.reason, "préfère attendre")
    page.refusal.accept_button.click()
    settle()
    (fact,) = desk.application.reminders.of(desk.actor, patient.id)
    assert (fact.data.state, fact.data.reason) == (ReminderState.REFUSED, "préfère attendre")


def test_closed_recalls_are_shown_when_asked(desk, patient, open_reminders, settle):
    reminders = desk.application.reminders
    fact = reminders.add(desk.actor, patient.id, Reminder("Vaccin", date(2026, 3, 1)))
    reminders.done(desk.actor, fact, date(2026, 3, 2))
    page = open_reminders(desk)
    assert rows(page) == []
    page.closed_box.setChecked(True)
    assert rows(page) == ["Vaccin"]


def test_who_only_reads_notes_cannot_change_a_recall(qtbot, desk, patient, desk_of, open_reminders):
    desk.application.reminders.add(desk.actor, patient.id, Reminder("INR", date(2026, 3, 1)))
    page = open_reminders(desk_of(Role.SECRETAIRE, granted=frozenset({Right.READ_NOTES})))
    assert rows(page) == ["INR"]
    assert not page.add_button.isEnabled()
    assert not page.done_button.isEnabled()


def test_another_record_shows_its_own_recalls_only(desk, patient, open_reminders, settle):
    desk.application.reminders.add(desk.actor, patient.id, Reminder("INR", date(2026, 3, 1)))
    page = open_reminders(desk)
    without_ins = replace(RUTH, matricule_ins="", ins_oid="", insi_accepted=False)
    other = desk.application.patients.create(desk.actor, without_ins)
    show(page, other)
    assert rows(page) == []
    settle()
    assert rows(page) == []


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "une fois"),
        (1, "tous les mois"),
        (6, "tous les 6 mois"),
        (12, "tous les ans"),
        (24, "tous les 2 ans"),
    ],
)
def test_periods_are_said_as_people_say_them(months, words):
    assert period_text(months) == words

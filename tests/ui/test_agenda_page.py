"""« Agenda »: a morning by keyboard, and the next patient in one gesture."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from almapy.agenda.model import AppointmentDraft, AppointmentState
from almapy.events import Changed, Topic
from almapy.patients.model import PatientDraft, Sex
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.agenda.agenda_page import AgendaPage
from ui.window import MainWindow

TEN = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


@pytest.fixture
def page_class():
    return AgendaPage


@pytest.fixture
def ruth(desk):
    return desk.application.patients.create(desk.actor, RUTH)


@pytest.fixture
def luc(desk):
    draft = PatientDraft("MARTIN", "LUC", Sex.MALE, TEN.date().replace(year=1950))
    return desk.application.patients.create(desk.actor, draft)


def book(desk, minute, patient=None, **values):
    start = TEN + timedelta(minutes=minute)
    patient_id = patient.id if patient else None
    draft = AppointmentDraft(desk.actor.user_id, start, patient_id=patient_id, **values)
    return desk.application.agenda.add(desk.actor, draft)


def listed(page):
    model = page.table.model()
    return [model.record(row).who for row in range(model.rowCount())]


def again(page, settle):
    page.desk.changed.emit(Changed(Topic.AGENDA))
    settle()


def test_an_appointment_is_written_by_keyboard_alone(qtbot, desk, ruth, open_page, settle):
    page = open_page(desk)
    qtbot.keyClick(page.table, Qt.Key.Key_Insert)
    type_text(page.panel.who, "vinci")
    qtbot.waitUntil(page.panel.who.proposals.isVisible)
    qtbot.keyClick(page.panel.who, Qt.Key.Key_Return)
    assert page.panel.who.chosen.patient_id == ruth.id
    type_text(page.panel.reason, "Renouvellement")
    qtbot.keyClick(page.panel.reason, Qt.Key.Key_Return)
    settle()
    again(page, settle)
    assert listed(page) == ["DE VINCI RUTH"]
    assert page.panel.isHidden()


def test_somebody_without_a_record_is_booked_by_name(desk, open_page, settle):
    page = open_page(desk)
    page.add_button.click()
    type_text(page.panel.who, "M. NOUVEAU")
    settle()
    page.panel.accept_button.click()
    settle()
    again(page, settle)
    assert listed(page) == ["M. NOUVEAU"]


def test_an_appointment_of_nobody_says_what_is_missing(desk, open_page):
    page = open_page(desk)
    page.add_button.click()
    page.panel.accept_button.click()
    assert "patient" in page.panel.who.accessibleDescription()


def test_space_notes_the_arrival_and_the_waiting_is_shown(
    qtbot, desk, ruth, clock, open_page, settle
):
    book(desk, 0, ruth)
    page = open_page(desk)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Space)
    settle()
    clock.advance(timedelta(minutes=12))
    again(page, settle)
    assert "1 patient en salle d'attente, jusqu'à 12 min" in page.waiting.text()
    step = desk.undo.last_done(None)
    for act in (step.undo, step.redo, step.undo):
        act()
    (one,) = desk.application.agenda.day(desk.actor, TEN.date())
    assert one.data.state is AppointmentState.PLANNED


def test_two_at_the_same_time_are_told(desk, ruth, luc, open_page, settle):
    book(desk, 0, ruth)
    page = open_page(desk)
    page.panel.open_new(page.add_button, TEN, desk.actor.user_id)
    type_text(page.panel.who, "M. NOUVEAU")
    settle()
    page.panel.accept_button.click()
    settle()
    assert "un autre rendez-vous" in desk.undo.last_done(None).text


def test_a_deleted_appointment_comes_back(qtbot, desk, ruth, open_page, settle):
    book(desk, 0, ruth)
    page = open_page(desk)
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    again(page, settle)
    assert listed(page) == []
    desk.undo.last_done(None).undo()
    again(page, settle)
    assert listed(page) == ["DE VINCI RUTH"]


def test_another_day_shows_its_own_appointments(desk, ruth, luc, open_page, settle):
    book(desk, 0, ruth)
    book(desk, 24 * 60, luc)
    page = open_page(desk)
    page.after_button.click()
    settle()
    assert listed(page) == ["MARTIN LUC"]
    page.today_button.click()
    settle()
    assert listed(page) == ["DE VINCI RUTH"]


def test_f9_calls_the_next_patient_in_one_gesture(qtbot, desk, ruth, luc, tasks, settle):
    book(desk, 0, ruth)
    late = book(desk, 15, luc)
    desk.application.agenda.move_on(desk.actor, late, AppointmentState.ARRIVED)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    settle()
    for expected in (luc.id, ruth.id):
        qtbot.keyClick(window, Qt.Key.Key_F9)
        qtbot.waitUntil(
            lambda wanted=expected: (
                window.records.current is not None and window.records.current.patient.id == wanted
            )
        )
        settle()
    states = [one.data.state for one in desk.application.agenda.day(desk.actor, TEN.date())]
    assert states == [AppointmentState.IN_ROOM, AppointmentState.DONE]

"""What the daily actions cost in gestures: one key chord, one Enter or one click each."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from almapy.agenda.model import AppointmentDraft
from almapy.patients.model import PatientDraft, Sex
from tests.core.test_patients import RUTH
from ui.tour.player import Player
from ui.window import MainWindow

_CTRL = Qt.KeyboardModifier.ControlModifier
LUC = PatientDraft("MARTIN", "LUC", Sex.MALE, None)


@pytest.fixture
def window(qtbot, desk, tasks):
    patients = desk.application.patients
    people = [patients.create(desk.actor, draft) for draft in (RUTH, LUC)]
    now = desk.application.clock.now()
    for number, patient in enumerate(people):
        start = now + timedelta(minutes=15 * number)
        draft = AppointmentDraft(desk.actor.user_id, start, patient_id=patient.id)
        desk.application.agenda.add(desk.actor, draft)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    qtbot.waitUntil(lambda: not tasks.under_way)
    return window


@pytest.fixture
def played(qapp, tmp_path, window, tasks):
    """Play one action and return how many gestures it took; it must succeed."""
    player = Player(qapp, tmp_path)

    def play(act):
        def acted():
            act(player)
            player.wait_until(lambda: not tasks.under_way, "fin du travail")
            return ""

        report = player.play("action", acted, lambda: window)
        assert report.ok, report.note
        return report.gestures

    return play


def current_name(window):
    record = window.records.current
    return record.patient.shown_name if record is not None else ""


def open_by_name(window):
    def act(player):
        player.press(Qt.Key.Key_K, _CTRL, window)
        player.type("vin")
        player.press(Qt.Key.Key_Return)
        player.wait_until(lambda: current_name(window) == "DE VINCI", "dossier ouvert")

    return act


def test_a_patient_is_opened_from_anywhere_in_two_gestures(window, played):
    assert played(open_by_name(window)) == 2


def test_a_new_consultation_is_one_gesture_and_the_cursor_is_in_the_text(window, played):
    played(open_by_name(window))

    def act(player):
        player.press(Qt.Key.Key_F2, target=window)
        player.wait_until(
            lambda: (
                isinstance(QApplication.focusWidget(), QPlainTextEdit)
                and not QApplication.focusWidget().isReadOnly()
            ),
            "curseur dans le texte",
        )

    assert played(act) == 1

    def write(player):
        player.type("Toux depuis trois jours.")
        player.expect(that="Toux" in QApplication.focusWidget().toPlainText(), what="texte saisi")

    assert played(write) == 0


def test_the_next_patient_of_the_agenda_is_one_gesture(window, played):
    def call(name):
        def act(player):
            player.press(Qt.Key.Key_F9, target=window)
            player.wait_until(lambda: current_name(window) == name, "patient suivant")

        return act

    assert played(call("DE VINCI")) == 1
    assert played(call("MARTIN")) == 1

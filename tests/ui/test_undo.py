"""Ctrl+Z takes back the last stored gesture, Ctrl+Y does it again; text fields keep their own."""

import pytest
from PySide6.QtCore import Qt

from almapy.allergies.model import Allergy
from almapy.allergies.tables import AllergyRow
from almapy.record.model import FactKind
from almapy.record.service import FactService
from tests.core.test_patients import RUTH
from tests.ui.typing_helper import type_text
from ui.record.fact_verbs import FactVerbs
from ui.widgets.toast import Toast
from ui.window import MainWindow

KIND = FactKind("allergie", "Cette allergie", AllergyRow, Allergy)
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, desk, tasks, settle):
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    patient = desk.application.patients.create(desk.actor, RUTH)
    window.open_patient(patient.id)
    qtbot.waitUntil(lambda: window.records.current is not None)
    settle()
    return window


@pytest.fixture
def facts(desk):
    return FactService(desk.application.works, KIND)


@pytest.fixture
def verbs(desk, window, facts):
    return FactVerbs(desk, window, facts)


def agents(window, facts):
    patient_id = window.records.current.patient.id
    return [fact.data.agent for fact in facts.of(window.desk.actor, patient_id)]


def press(qtbot, window, key, settle):
    window.pages.setFocus()
    qtbot.keyClick(window, key, _CTRL)
    settle()


def test_an_added_fact_goes_by_ctrl_z_and_comes_back_by_ctrl_y(qtbot, window, facts, verbs, settle):
    verbs.add(window.records.current.patient.id, Allergy("Latex"), "Allergie ajoutée.")
    settle()
    press(qtbot, window, Qt.Key.Key_Z, settle)
    assert agents(window, facts) == []
    press(qtbot, window, Qt.Key.Key_Y, settle)
    assert agents(window, facts) == ["Latex"]
    press(qtbot, window, Qt.Key.Key_Z, settle)
    assert agents(window, facts) == []


def test_a_changed_and_then_removed_fact_comes_back_step_by_step(
    qtbot, window, facts, verbs, settle
):
    patient_id = window.records.current.patient.id
    fact = facts.add(window.desk.actor, patient_id, Allergy("Latex"))
    changed = []
    verbs.change(fact, Allergy("Latex et caoutchouc"), "Allergie modifiée.", changed.append)
    settle()
    verbs.remove(changed[0], "Allergie retirée.")
    settle()
    assert agents(window, facts) == []
    press(qtbot, window, Qt.Key.Key_Z, settle)
    assert agents(window, facts) == ["Latex et caoutchouc"]


def test_the_notice_offers_to_take_the_gesture_back(qtbot, window, facts, verbs, settle):
    verbs.add(window.records.current.patient.id, Allergy("Latex"), "Allergie ajoutée.")
    settle()
    (toast,) = window.findChildren(Toast)
    toast.action_chosen.emit()
    settle()
    assert agents(window, facts) == []


def test_the_notice_of_a_gesture_taken_back_by_ctrl_z_goes(qtbot, window, facts, verbs, settle):
    verbs.add(window.records.current.patient.id, Allergy("Latex"), "Allergie ajoutée.")
    settle()
    (offered,) = window.findChildren(Toast)
    press(qtbot, window, Qt.Key.Key_Z, settle)
    assert offered not in [one for one in window.findChildren(Toast) if one.isVisible()]


def test_ctrl_z_while_typing_belongs_to_the_text(qtbot, window, facts, verbs, settle):
    verbs.add(window.records.current.patient.id, Allergy("Latex"), "Allergie ajoutée.")
    settle()
    window.toolbar.field.setFocus()
    type_text(window.toolbar.field, "x")
    window.palette_box.close_palette()
    window.toolbar.field.setFocus()
    qtbot.keyClick(window.toolbar.field, Qt.Key.Key_Z, _CTRL)
    settle()
    assert agents(window, facts) == ["Latex"]


def test_the_gestures_of_another_record_stay_with_it(qtbot, window, facts, verbs, settle):
    verbs.add(window.records.current.patient.id, Allergy("Latex"), "Allergie ajoutée.")
    settle()
    window.records.close(window.records.current.patient.id)
    window.gestures.undo_last()
    settle()
    assert len(window.desk.undo._done) == 1

"""« INSI » in the window: Ctrl+I, four gestures, and work that goes on meanwhile."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from almapy.insi.model import Beneficiary
from almapy.patients.model import IdentityStatus
from tests.core.test_patients import MARTIN
from tests.fakes.insi import FakeInsi, FakeReader
from tests.ui.insi_helper import PLAIN, give_insi, press
from tests.ui.typing_helper import type_text
from ui.administrative.page import AdministrativePage
from ui.insi.page import InsiPage
from ui.widgets.toast import Toast
from ui.window import MainWindow

_CTRL = Qt.KeyboardModifier.ControlModifier
RUTH_CARD = Beneficiary("NESSI", "DE VINCI", "RUTH", "1977-07-14", "277076322082910")


@pytest.fixture
def insi():
    one = FakeInsi()
    yield one
    one.release.set()


@pytest.fixture
def window(qtbot, desk, tasks, insi, settle):
    give_insi(desk, insi, FakeReader((RUTH_CARD,)))
    for draft in (PLAIN, replace(MARTIN, birth_name="AUTRE")):
        desk.application.patients.create(desk.actor, draft)
    window = MainWindow(desk, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.resize(1366, 740)
    window.show()
    window.activateWindow()
    settle()
    yield window
    insi.release.set()
    settle()


@pytest.fixture
def opened(qtbot, window, settle):
    with qtbot.waitSignal(window.records.opened):
        window.open_patient(1)
    settle()
    return window


def status(window):
    application, actor = window.desk.application, window.desk.actor
    return application.patients.open(actor, 1).status


def test_four_gestures_lead_from_the_open_record_to_qualifiee(qtbot, opened, settle):
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    press(qtbot, Qt.Key.Key_P)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert status(opened) is IdentityStatus.QUALIFIED
    qtbot.waitUntil(lambda: opened.records.current.patient.status is IdentityStatus.QUALIFIED)
    press(qtbot, Qt.Key.Key_Return)
    assert opened.pages.current_name() == "record"


def test_ctrl_enter_ends_the_four_gestures_as_well(qtbot, opened, settle):
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    press(qtbot, Qt.Key.Key_P)
    press(qtbot, Qt.Key.Key_Return, _CTRL)
    settle()
    assert status(opened) is IdentityStatus.QUALIFIED


def test_one_writes_a_consultation_while_insi_thinks(qtbot, opened, insi, settle, tasks):
    insi.hold = True
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(insi.waiting.is_set)
    press(qtbot, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QPlainTextEdit))
    text = QApplication.focusWidget()
    type_text(text, "Toux depuis trois jours.")
    insi.release.set()
    settle()
    assert text.toPlainText() == "Toux depuis trois jours."
    assert text.hasFocus()
    assert any("Ctrl+I" in toast.accessibleName() for toast in opened.findChildren(Toast))
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    assert opened.pages.current().view.comparison.isVisible()


def test_an_answer_waits_in_its_record_while_another_one_is_in_front(qtbot, opened, insi, settle):
    insi.hold = True
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(insi.waiting.is_set)
    with qtbot.waitSignal(opened.records.opened):
        opened.open_patient(2)
    opened.show_section("insi")
    insi.release.set()
    settle()
    page = opened.pages.current()
    assert isinstance(page, InsiPage)
    assert page.view.tabs.isVisible()
    assert page.view.tabs.traits.form.birth_name.text() == "AUTRE"
    opened.records.show(1)
    settle()
    assert page.view.comparison.isVisible()
    assert page.view.comparison.validation.chosen == ""


def test_the_card_qualifies_as_well(qtbot, opened, settle):
    press(qtbot, Qt.Key.Key_I, _CTRL)
    settle()
    page = opened.pages.current()
    press(qtbot, Qt.Key.Key_PageUp, _CTRL)
    assert page.view.tabs.card.button.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    settle()
    press(qtbot, Qt.Key.Key_C)
    press(qtbot, Qt.Key.Key_Return)
    settle()
    assert status(opened) is IdentityStatus.QUALIFIED


def test_insi_of_the_form_comes_back_to_the_form(qtbot, opened, settle):
    opened.show_section("administrative")
    form = opened.pages.current()
    assert isinstance(form, AdministrativePage)
    qtbot.waitUntil(lambda: not form.tabs.is_building, timeout=20_000)
    form.tabs.every[0].identity.insi.click()
    settle()
    assert opened.pages.current_name() == "insi"
    press(qtbot, Qt.Key.Key_Escape)
    assert opened.pages.current_name() == "administrative"


def test_insi_of_a_new_patient_creates_the_record_then_asks(qtbot, window, settle):
    window.show_section("new_patient")
    form = window.pages.current()
    qtbot.waitUntil(lambda: not form.is_building, timeout=20_000)
    form.search.birth_date.edit.setText("14/07/1977")
    form.search.name.setText("NESSI")
    form.search.first_name.setText("RUTH")
    form.tab.identity.sex.set_value(PLAIN.sex)
    form.tab.identity.place.code.setText("63220")
    with qtbot.waitSignal(window.records.opened):
        form.tab.identity.insi.click()
    settle()
    assert window.pages.current_name() == "insi"
    assert window.pages.current().view.tabs.traits.form.birth_name.text() == "NESSI"
    assert window.desk.application.patients.count() == 3

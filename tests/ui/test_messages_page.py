"""« Message interne »: written to a colleague, counted until she reads it."""

import pytest
from PySide6.QtCore import Qt

from almapy.messages.model import NewMessage
from almapy.users.model import Role
from tests.core.test_patients import RUTH
from ui.desk import Desk
from ui.messages.messages_page import MessagesPage
from ui.patients.open_records import OpenRecord
from ui.theme import Theme
from ui.window import MainWindow


@pytest.fixture
def secretary(desk_of):
    return desk_of(Role.SECRETAIRE)


@pytest.fixture
def open_messages(qtbot, settle):
    def open_on(desk):
        page = MessagesPage(desk)
        qtbot.addWidget(page)
        page.resize(1100, 640)
        page.show()
        page.entered()
        settle()
        return page

    return open_on


def tick(page, name):
    people = page.panel.people
    for row in range(people.count()):
        if people.item(row).text().startswith(name):
            people.item(row).setCheckState(Qt.CheckState.Checked)


def listed(page):
    model = page.table.model()
    return [model.record(row).text for row in range(model.rowCount())]


def test_a_note_reaches_the_colleague_and_her_counter(
    qtbot, desk, secretary, open_messages, settle
):
    page = open_messages(desk)
    page.write_button.click()
    tick(page, "Alix FICTIVE")
    page.panel.text.setPlainText("Rappeler le laboratoire")
    qtbot.keyClick(page.panel.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.panel.isHidden()
    assert desk.application.messages.unread(secretary.actor) == 1
    assert listed(open_messages(secretary)) == ["Rappeler le laboratoire"]


def test_reading_a_message_takes_it_off_the_counter(desk, secretary, open_messages, settle):
    messages = desk.application.messages
    messages.send(desk.actor, NewMessage((secretary.actor.user_id,), "Une note"))
    page = open_messages(secretary)
    page.table.selectRow(0)
    settle()
    assert page.reading.toPlainText() == "Une note"
    assert messages.unread(secretary.actor) == 0


def test_a_message_can_carry_the_open_record(desk, secretary, open_messages, settle):
    application = desk.application
    patient = application.patients.create(desk.actor, RUTH)
    page = open_messages(desk)
    page.show_record(OpenRecord(patient, application.overview.of(desk.actor, patient.id)))
    page.write_button.click()
    assert not page.panel.about.isChecked()
    page.panel.about.setChecked(True)
    tick(page, "Alix FICTIVE")
    page.panel.text.setPlainText("À rappeler")
    page.panel.accept_button.click()
    settle()
    other = open_messages(secretary)
    other.table.selectRow(0)
    settle()
    asked = []
    secretary.patient_asked.connect(asked.append)
    other.record_button.click()
    assert asked == [patient.id]


def test_without_a_recipient_the_message_stays_and_says_what_is_missing(
    desk, secretary, open_messages
):
    page = open_messages(desk)
    page.write_button.click()
    page.panel.text.setPlainText("Rappeler")
    page.panel.accept_button.click()
    assert "destinataire" in page.panel.people.accessibleDescription()
    assert page.panel.text.toPlainText() == "Rappeler"


def test_a_message_put_away_comes_back_by_undo(desk, secretary, open_messages, settle):
    desk.application.messages.send(desk.actor, NewMessage((secretary.actor.user_id,), "Une note"))
    page = open_messages(secretary)
    page.table.selectRow(0)
    page.away_button.click()
    settle()
    assert listed(page) == []
    secretary.undo.last_done(None).undo()
    page.entered()
    settle()
    assert listed(page) == ["Une note"]


def test_the_toolbar_shows_how_many_wait(qtbot, desk, secretary, tasks, settle):
    window = MainWindow(secretary, tasks)
    window.quit_asked.connect(window.hide)
    qtbot.addWidget(window)
    window.show()
    settle()
    desk.application.messages.send(desk.actor, NewMessage((secretary.actor.user_id,), "Une note"))
    qtbot.waitUntil(lambda: window.toolbar._messages.text() == "Message interne (1)")
    window.toolbar.set_compact(compact=True)
    assert window.toolbar._messages.text() == "(1)"
    settle()


def test_alone_in_the_practice_one_writes_to_nobody(practice, tasks, open_messages):
    page = open_messages(Desk(practice.application, practice.actor, tasks, Theme()))
    assert not page.write_button.isEnabled()

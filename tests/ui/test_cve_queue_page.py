import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from almapy.cve.model import DeletionAdvice, Operation, SendState
from almapy.users.model import Role
from tests.fakes.carnet_screens import ChosenCarnets, send_line
from tests.ui.carnet_helper import faked
from tests.ui.page_helper import nameless
from ui.cve.deletion_question import DeletionQuestion
from ui.cve.queue_page import QueuePage


@pytest.fixture
def page_class():
    return QueuePage


@pytest.fixture
def fake():
    fake = ChosenCarnets()
    fake.waiting = [
        send_line(),
        send_line(id=2, state=SendState.REFUSED, operation=Operation.UPDATE, error="Lot refusé."),
        send_line(id=3, state=SendState.SENT, error=""),
    ]
    return fake


def test_what_waits_and_what_was_refused_can_be_sent_again_or_cancelled(
    open_page, desk, fake, settle, qtbot
):
    page = open_page(faked(desk, fake))
    model = page.table.model()
    assert [model.index(row, 4).data() for row in range(2)] == ["en attente", "refusé"]
    assert "ne répond pas" in page.details.text()
    page.retry_button.click()
    settle()
    page.table.selectRow(1)
    assert page.details.text().startswith("Lot refusé.")
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle()
    page.retry_all_button.click()
    settle()
    assert fake.asked("retry") == [(1,), (None,)]
    assert fake.asked("cancel") == [(2,)]
    page.ended_box.click()
    assert model.rowCount() == 3
    with qtbot.waitSignal(page.desk.patient_asked):
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert nameless(page) == []


def test_who_only_reads_changes_nothing_of_the_queue(open_page, desk_of, fake):
    page = open_page(faked(desk_of(Role.SECRETAIRE), fake))
    assert not page.retry_button.isEnabled()
    assert not page.cancel_button.isEnabled()
    assert not page.retry_all_button.isEnabled()


def test_a_shared_line_is_deleted_everywhere_or_here_and_escape_keeps_it(qtbot):
    opener = QPushButton()
    question = DeletionQuestion()
    qtbot.addWidget(opener)
    qtbot.addWidget(question)
    question.show_for(DeletionAdvice(True, True, "Ambroise"), "GARDASIL 9", opener)
    assert "«\u00a0Ambroise\u00a0»" in question.words.text()
    assert question.focusWidget() is question.here_button
    with qtbot.waitSignal(question.here_chosen):
        question.here_button.click()
    question.show_for(DeletionAdvice(True, False, "Ambroise"), "GARDASIL 9", opener)
    assert question.focusWidget() is question.everywhere_button
    with qtbot.waitSignal(question.everywhere_chosen):
        question.everywhere_button.click()
    question.show_for(DeletionAdvice(True, False, "Ambroise"), "GARDASIL 9", opener)
    with qtbot.waitSignal(question.cancelled):
        qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert question.isHidden()

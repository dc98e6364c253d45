"""Twenty mixed documents on a Monday morning: at most thirty gestures, none in a wrong record."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from almapy.matching.model import Decision
from tests.ui.incoming_page_helper import MARTIN, RUTH, open_incoming, scripted_desk

MOST = 30


class Counter:
    """Counts what a hand does: keys on what has the keyboard, and clicks."""

    def __init__(self) -> None:
        self.count = 0

    def key(self, code) -> None:
        self.count += 1
        QTest.keyClick(QApplication.focusWidget(), code)

    def click(self, button) -> None:
        self.count += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(inbox):
    """Fourteen sure documents, four to be chosen, one received twice, one of the open record."""
    truth = {}
    for number in range(1, 21):
        if number in {4, 9}:
            truth[inbox.add(Decision.PROPOSE, 1, 2)] = RUTH.patient_id
        elif number in {6, 15}:
            truth[inbox.add(Decision.PROPOSE, 1, 2)] = MARTIN.patient_id
        elif number == 12:
            truth[inbox.add(Decision.SURE, repeats=1)] = None
        elif number == 17:
            truth[inbox.add(Decision.PROPOSE, 2, 1)] = RUTH.patient_id
        else:
            truth[inbox.add(Decision.SURE)] = RUTH.patient_id
    return truth


def test_twenty_mixed_documents_take_at_most_thirty_gestures(tasks, clock, qtbot, settle):
    desk = scripted_desk(tasks, clock)
    inbox = desk.application.incoming
    truth = fill(inbox)
    page = open_incoming(desk, qtbot, settle)
    hand = Counter()
    hand.key(Qt.Key.Key_Return)  # begins at the first document
    while page.is_reviewing() or page.flow.lines:
        qtbot.waitUntil(lambda: page.flow.review is not None or not page.flow.lines)
        settle()
        QApplication.processEvents()
        review = page.flow.review
        if review is None:
            break
        wanted = truth[review.line.id]
        people = [one.patient_id for one in review.people]
        before = review.line.id
        if wanted is None:
            hand.key(Qt.Key.Key_Delete)
            hand.click(page.lane.eraser.accept_button)
        elif review.sight.match.patient_id == wanted:
            hand.key(Qt.Key.Key_Return)
        else:
            hand.key((Qt.Key.Key_1, Qt.Key.Key_2)[people.index(wanted)])
        qtbot.waitUntil(lambda before=before: page.flow.current_id != before)
    settle()
    filed = {number: patient_id for number, patient_id, _, _ in inbox.filed()}
    assert filed == {number: wanted for number, wanted in truth.items() if wanted is not None}
    assert hand.count <= MOST

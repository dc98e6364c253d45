"""The strip inside a window and the notice at its foot."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Tone
from ui.widgets import message_strip, toast
from ui.widgets.message_strip import MessageStrip
from ui.widgets.toast import Toast

pytest_plugins = ["tests.ui.dressing"]

TITLE = "La sauvegarde a échoué"
DETAIL = "Le disque est plein. Aucun dossier n'est perdu. Libérez de la place."


class Page(QWidget):
    def __init__(self, strip: MessageStrip) -> None:
        super().__init__()
        self.before, self.strip, self.after = QLineEdit(), strip, QLineEdit()
        column = QVBoxLayout(self)
        for part in (self.before, self.strip, self.after):
            column.addWidget(part)


@pytest.fixture
def page(dress, qtbot) -> Page:
    dress()
    page = Page(MessageStrip())
    qtbot.addWidget(page)
    page.show()
    page.before.setFocus()
    return page


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    said: list[tuple[str, bool]] = []

    def note(_widget: QWidget, text: str, *, urgent: bool = False) -> None:
        said.append((text, urgent))

    monkeypatch.setattr(message_strip, "announce", note)
    monkeypatch.setattr(toast, "announce", note)
    return said


def test_a_strip_is_hidden_until_there_is_a_message(page: Page) -> None:
    assert page.strip.isHidden()


def test_a_message_is_shown_said_and_leaves_the_keyboard_alone(
    page: Page, heard: list[tuple[str, bool]]
) -> None:
    page.strip.show_message(Tone.CRITICAL, TITLE, DETAIL)
    texts = [label.text() for label in page.strip.findChildren(QLabel) if label.isVisible()]
    assert texts == [TITLE, DETAIL]
    assert heard == [(f"{TITLE}\n{DETAIL}", True)]
    assert (page.strip.accessibleName(), page.strip.accessibleDescription()) == (TITLE, DETAIL)
    assert page.before.hasFocus()


def test_good_news_does_not_interrupt_the_screen_reader(
    page: Page, heard: list[tuple[str, bool]]
) -> None:
    page.strip.show_message(Tone.OK, "Enregistré")
    assert heard == [("Enregistré", False)]


def test_tab_goes_through_the_buttons_of_a_strip(page: Page) -> None:
    retry = QAction("Réessayer", page)
    page.strip.show_message(Tone.CRITICAL, TITLE, DETAIL, [retry])
    QTest.keyClick(page.before, Qt.Key.Key_Tab)
    button = QApplication.focusWidget()
    assert isinstance(button, QPushButton)
    assert button.text() == "Réessayer"
    QTest.keyClick(button, Qt.Key.Key_Tab)
    cross = QApplication.focusWidget()
    assert isinstance(cross, QToolButton)
    assert cross.accessibleName() == "Fermer ce message"
    QTest.keyClick(cross, Qt.Key.Key_Tab)
    assert page.after.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Space])
def test_a_strip_is_closed_by_the_keyboard(page: Page, qtbot, key: Qt.Key) -> None:
    page.strip.show_message(Tone.INFORMATION, TITLE)
    QTest.keyClick(page.before, Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.strip.closed):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert page.strip.isHidden()
    assert page.after.hasFocus()


def test_the_button_of_a_strip_does_its_action(page: Page, qtbot) -> None:
    retry = QAction("Réessayer", page)
    page.strip.show_message(Tone.CRITICAL, TITLE, DETAIL, [retry])
    QTest.keyClick(page.before, Qt.Key.Key_Tab)
    with qtbot.waitSignal(retry.triggered):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)


def test_a_new_message_replaces_the_buttons_of_the_former(page: Page) -> None:
    page.strip.show_message(Tone.CRITICAL, TITLE, DETAIL, [QAction("Réessayer", page)])
    page.strip.show_message(Tone.OK, "Enregistré", actions=[QAction("Voir", page)])
    shown = [
        button.text() for button in page.strip.findChildren(QPushButton) if not button.isHidden()
    ]
    assert shown == ["Voir"]


def test_a_lasting_strip_cannot_be_closed(dress, qtbot) -> None:
    dress()
    page = Page(MessageStrip(closable=False))
    qtbot.addWidget(page)
    page.show()
    page.strip.show_message(Tone.SIMULATOR, "Simulateur")
    assert not [tool for tool in page.strip.findChildren(QToolButton) if tool.isVisible()]
    QTest.keyClick(page.strip, Qt.Key.Key_Escape)
    assert page.strip.isVisible()


def test_buttons_go_under_the_text_when_room_is_short(page: Page) -> None:
    page.strip.show_message(Tone.CRITICAL, TITLE, DETAIL, [QAction("Choisir un dossier", page)])
    button = page.strip.findChild(QPushButton)
    detail = next(label for label in page.strip.findChildren(QLabel) if label.text() == DETAIL)

    def under() -> bool:
        foot = detail.mapTo(page, QPoint(0, detail.height())).y()
        return button.mapTo(page, QPoint(0, 0)).y() >= foot

    page.resize(1400, 300)
    QApplication.processEvents()
    assert not under()
    page.resize(420, 400)
    QApplication.processEvents()
    assert under()


@pytest.fixture
def window(dress, qtbot) -> QMainWindow:
    dress()
    window = QMainWindow()
    field = QLineEdit()
    window.setCentralWidget(field)
    window.statusBar().showMessage("Prêt")
    qtbot.addWidget(window)
    window.resize(900, 500)
    window.show()
    field.setFocus()
    return window


def _button(notice: Toast, text: str) -> QPushButton:
    return next(button for button in notice.findChildren(QPushButton) if button.text() == text)


def test_a_notice_appears_above_the_status_line_without_taking_the_keyboard(
    window: QMainWindow, heard: list[tuple[str, bool]]
) -> None:
    notice = Toast(window, "Document classé.", action="Annuler")
    notice.show()
    assert notice.geometry().bottom() < window.statusBar().geometry().top()
    assert abs(notice.geometry().center().x() - window.rect().center().x()) <= 1
    assert window.centralWidget().hasFocus()
    assert heard == [("Document classé.", False)]


def test_cancel_is_reached_by_tab_and_told(window: QMainWindow, qtbot) -> None:
    notice = Toast(window, "Document classé.", action="Annuler")
    notice.show()
    QTest.keyClick(window.centralWidget(), Qt.Key.Key_Tab)
    button = _button(notice, "Annuler")
    assert button.hasFocus()
    with qtbot.waitSignals([notice.action_chosen, notice.closed], order="strict"):
        QTest.keyClick(button, Qt.Key.Key_Space)
    assert notice.isHidden()


def test_escape_closes_a_notice_without_its_action(window: QMainWindow, qtbot) -> None:
    notice = Toast(window, "Document classé.", action="Annuler")
    notice.show()
    chosen = []
    notice.action_chosen.connect(lambda: chosen.append(True))
    button = _button(notice, "Annuler")
    button.setFocus()
    with qtbot.waitSignal(notice.closed):
        QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not chosen


def test_a_notice_goes_by_itself(window: QMainWindow, qtbot) -> None:
    notice = Toast(window, "Enregistré.", seconds=0.05)
    with qtbot.waitSignal(notice.closed, timeout=2000):
        notice.show()


def test_a_notice_waits_while_the_keyboard_is_on_it(window: QMainWindow, qtbot) -> None:
    notice = Toast(window, "Document classé.", action="Annuler", seconds=0.05)
    notice.show()
    _button(notice, "Annuler").setFocus()
    with qtbot.assertNotEmitted(notice.closed, wait=300):
        pass
    with qtbot.waitSignal(notice.closed, timeout=2000):
        window.centralWidget().setFocus()


def test_a_notice_waits_while_the_mouse_is_on_it(window: QMainWindow, qtbot, monkeypatch) -> None:
    notice = Toast(window, "Document classé.", action="Annuler", seconds=0.05)
    monkeypatch.setattr(notice, "underMouse", lambda: True)
    notice.show()
    with qtbot.assertNotEmitted(notice.closed, wait=300):
        pass
    monkeypatch.undo()
    with qtbot.waitSignal(notice.closed, timeout=2000):
        pass


def test_an_action_leaves_thirty_seconds(window: QMainWindow) -> None:
    assert toast.ACTION_SECONDS == 30
    notice = Toast(window, "Document classé.", action="Annuler")
    notice.show()
    assert notice._end.interval() == 30_000


def test_notices_stack_and_close_ranks(window: QMainWindow, qtbot) -> None:
    notices = [Toast(window, text, action="Annuler") for text in ("Un.", "Deux.", "Trois.")]
    for notice in notices:
        notice.show()
    for upper, lower in pairwise(notices):
        assert upper.geometry().bottom() < lower.geometry().top()
    foot = notices[2].geometry().bottom()
    notices[2].dismiss()
    assert notices[1].geometry().bottom() == foot


def test_a_notice_follows_the_window(window: QMainWindow) -> None:
    notice = Toast(window, "Document « Compte rendu de radiologie » classé.", action="Annuler")
    notice.show()
    for width, height in ((1300, 700), (420, 400)):
        window.resize(width, height)
        QApplication.processEvents()
        assert window.rect().contains(notice.geometry())
        assert notice.geometry().bottom() < window.statusBar().geometry().top()

"""« Lecteur simulé »: put a fictitious card in, take it out, where no real reader is."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from almapy.outside import SimulatedCards
from ui.icons import icon
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import Surface, TextRole, set_surface, set_text_role

_TITLE = "Lecteur simulé"
_EXPLANATION = "Cartes fictives, dans un lecteur qui n'existe pas."
_INSERT, _EJECT = "Insérer", "Retirer"
_IS_IN = "dans le lecteur"
_LOOK_MS = 500
_MOST_LINES = 12
_CHARACTERS = 70


class SimulatedReaderPanel(QWidget):
    """Enter, a double click or the button puts the chosen card in, or takes it out."""

    done = Signal()  # a card went in or out

    def __init__(self, controls: SimulatedCards, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controls = controls
        self._shown: tuple[str, ...] | None = None
        self.list = _Cards()
        self.button = Button(_INSERT, ButtonKind.PRIMARY, icon_name="card")
        explanation = QLabel(_EXPLANATION)
        explanation.setWordWrap(True)
        set_text_role(explanation, TextRole.SECONDARY)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(SectionTitle(_TITLE, 2), 1)
        head.addWidget(Badge("Simulateur", Tone.SIMULATOR))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addLayout(head)
        column.addWidget(explanation)
        column.addWidget(self.list, 1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self._fill()
        # A card may leave by another hand: the sign-in window, or what removed the reader.
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self.refresh)
        self.list.currentRowChanged.connect(self._follow_row)
        self.list.chosen.connect(self.press)
        self.button.clicked.connect(self.press)

    @Slot()
    def refresh(self) -> None:
        """Show which cards are in; the choice and the keyboard stay where they are."""
        inserted = self._controls.inserted()
        if inserted == self._shown:
            return
        self._shown = inserted
        for row, choice in enumerate(self._controls.choices()):
            is_in = choice.key in inserted
            item = self.list.item(row)
            item.setText(f"{choice.label} – {_IS_IN}" if is_in else choice.label)
            item.setIcon(icon("ok" if is_in else "key" if choice.is_cps else "card"))
        self._follow_row()

    @Slot()
    def press(self) -> None:
        """Put the chosen card in, or take it out."""
        key = self._current()
        if not key:
            return
        if key in self._controls.inserted():
            self._controls.eject(key)
        else:
            self._controls.insert(key)
        self.refresh()
        self.done.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the readers while in view."""
        super().showEvent(event)
        self.refresh()
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Follow them no more."""
        self._look.stop()
        super().hideEvent(event)

    def _fill(self) -> None:
        for choice in self._controls.choices():
            self.list.addItem(QListWidgetItem(choice.label))
        self.list.updateGeometry()
        if self.list.count():
            self.list.setCurrentRow(0)
        self.refresh()

    def _current(self) -> str:
        row = self.list.currentRow()
        choices = self._controls.choices()
        return choices[row].key if 0 <= row < len(choices) else ""

    @Slot()
    def _follow_row(self) -> None:
        key = self._current()
        self.button.setEnabled(bool(key))
        self.button.setText(_EJECT if key in self._controls.inserted() else _INSERT)


class _Cards(QListWidget):
    """The cards; Enter chooses."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, Surface.PLAIN)
        self.setAccessibleName("Cartes fictives")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemDoubleClicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        """Ask for the room of all cards, within reason."""
        margin = 2 * self.fontMetrics().height()
        width = self.sizeHintForColumn(0) + 2 * margin + len(_IS_IN) * margin // 4
        lines = max(1, min(self.count(), _MOST_LINES))
        widest = self.fontMetrics().averageCharWidth() * _CHARACTERS
        return QSize(min(width, widest), self.sizeHintForRow(0) * lines + SPACE_M)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.chosen.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit()


class SimulatedReaderPopup(QFrame):
    """The panel over the foot of a window.

    It goes when a card went in or out, by Échap, or when the keyboard goes elsewhere.
    """

    def __init__(self, controls: SimulatedCards, window: QWidget) -> None:
        super().__init__(window)
        set_surface(self, Surface.POPUP)
        self.setAccessibleName(_TITLE)
        self._before: QWidget | None = None
        self.panel = SimulatedReaderPanel(controls)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        self.panel.done.connect(self.leave)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)
        self.hide()

    def open_above(self, corner: QPoint) -> None:
        """Show over this point of the screen, within the window, the keyboard on the cards."""
        window = self.parentWidget()
        assert window is not None
        self._before = QApplication.focusWidget()
        self.panel.refresh()
        foot = window.mapFromGlobal(corner)
        size = self.sizeHint().boundedTo(window.size())
        left = max(0, min(foot.x(), window.width() - size.width()))
        top = max(0, foot.y() - size.height())
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()
        self.panel.list.setFocus()

    @Slot()
    def leave(self) -> None:
        """Go; the keyboard returns where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if self.isVisible() and now is not None and not self.isAncestorOf(now):
            self._before = None
            self.hide()

"""The readers at the foot of the window: one icon, one or two words."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QToolButton

from almapy.users.model import Right
from ui.cards.card_watch import card_watch_of
from ui.cards.simulated_reader import SimulatedReaderPopup
from ui.cards.words import reader_words, readers_hint
from ui.desk import Desk
from ui.icons import icon
from ui.shell.status_line import StatusLine
from ui.vitale.flow import flow_of
from ui.vitale.wish import ask_reading

_READING = "Lecture de la carte…"
_SETTINGS = "post"


class ReaderLine(QObject):
    """A click reads the card; with simulated readers it opens them, to put a card in.

    Who sees no patient is led to the settings of the readers.
    """

    def __init__(self, desk: Desk, status: StatusLine) -> None:
        super().__init__(status)
        self._desk = desk
        self._watch = card_watch_of(desk)
        self._flow = flow_of(desk)
        self._status = status
        self._popup: SimulatedReaderPopup | None = None
        self.button = QToolButton()
        self.button.setIcon(icon("card"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        status.insertPermanentWidget(0, self.button)
        self.button.clicked.connect(self._press)
        self._watch.happened.connect(self._show)
        self._flow.changed.connect(self._show)
        self._show()

    @Slot()
    def open_panel(self) -> None:
        """Open the simulated readers; nothing happens where the readers are real."""
        controls = self._desk.application.outside.simulated_cards
        if controls is None:
            return
        if self._popup is None:
            self._popup = SimulatedReaderPopup(controls, self._status.window())
        self._popup.open_above(self.button.mapToGlobal(QPoint(0, 0)))

    @Slot()
    def _press(self) -> None:
        if self._desk.application.outside.simulated_cards is not None:
            self.open_panel()
        elif self._desk.actor.may(Right.IDENTITY):
            ask_reading(self._desk)
        else:
            self._desk.section_asked.emit(_SETTINGS)

    @Slot()
    def _show(self) -> None:
        cards = self._watch.cards
        state, slots = cards.state(), cards.slots()
        words = _READING if self._flow.is_reading else reader_words(state, slots)
        hint = readers_hint(state, slots, simulated=cards.simulated)
        self.button.setText(words)
        self.button.setToolTip(hint)
        self.button.setAccessibleName(f"Lecteur de cartes\u00a0: {words}")
        self.button.setAccessibleDescription(hint)

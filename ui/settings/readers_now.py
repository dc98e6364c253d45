"""The readers plugged in now and what is in each, followed as long as the page is in view."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.cards.card_watch import card_watch_of
from ui.cards.words import readers_hint
from ui.desk import Desk
from ui.theme import SPACE_M, Tone
from ui.widgets.badge import Badge
from ui.widgets.icon_label import IconLabel


class ReadersNow(QWidget):
    """One line a reader; tells who listens which readers there are."""

    seen = Signal(object)  # tuple[str, ...]

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = desk.application.cards
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleName("Lecteurs branchés")
        simulated = Badge("Simulateur", Tone.SIMULATOR)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        line.addWidget(IconLabel("card"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        line.addWidget(simulated, 0, Qt.AlignmentFlag.AlignTop)
        simulated.setVisible(self._cards.simulated)
        card_watch_of(desk).happened.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:
        """Show how it stands now."""
        super().showEvent(event)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the readers as they were last seen."""
        state, slots = self._cards.state(), self._cards.slots()
        self.words.setText(readers_hint(state, slots, simulated=self._cards.simulated))
        self.seen.emit(tuple(slot.reader for slot in slots))

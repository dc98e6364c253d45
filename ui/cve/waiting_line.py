"""« Le service est interrogé… »: what is awaited, and a way not to wait."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.icon_label import IconLabel


class WaitingLine(QWidget):
    """Hidden while nothing is awaited."""

    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self.stop_button = Button("Interrompre", ButtonKind.QUIET)
        self.stop_button.clicked.connect(self._give_up)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("clock"))
        line.addWidget(self._words, 1)
        line.addWidget(self.stop_button)
        self.hide()

    def wait_for(self, words: str) -> None:
        """Show what is awaited."""
        self._words.setText(words)
        self.stop_button.setEnabled(True)
        self.show()
        announce(self, words)

    @Slot()
    def _give_up(self) -> None:
        self.stop_button.setEnabled(False)
        self.given_up.emit()

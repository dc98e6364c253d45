"""The fictitious values that a demonstration can be tried with; a real service has none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from almapy.cve.model import Hint
from almapy.users.model import Right
from ui.cve.view import plain_words
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.badge import Badge


class HintsLine(QWidget):
    """Asked for when a panel opens: the simulator starts then, not before."""

    def __init__(self, desk: Desk, wanted: tuple[str, ...], parent: QWidget | None = None) -> None:
        """`wanted` are the first words of the values that serve here."""
        super().__init__(parent)
        self._wanted = wanted
        self._desk = desk
        self.words = plain_words()
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(Badge("Simulateur", Tone.SIMULATOR))
        line.addWidget(self.words, 1)
        self.hide()

    def look(self) -> None:
        """Read the values, once."""
        actor = self._desk.actor
        if self.words.text() or not actor.may(Right.READ_NOTES):
            return
        carnets = self._desk.application.carnets
        self._desk.run(
            self, lambda: carnets.hints(actor), self._show, lambda _error: None, lane=Lane.IO
        )

    def _show(self, hints: tuple[Hint, ...]) -> None:
        told = ", ".join(
            f"{one.label}\u00a0: {one.value}" for one in hints if one.label.startswith(self._wanted)
        )
        self.words.setText(f"À essayer – {told}" if told else "")
        self.setVisible(bool(told))

"""The line under the banner that tells who else has the record open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from almapy.presence.model import Presence
from ui.theme import SPACE_L, SPACE_S, SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import set_tone


class PresenceLine(QFrame):
    """Hidden while nobody else is there; it warns and locks nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel()
        self._text.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, SPACE_XS)
        line.setSpacing(SPACE_S)
        line.addWidget(IconLabel("users"))
        line.addWidget(self._text, 1)
        set_tone(self, Tone.INFORMATION)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, empty when nobody else has the record open."""
        return "" if self.isHidden() else self._text.text()

    def show_others(self, others: Sequence[Presence]) -> None:
        """Name the others, or hide."""
        self.setVisible(bool(others))
        if not others:
            self._text.clear()
            return
        people = ", ".join(
            f"{one.name} (poste {one.post}, depuis {one.since.astimezone():%H:%M})"
            for one in others
        )
        sentence = (
            f"Dossier ouvert aussi par {people}. Chacun peut écrire\u00a0: en cas de désaccord, "
            "les deux versions seront montrées."
        )
        if sentence != self._text.text():
            self._text.setText(sentence)
            announce(self, sentence)

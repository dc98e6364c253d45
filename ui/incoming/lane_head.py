"""The top of the review: where one stands in the list, and which file is in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from almapy.incoming.model import IncomingLine
from ui.icons import icon
from ui.incoming.words import file_words, received_words, standing
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.styling import TextRole, set_relative_font, set_text_role

_BACK, _CLOSE = "Retour liste", "Fermer"


class LaneHead(QWidget):
    """« Retour liste », « 3 / 20 », the file, when and by whom it came, « Non lu »."""

    step_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button(_BACK, icon_name="chevron-left")
        self.counter = QLabel()
        self.name = ElidedLabel("", Qt.TextElideMode.ElideMiddle)
        self.received = ElidedLabel()
        self.standing = Badge("", Tone.NEUTRAL)
        self.unread = Badge("Non lu", Tone.INFORMATION)
        self.ribbon = QCheckBox("Afficher le ruban")
        self.close_button = Button(_CLOSE, ButtonKind.QUIET, icon_name="close")
        self._previous = _tool("Document précédent (Alt+Gauche)", "chevron-left")
        self._next = _tool("Document suivant sans classer (Alt+Droite)", "chevron-right")
        self._file = QWidget()
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self._previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self._next.clicked.connect(lambda: self.step_asked.emit(1))

    def show_line(self, line: IncomingLine) -> None:
        """Show the file in front."""
        self.name.setText(line.name)
        self.received.setText(f"{file_words(line)} · {received_words(line)}")
        state = standing(line)
        self.standing.set_state(state.words, state.tone)
        self.unread.setVisible(line.unread)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the file on a line of its own, or beside the counter."""
        line, place = (self._below, 0) if narrow else (self._row, self._row.indexOf(self._next) + 1)
        for offset, part in enumerate((self._file, self.standing, self.unread)):
            line.insertWidget(place + offset, part, 1 if part is self._file else 0)
        self._row.setStretch(self._row.indexOf(self.ribbon) - 1, 1 if narrow else 0)

    def set_compact(self, *, compact: bool) -> None:
        """Keep to one line where the height is short: icons without words, nothing said twice."""
        for button, words in ((self.back_button, _BACK), (self.close_button, _CLOSE)):
            button.setText("" if compact else words)
            button.setToolTip(words if compact else "")
            button.setAccessibleName(words)
        self.standing.setVisible(not compact)

    def show_place(self, here: int, count: int) -> None:
        """Show « 3 / 20 »."""
        self.counter.setText(f"{here} / {count}")
        self.counter.setAccessibleName(f"Document {here} sur {count}")
        self._previous.setEnabled(here > 1)
        self._next.setEnabled(0 < here < count)

    def _lay_out(self) -> None:
        set_relative_font(self.name, 1.0, bold=True)
        set_text_role(self.received, TextRole.SECONDARY)
        texts = QVBoxLayout(self._file)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.received)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_S)
        row, below = self._row, self._below
        for line in (row, below):
            line.setSpacing(SPACE_S)
            whole.addLayout(line)
        row.addWidget(self.back_button)
        row.addSpacing(SPACE_XS)
        row.addWidget(self._previous)
        row.addWidget(self.counter)
        row.addWidget(self._next)
        row.addStretch(1)
        row.addWidget(self.ribbon)
        row.addWidget(self.close_button)
        self.set_narrow(narrow=False)


def _tool(text: str, icon_name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button

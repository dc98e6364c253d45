"""« Comparaison »: what INSi says beside what the record says, and what is done of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.insi.model import Ins
from almapy.insi.results import Agreement, Comparison
from almapy.patients.model import PatientDraft
from ui.insi import words
from ui.insi.comparison_grid import ComparisonGrid
from ui.insi.validation_block import ValidationBlock
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.message_strip import MessageStrip
from ui.widgets.styling import TextRole, set_text_role

_BESIDE_FROM = 118  # characters: below, the validation stands under the rows
_LOOK = "À lire avant d'accepter"
_ALARM = "Cette réponse concerne peut-être quelqu'un d'autre"


class ComparisonPanel(QWidget):
    """Échap is « Ne rien modifier »; Enter accepts only once a document was chosen."""

    accepted = Signal(str, bool)  # code of the document just seen, confirmation of an alarm
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.warning = MessageStrip(closable=False)
        self.compared = Card(words.COMPARISON)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.grid = ComparisonGrid()
        self.history = Card(words.HISTORY)
        self._former = QLabel()
        self._former.setWordWrap(True)
        self._former.setTextFormat(Qt.TextFormat.PlainText)
        self._former.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.validation = ValidationBlock()
        self.refuse_button = Button(words.REFUSE)
        self.accept_button = Button(words.ACCEPT, ButtonKind.PRIMARY, icon_name="save")
        self._busy = False
        self._differs = False
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.refuse_button.clicked.connect(self.leave)
        self.accept_button.clicked.connect(self.submit)

    def show_comparison(
        self, comparison: Comparison, former: Sequence[Ins], draft: PatientDraft, *, again: bool
    ) -> None:
        """Show an answer; ``again`` keeps what was chosen: the same one against a newer record."""
        self._busy = False
        self.grid.show_rows(comparison.rows)
        differing = [row.label for row in comparison.rows if row.agreement is Agreement.DIFFERENT]
        self._differs = bool(differing)
        self.summary.setText(_summary(differing))
        self.setAccessibleName(f"{words.COMPARISON}. {self.summary.text()}")
        lines = [words.former_words(one) for one in former]
        self._former.setText("\n".join(lines) or words.NO_HISTORY)
        if comparison.warnings or comparison.alarming:
            tone = Tone.CRITICAL if comparison.alarming else Tone.ATTENTION
            title = _ALARM if comparison.alarming else _LOOK
            self.warning.show_message(tone, title, "\n".join(comparison.warnings))
        else:
            self.warning.hide()
        self.validation.show_alarm(alarming=comparison.alarming)
        if comparison.loses_document:
            draft = replace(draft, identity_document="")  # what was checked then is asked again
        if again:
            self.validation.show_draft(draft)
        else:
            self.validation.begin(draft)
        self._open_buttons()

    def start(self) -> QWidget:
        """Return what takes the keyboard."""
        return self.validation.first_field() or self

    def read_first(self) -> QWidget | None:
        """Return what must be in view before the choice where both do not fit the window."""
        if self._sides.direction() is QBoxLayout.Direction.LeftToRight:
            return None
        if not self.warning.isHidden():
            return self.warning
        return self.summary if self._differs else None

    @Slot()
    def submit(self) -> None:
        """Accept, or say what is to be chosen first."""
        if self._busy or not self.validation.check():
            return
        self._busy = True
        self._open_buttons()
        self.accepted.emit(self.validation.chosen, self.validation.is_sure)

    @Slot()
    def leave(self) -> None:
        """« Ne rien modifier »."""
        if not self._busy:
            self._busy = True
            self._open_buttons()
            self.refused.emit()

    def take_up(self) -> None:
        """Open the buttons again: the answer could not be stored."""
        self._busy = False
        self._open_buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept by Enter once everything was said, leave by Échap; a key held down does nothing.

        The comparison may come while Enter that asked for it is still pressed.
        """
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self.validation.is_decided:
                self.submit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the validation beside the rows where there is room."""
        super().resizeEvent(event)
        room = self.fontMetrics().averageCharWidth() * _BESIDE_FROM
        beside = self.width() >= room
        directions = QBoxLayout.Direction
        self._sides.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def _open_buttons(self) -> None:
        for button in (self.refuse_button, self.accept_button):
            button.setEnabled(not self._busy)

    def _lay_out(self) -> None:
        set_text_role(self.summary, TextRole.SECONDARY)
        self.compared.body.addWidget(self.summary)
        self.compared.body.addWidget(self.grid)
        self.compared.body.addStretch(1)
        self.history.body.addWidget(self._former)
        side = QVBoxLayout()
        side.setSpacing(SPACE_M)
        side.addWidget(self.validation)
        side.addWidget(self.history)
        side.addStretch(1)
        self._sides.setSpacing(SPACE_M)
        self._sides.addWidget(self.compared, 5)
        self._sides.addLayout(side, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.warning)
        column.addLayout(self._sides)


def _summary(differing: Sequence[str]) -> str:
    if not differing:
        return "Aucune différence."
    count = len(differing)
    return f"{count} différence{'s' if count > 1 else ''}\u00a0: {', '.join(differing)}."

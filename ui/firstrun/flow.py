"""Steps one after the other: the page, what failed, « Précédent » and « Suivant »."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from almapy.errors import DomainError
from ui.firstrun.step import Step, Told
from ui.signin.centered import CenteredColumn
from ui.signin.telling import failure_at_door, tell
from ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, Tone
from ui.widgets.busy import Busy
from ui.widgets.button import Button, ButtonKind
from ui.widgets.message_strip import MessageStrip

_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class StepFlow(QWidget):
    """Enter goes on from anywhere; a step that cannot be left says why by itself."""

    step_changed = Signal(object)  # int, from 0
    finished = Signal()
    given_up = Signal()  # back from the first step, where `back_text` offers it

    def __init__(
        self,
        steps: Sequence[Step],
        *,
        characters: int,
        back_text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`characters` is the widest a page becomes; `back_text` names the way out of the first."""
        super().__init__(parent)
        self._steps = tuple(steps)
        self._floor = 0
        self._back_text = back_text
        self._is_working = False
        self._pages = QStackedWidget()
        self._strip = MessageStrip(closable=False)
        self._busy = Busy()
        self._back = Button("&Précédent")
        self._next = Button("&Suivant", ButtonKind.PRIMARY)
        for step in self._steps:
            self._pages.addWidget(CenteredColumn(step, characters, from_top=True))
            step.working.connect(self._hold)
            step.failed.connect(self._fail)
            step.told.connect(self._tell)
        self._lay_out()
        self._back.clicked.connect(self.go_back)
        self._next.clicked.connect(self.go_on)
        self._dress()

    @property
    def index(self) -> int:
        """Number of the step on screen, from 0."""
        return self._pages.currentIndex()

    def begin(self) -> None:
        """Put the cursor in the step on screen."""
        self._step().entered()

    def set_floor(self, index: int) -> None:
        """Forbid going back before this step: what was done there cannot be undone."""
        self._floor = index
        self._dress()

    @Slot()
    def go_on(self) -> None:
        """Leave the step on screen when it is complete."""
        if not self._is_working:
            self._strip.hide()
            self._step().leave(partial(self._leave, self.index))

    @Slot()
    def go_back(self) -> None:
        """Return to the step before, with all that was typed."""
        if self._is_working:
            return
        if self.index > self._floor:
            self._show(self.index - 1)
        elif self.index == 0:
            self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.go_on()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(SPACE_XL, SPACE_M, SPACE_XL, 0)
        top.addWidget(self._strip)
        foot = QFrame()
        line = QHBoxLayout(foot)
        line.setContentsMargins(SPACE_XL, SPACE_S, SPACE_XL, SPACE_L)
        line.setSpacing(SPACE_S)
        line.addStretch(1)
        line.addWidget(self._back)
        line.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._pages, 1)
        column.addWidget(self._busy)
        column.addWidget(foot)

    def _step(self) -> Step:
        return self._steps[self.index]

    def _leave(self, index: int) -> None:
        if index != self.index:  # answered twice: a worker and a second press of the button
            return
        if index + 1 == len(self._steps):
            self.finished.emit()
        else:
            self._show(index + 1)

    def _show(self, index: int) -> None:
        self._strip.hide()
        self._pages.setCurrentIndex(index)
        self._dress()
        self.step_changed.emit(index)
        self._step().entered()

    def _dress(self) -> None:
        first = self.index == 0
        self._next.setText(self._step().next_text)
        self._back.setText(self._back_text if first and self._back_text else "&Précédent")
        self._back.setVisible(bool(self._back_text) if first else self.index > self._floor)

    @Slot(bool)
    def _hold(self, working: bool) -> None:  # noqa: FBT001  (Qt's signature)
        self._is_working = working
        self._pages.setEnabled(not working)
        self._back.setEnabled(not working)
        self._next.setEnabled(not working)
        self._busy.set_running(int(working))

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        named = error.field if isinstance(error, DomainError) else None
        if named and self._step().take_error(named, str(error)):
            return
        tell(self._strip, failure_at_door(error))
        self._step().entered()

    @Slot(object)
    def _tell(self, told: Told) -> None:
        self._strip.show_message(told.tone, told.title, told.detail)
        if told.tone is Tone.OK:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)

"""One inner view of the booklet: what it asks, what it waits for, how it closes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.cve.model import CarnetLink
from almapy.patients.model import Patient
from almapy.stop import Stop
from ui.cve.calls import CarnetCalls
from ui.cve.waiting_line import WaitingLine
from ui.desk import Desk
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip

T = TypeVar("T")


class CarnetView(Card):
    """Opened for one record; Échap or the last button closes it, what was sent stays sent."""

    closed = Signal()
    changed = Signal()  # the link or the lines of the record did
    left_for = Signal(object)  # ViewName, another view takes the place of this one

    def __init__(
        self, desk: Desk, title: str, *, refusal: str = "Fermer", grows: bool = True
    ) -> None:
        """`grows` tells that the content takes the room left, as a list does."""
        super().__init__(title)
        self.desk = desk
        self.patient: Patient | None = None
        self.link: CarnetLink | None = None
        self.calls = CarnetCalls(desk, self)
        self.strip = FailureStrip()
        self.waiting = WaitingLine()
        self.content = QVBoxLayout()
        self.content.setSpacing(SPACE_S)
        self.close_button = Button(refusal)
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(SPACE_S)
        self._failed = ""
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addLayout(self.verbs)
        self.body.addWidget(self.strip)
        self.body.addLayout(self.content, 1 if grows else 0)
        if not grows:
            self.body.addStretch(1)
        self.body.addWidget(self.waiting)
        self.body.addLayout(foot)
        self.close_button.clicked.connect(self.leave)
        self.waiting.given_up.connect(self.calls.interrupt)
        self.hide()

    def open_for(self, patient: Patient, link: CarnetLink | None) -> None:
        """Show for a record; nothing of an earlier one stays."""
        self.rest()
        self.patient, self.link = patient, link
        self.show()
        self.begin()

    def begin(self) -> None:
        """Start the work and put the keyboard where it begins."""
        raise NotImplementedError

    def rest(self) -> None:
        """Forget what was shown and typed; a subclass adds its own."""
        self.calls.give_up()
        self.waiting.hide()
        self.strip.dismiss()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed here would be lost."""
        return False

    @Slot()
    def leave(self) -> None:
        """Close the view."""
        if self.isHidden():
            return
        self.rest()
        self.hide()
        self.closed.emit()

    def ask(
        self,
        words: str,
        work: Callable[[Stop], T],
        done: Callable[[T], None],
        *,
        failed: str,
        refused: Callable[[Exception], bool] | None = None,
        writes: bool = False,
    ) -> None:
        """Call the service; `words` say what is awaited, `failed` what was not done.

        `refused` may take a failure as its own by returning true.
        """
        self.strip.dismiss()
        self.waiting.wait_for(words)
        self.set_verbs_enabled(enabled=False)

        def answered(value: T) -> None:
            self._end_waiting()
            done(value)

        def told(error: Exception) -> None:
            self._end_waiting()
            if refused is None or not refused(error):
                self.strip.show_failure(error, failed=failed)

        self.calls.begin(work, answered, told, writes=writes)

    def set_verbs_enabled(self, *, enabled: bool) -> None:
        """Open or close the buttons that act, while an answer is awaited."""
        for place in range(self.verbs.count()):
            item = self.verbs.itemAt(place)
            button = item.widget() if item is not None else None
            if button is not None:
                button.setEnabled(enabled)

    def add_verb(self, button: Button) -> Button:
        """Add a button that acts, at the right of the one that closes."""
        self.verbs.addWidget(button)
        return button

    def add_words(self, text: str = "") -> QLabel:
        """Add a paragraph to the content."""
        label = plain_words(text)
        self.content.addWidget(label)
        return label

    def tell_done(self, title: str, detail: str = "") -> None:
        """Say in the view that something is done."""
        self.strip.show_message(Tone.OK, title, detail)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _end_waiting(self) -> None:
        self.waiting.hide()
        self.set_verbs_enabled(enabled=True)


def plain_words(text: str = "", parent: QWidget | None = None) -> QLabel:
    """Return words that wrap and are shown letter for letter."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

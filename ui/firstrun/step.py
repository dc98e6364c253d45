"""One page of an assistant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_XS, Tone
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role


@dataclass(frozen=True, slots=True)
class Told:
    """What a step has to say above itself, where it stays in view."""

    tone: Tone
    title: str
    detail: str = ""


class Step(QWidget):
    """A heading, a sentence, and what the subclass puts in `body`.

    What was typed stays in the fields while the person goes back and forth.
    """

    working = Signal(bool)  # a worker is at it: the flow holds the keyboard
    failed = Signal(object)  # Exception
    told = Signal(object)  # Told

    def __init__(
        self,
        name: str,
        heading: str,
        lead: str,
        *,
        next_text: str = "&Suivant",
        parent: QWidget | None = None,
    ) -> None:
        """`name` is short, for the list of steps; `next_text` is on the button that leaves."""
        super().__init__(parent)
        self.name = name
        self.next_text = next_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(SectionTitle(heading, 1))
        sentence = QLabel(lead)
        sentence.setWordWrap(True)
        set_text_role(sentence, TextRole.SECONDARY)
        column.addWidget(sentence)
        column.addSpacing(SPACE_L - SPACE_XS)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_L)
        column.addLayout(self.body)

    def entered(self) -> None:
        """Put the cursor where the person begins."""

    def leave(self, go_on: Callable[[], None]) -> None:
        """Call `go_on` when this page is complete, else name what is missing.

        May answer later, after a worker.
        """
        go_on()

    def take_error(self, _field: str, _message: str) -> bool:
        """Show a refusal of the core under the field it names; False when it is not here."""
        return False

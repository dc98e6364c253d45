"""One way of asking INSi."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.insi.model import Outcome
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.insi.question import Question
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button


class InsiTab(QWidget):
    """Its button stands in the foot of the page, always in view."""

    asked = Signal(object)  # Question

    def __init__(self, desk: Desk, button: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.button = button
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        self.column.setSpacing(SPACE_M)
        button.clicked.connect(self.ask)

    def begin(self, patient: Patient) -> None:
        """Show another record, or this one afresh."""
        raise NotImplementedError

    def follow(self, patient: Patient) -> None:
        """Show the newer version of the same record; what was typed stays."""
        raise NotImplementedError

    def kept(self) -> Any:
        """Return what was typed here and waits for the return of the record; None for nothing."""
        return None

    def take_back(self, kept: Any) -> None:
        """Put back what was typed."""

    def ask(self) -> None:
        """Do what the button says."""
        raise NotImplementedError

    def start(self) -> QWidget:
        """Return what takes the keyboard when the tab comes forward."""
        return self.button

    def after(self, outcome: Outcome) -> QWidget:
        """Return the field that is worth a look after such an answer."""
        del outcome
        return self.button

    def same_again(self, question: Question) -> bool:
        """Tell whether this question came from here."""
        raise NotImplementedError

"""« Recherche INSI sans CV »: by the traits of the record."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.insi.model import Outcome
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.insi import words
from ui.insi.question import Question, TraitsQuestion
from ui.insi.tab import InsiTab
from ui.insi.traits_form import TraitsForm
from ui.widgets.button import Button, ButtonKind
from ui.widgets.styling import TextRole, set_text_role


class TraitsTab(InsiTab):
    """« Rechercher l'INSI » has the keyboard as soon as nothing is missing."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Button(words.SEARCH, ButtonKind.PRIMARY, icon_name="search"), parent)
        message = QLabel(words.WITHOUT_CARD)
        message.setWordWrap(True)
        set_text_role(message, TextRole.SECONDARY)
        self.form = TraitsForm(
            desk, place_label="Code Insee du lieu de naiss.", place_required=False
        )
        self.column.addWidget(message)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.submitted.connect(self.ask)

    def begin(self, patient: Patient) -> None:
        """Fill the form from another record."""
        self.form.begin(patient.data)

    def follow(self, patient: Patient) -> None:
        """Take over what changed in the record."""
        self.form.fill(patient.data)

    def kept(self) -> Any:
        """Return what was typed in place of the record's traits."""
        return self.form.values() if self.form.is_touched else None

    def take_back(self, kept: Any) -> None:
        """Put it back."""
        self.form.put(kept)

    @Slot()
    def ask(self) -> None:
        """Ask, or say what is missing."""
        traits = self.form.traits()
        if traits is not None:
            self.asked.emit(TraitsQuestion(traits))

    def start(self) -> QWidget:
        """Return the button, or the field that is still empty."""
        return self.form.first_missing or self.button

    def after(self, outcome: Outcome) -> QWidget:
        """Lead to the name nobody bears, or to the first names that several share."""
        fields = {Outcome.NOBODY: self.form.birth_name, Outcome.SEVERAL: self.form.first_names}
        return fields.get(outcome, self.button)

    def same_again(self, question: Question) -> bool:
        """Tell whether the question is one by traits."""
        return isinstance(question, TraitsQuestion)

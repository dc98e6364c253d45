"""One mask being filled in: its day, its questions, and what is remarked of the answers."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from almapy.clock import Clock
from almapy.errors import DomainError
from almapy.masks.model import Mask
from almapy.masks.reading import read_answer
from ui.masks.answer_field import AnswerField
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.day_edit import DayEdit
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.form import FormSection
from ui.widgets.styling import set_invalid


class MaskForm(FormSection):
    """Enter goes from field to field and stores after the last; Échap puts it aside as it is."""

    submitted = Signal()
    put_aside = Signal()
    given_up = Signal()

    def __init__(self, mask: Mask, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(mask.title, parent=parent)
        self.asked_mask = mask
        self._clock = clock
        self.day = DayEdit(clock)
        self.day.setText(f"{clock.today():%d/%m/%Y}")
        self.add_row("Date", self.day)
        self.fields = [AnswerField(asked) for asked in mask.fields]
        for place, field in enumerate(self.fields):
            self.add_row(field.asked.label, field)
            field.edited.connect(partial(self._forget_refusal, field))
            field.entered.connect(partial(self._go_on, place))
            if field.edit is not None:
                field.edit.editingFinished.connect(partial(self._remark, field))
        self.day.returnPressed.connect(partial(self._go_on, -1))
        self.strip = FailureStrip()
        self.store_button = Button("Enregistrer", ButtonKind.PRIMARY)
        self.give_up_button = Button("Annuler")
        self.store_button.clicked.connect(self.submitted)
        self.give_up_button.clicked.connect(self.given_up)
        foot = QWidget()
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(0, SPACE_M, 0, 0)
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.give_up_button)
        buttons.addWidget(self.store_button)
        self.add_wide(self.strip)
        self.add_wide(foot)

    @property
    def typed(self) -> dict[str, str]:
        """Return what is answered, by the words of the question."""
        return {field.asked.label: field.text for field in self.fields}

    def has_text(self) -> bool:
        """Tell whether something was answered."""
        return any(field.text != field.asked.default for field in self.fields)

    def focus_first(self) -> None:
        """Put the cursor in the first question."""
        self._go_to(self.fields[0])

    def refuse(self, error: Exception) -> None:
        """Show why nothing was stored, beside the field it is about."""
        self.store_button.setEnabled(True)
        named = {field.asked.label: field for field in self.fields}
        if isinstance(error, DomainError) and error.field in named:
            self.set_error(named[error.field], error.message)
            self._go_to(named[error.field])
        else:
            self.strip.show_failure(error)

    def require_day(self) -> bool:
        """Tell whether the day can be read and is not to come; say so under the field if not."""
        day = self.day.day
        if day is not None and day <= self._clock.today():
            self.clear_error(self.day)
            return True
        wrong = "Ce jour est à venir." if day else "Donnez le jour, par exemple 15/03/2026."
        self.set_error(self.day, wrong)
        self._go_to(self.day)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the form aside by Échap: what is typed stays in it."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_aside.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _go_on(self, place: int) -> None:
        if place + 1 < len(self.fields):
            self._go_to(self.fields[place + 1])
        else:
            self.submitted.emit()

    def _go_to(self, field: QWidget) -> None:
        """Put the cursor there and have every page around scroll to it."""
        field.setFocus()
        around = self.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(field, 0, field.height() * 2)
            around = around.parentWidget()

    def _remark(self, field: AnswerField) -> None:
        answered = read_answer(field.asked, field.text)
        self.set_remark(field, "" if answered.error else answered.remark)
        self.set_error(field, answered.error)
        if field.edit is not None:
            set_invalid(field.edit, invalid=bool(answered.error))

    def _forget_refusal(self, field: AnswerField) -> None:
        self.clear_error(field)
        if field.edit is not None:
            set_invalid(field.edit, invalid=False)

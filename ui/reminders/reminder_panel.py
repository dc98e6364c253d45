"""One recall being written or changed, inside the page."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from almapy.clock import Clock
from almapy.errors import DomainError
from almapy.record.model import Fact
from almapy.reminders.model import Addressee, Reminder
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.inline_panel import InlinePanel

_LONGEST = 200
_LONGEST_INTERVAL = 240


class ReminderPanel(InlinePanel):
    """Gives what was typed by ``asked``; the page stores it."""

    asked = Signal(object, object)  # Fact[Reminder] or None, Reminder

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("Rappel", "Enregistrer le rappel", parent=parent)
        self._fact: Fact[Reminder] | None = None
        self.label = text_edit(_LONGEST, example="Mammographie, rappeler pour le résultat…")
        self.due = DayEdit(clock)
        self.addressee = QComboBox()
        for one in Addressee:
            self.addressee.addItem(one.label, one.value)
        self.every = QSpinBox()
        self.every.setRange(0, _LONGEST_INTERVAL)
        self.every.setSpecialValueText("une seule fois")
        self.every.setSuffix(" mois")
        self.urgent = QCheckBox("Prioritaire")
        self.add_row("À rappeler", self.label, required=True)
        self.add_row("Échéance", self.due, required=True, hint="m+6 dans six mois, a+1 dans un an")
        self.add_row("Pour", self.addressee)
        self.add_row("Revient tous les", self.every)
        self.add_row("Priorité", self.urgent)
        by_name = {"label": self.label, "every_months": self.every}
        self.end_rows(first=self.label, last=self.due, by_name=by_name)
        self.label.returnPressed.connect(self.due.setFocus)
        self.submitted.connect(self._submit)

    def open_new(self, opener: QWidget) -> None:
        """Write a new recall."""
        self._fact = None
        self.open(opener)
        self.addressee.setCurrentIndex(0)
        self.every.setValue(0)
        self.urgent.setChecked(False)

    def open_on(self, opener: QWidget, fact: Fact[Reminder]) -> None:
        """Change a recall."""
        self.open(opener)
        self._fact = fact
        self.label.setText(fact.data.label)
        self.due.setText(f"{fact.data.due_on:%d/%m/%Y}")
        self.addressee.setCurrentIndex(self.addressee.findData(fact.data.addressee.value))
        self.every.setValue(fact.data.every_months)
        self.urgent.setChecked(fact.data.urgent)
        self.label.selectAll()

    def has_text(self) -> bool:
        """Tell whether something is being typed."""
        return self.isVisible() and bool(self.label.text().strip())

    @Slot()
    def _submit(self) -> None:
        self.begin()
        due = self.due.day
        if due is None:
            self.refuse_day()
            return
        try:
            reminder = Reminder(
                label=self.label.text().strip(),
                due_on=due,
                addressee=Addressee(self.addressee.currentData()),
                every_months=self.every.value(),
                urgent=self.urgent.isChecked(),
            )
        except DomainError as error:
            self.refuse(error)
            return
        self.asked.emit(self._fact, reminder)

    def refuse_day(self) -> None:
        """Ask for a day that can be understood."""
        self.accept_button.setEnabled(True)
        self.set_error(self.due, "Donnez l'échéance\u00a0: 15/06/2026, m+6 ou a+1.")
        if not self.label.text().strip():
            self.set_error(self.label, "Dites ce qu'il faut rappeler.")
        self.focus_first_error()

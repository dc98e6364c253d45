"""Why a patient refuses what is recalled."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.record.model import Fact
from almapy.reminders.model import Reminder
from ui.widgets.fields import text_edit
from ui.widgets.inline_panel import InlinePanel

_LONGEST = 200


class RefusalPanel(InlinePanel):
    """A refusal is kept with its reason, and the recall with it."""

    asked = Signal(object, str)  # Fact[Reminder], the reason

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Refus du patient", "Noter le refus", parent=parent)
        self._fact: Fact[Reminder] | None = None
        self.reason = text_edit(_LONGEST)
        self.add_row("Motif du refus", self.reason, required=True)
        self.end_rows(first=self.reason, last=self.reason, by_name={"reason": self.reason})
        self.submitted.connect(self._submit)

    def open_on(self, opener: QWidget, fact: Fact[Reminder]) -> None:
        """Ask for the reason of this refusal."""
        self._fact = fact
        self.open(opener)

    @Slot()
    def _submit(self) -> None:
        self.begin()
        reason = self.reason.text().strip()
        if not reason:
            self.accept_button.setEnabled(True)
            self.set_error(self.reason, "Notez pourquoi le patient refuse.")
            self.focus_first_error()
            return
        self.asked.emit(self._fact, reason)

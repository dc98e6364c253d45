"""A day bound to its field."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from almapy.clock import Clock
from ui.widgets.day_edit import DayEdit


class BoundDay(DayEdit):
    """Holds a date, None when it is empty; ``is_wrong`` keeps what is no day from being stored."""

    changed = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(clock, parent)
        self.textChanged.connect(self.changed)

    def value(self) -> date | str | None:
        """Return the day, the text itself when it is no day: it counts as a change."""
        return self.text().strip() if self.is_wrong else self.day

    def set_value(self, value: date | str | None) -> None:
        """Show a day, an empty field, or again what was typed."""
        self.setText(f"{value:%d/%m/%Y}" if isinstance(value, date) else value or "")
        self.setCursorPosition(0)

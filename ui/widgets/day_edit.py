"""A day typed as people type it, which may also be left empty."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.clock import Clock
from almapy.typed_day import typed_day
from ui.widgets.styling import set_invalid

_HELP = "JJ/MM/AAAA, 150326, 15/3, j (aujourd'hui), j-7, s-1, m-1 ou a-1"


class DayEdit(QLineEdit):
    """Writes the day out in full when it is left; what is no day is outlined, never erased."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setPlaceholderText("JJ/MM/AAAA")
        self.setToolTip(_HELP)
        self.setAccessibleDescription(_HELP)
        self.textChanged.connect(self._follow)
        self.editingFinished.connect(self._write_out)

    @property
    def day(self) -> date | None:
        """The day typed, None when the field is empty or holds none."""
        return typed_day(self.text(), self._clock.today())

    @property
    def is_wrong(self) -> bool:
        """Whether something is typed that is no day."""
        return bool(self.text().strip()) and self.day is None

    @Slot()
    def _follow(self) -> None:
        if not self.is_wrong:
            set_invalid(self, invalid=False)

    @Slot()
    def _write_out(self) -> None:
        set_invalid(self, invalid=self.is_wrong)
        self.setAccessibleDescription(f"Date non comprise. {_HELP}" if self.is_wrong else _HELP)
        if self.day is not None:
            self.setText(f"{self.day:%d/%m/%Y}")

"""A date of which only the year, or the year and the month, may be known."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.clock import Clock
from almapy.errors import DomainError
from almapy.partial_day import PARTIAL_DAY_HELP, shown_partial_day, typed_partial_day
from ui.widgets.styling import set_invalid


class PartialDayEdit(QLineEdit):
    """Writes the date out when it is left; what is no date is outlined, never erased."""

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setPlaceholderText("AAAA, MM/AAAA ou JJ/MM/AAAA")
        self.setToolTip(PARTIAL_DAY_HELP)
        self.textChanged.connect(self._follow)
        self.editingFinished.connect(self._write_out)

    def kept(self, field: str) -> str:
        """Return the date as it is kept; raises DomainError about ``field`` when it is none."""
        kept = typed_partial_day(self.text(), self._clock.today())
        if kept is None:
            raise DomainError(
                f"Date non comprise. Exemples\u00a0: {PARTIAL_DAY_HELP}.", field=field
            )
        return kept

    @Slot()
    def _follow(self) -> None:
        if typed_partial_day(self.text(), self._clock.today()) is not None:
            set_invalid(self, invalid=False)

    @Slot()
    def _write_out(self) -> None:
        kept = typed_partial_day(self.text(), self._clock.today())
        set_invalid(self, invalid=kept is None)
        if kept:
            self.setText(shown_partial_day(kept))

"""Which reader a kind of card goes in: any, one of those seen now, or the one chosen before."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

_LEAST_CHARACTERS = 18


class ReaderChoice(QComboBox):
    """Its value is the name of a reader as the system gives it, empty for any."""

    changed = Signal()

    def __init__(self, anywhere: str, parent: QWidget | None = None) -> None:
        """`anywhere` is what the list calls the absence of a choice."""
        super().__init__(parent)
        self._seen: tuple[str, ...] = ()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.addItem(anywhere, "")
        self.currentIndexChanged.connect(self.changed)

    def value(self) -> str:
        """Return the name of the reader."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Show a reader, plugged in or not."""
        self._fill(value)

    def show_readers(self, seen: Iterable[str]) -> None:
        """Propose the readers that are plugged in; the choice stays what it is."""
        if self._seen != (now := tuple(seen)):
            self._seen = now
            self._fill(self.value())

    def _fill(self, chosen: str) -> None:
        before = self.value()
        self.blockSignals(True)
        while self.count() > 1:
            self.removeItem(1)
        for name in self._seen:
            self.addItem(name, name)
        if chosen and chosen not in self._seen:
            self.addItem(f"{chosen} (débranché)", chosen)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        if self.value() != before:
            self.changed.emit()

"""A list that shows words and holds codes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget


class CodeList(QComboBox):
    """Holds the code of the line chosen; a code it does not propose is kept and shown as it is."""

    changed = Signal()

    def __init__(
        self, choices: Iterable[tuple[object, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fill(choices)
        self.currentIndexChanged.connect(self.changed)

    def fill(self, choices: Iterable[tuple[object, str]]) -> None:
        """Replace the lines; what is chosen stays."""
        chosen = self.value()
        self.blockSignals(True)
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        if chosen is not None:
            self.set_value(chosen)
        self.blockSignals(False)

    def value(self) -> object:
        """Return the code chosen."""
        return self.currentData()

    def set_value(self, value: object) -> None:
        """Choose a code."""
        place = self.findData(value)
        if place < 0:
            self.addItem(str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

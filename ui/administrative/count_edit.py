"""A small number that may be left unknown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.widgets.fields import NumberEdit


class CountEdit(NumberEdit):
    """Empty means that nobody asked: it is not zero."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(2, parent)
        self.setPlaceholderText("non renseigné")
        self.textChanged.connect(self.changed)

    def value(self) -> int | None:
        """Return the number, None when the field holds none."""
        text = self.text()
        return int(text) if text.isascii() and text.isdecimal() else None

    def set_value(self, value: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if value is None else str(value))

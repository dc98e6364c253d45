"""A name, in capitals as it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.errors import DomainError

LONGEST_NAME = 100


class CapitalEdit(QLineEdit):
    """Takes its final ``form`` when it is left; a text without one stays as it was typed."""

    def __init__(
        self, form: Callable[[str], str] = str.upper, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._form = form
        self.setMaxLength(LONGEST_NAME)
        self.textEdited.connect(self._capitalise)
        self.editingFinished.connect(self.write_out)

    @property
    def fault(self) -> str:
        """Why the text cannot be recorded, empty when it can."""
        try:
            self._form(self.text())
        except DomainError as error:
            return error.message
        return ""

    @Slot()
    def write_out(self) -> None:
        """Give the text its recorded form, as when the field is left."""
        if self.isReadOnly() or self.fault:
            return
        written = self._form(self.text()).strip()
        if written != self.text():
            self.setText(written)

    @Slot(str)
    def _capitalise(self, text: str) -> None:
        capitals = text.upper()
        if len(capitals) == len(text) and capitals != text:  # « ß » waits for the end
            place = self.cursorPosition()
            self.setText(capitals)
            self.setCursorPosition(place)

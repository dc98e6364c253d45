"""Short fields of forms: texts, official numbers, telephones."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.text import NO_BREAK_SPACE, digits

_FRENCH_NUMBER: Final = 10


def text_edit(most: int, *, example: str = "") -> QLineEdit:
    """Field of at most that many characters, which is what the base keeps."""
    field = QLineEdit()
    field.setMaxLength(most)
    if example:
        field.setPlaceholderText(example)
    return field


class NumberEdit(QLineEdit):
    """Official number: blanks, dots and dashes typed or pasted with it are dropped."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = most
        self.textEdited.connect(self._clean)

    @Slot(str)
    def _clean(self, text: str) -> None:
        kept = "".join(c for c in text if c.isascii() and c.isalnum())[: self._most]
        if kept != text:
            self.setText(kept)


class PhoneEdit(QLineEdit):
    """Telephone number, grouped by two when it is left."""

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(most)
        self.editingFinished.connect(self._group)

    @Slot()
    def _group(self) -> None:
        self.setText(grouped_phone(self.text()))


def grouped_phone(text: str) -> str:
    """Return a French number of ten digits grouped by two, any other text as it is."""
    number = digits(text)
    bare = text.translate({ord(c): None for c in f" .-/{NO_BREAK_SPACE}"})
    if bare != number or len(number) != _FRENCH_NUMBER:
        return text.strip()
    return " ".join(number[place : place + 2] for place in range(0, len(number), 2))

"""A few lines of free text in a form."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

_LINES = 3


def typed_text(edit: QPlainTextEdit) -> str:
    """Return the text as it was typed: ``toPlainText`` makes spaces of no-break spaces."""
    return edit.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


class NoteEdit(QPlainTextEdit):
    """Three lines high; Tab goes on to the next field, as everywhere in a form."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.changed)

    def value(self) -> str:
        """Return the text."""
        return typed_text(self).strip()

    def set_value(self, value: str) -> None:
        """Show a text."""
        self.setPlainText(value)

    def sizeHint(self) -> QSize:
        """Ask for three lines."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() * (_LINES + 1))

    def minimumSizeHint(self) -> QSize:
        """Keep the three lines when room is short."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

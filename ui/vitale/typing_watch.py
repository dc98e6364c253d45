"""Whether somebody is at work on something that a change of page would disturb."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


class MayHoldText(Protocol):
    """A window whose pages may hold text that is not stored."""

    def has_unsaved_changes(self) -> bool:
        """Tell whether one does."""


def is_at_work(window: MayHoldText) -> bool:
    """Tell whether text is being typed, a page waits to be stored, or a dialog is open."""
    if QApplication.activeModalWidget() is not None or window.has_unsaved_changes():
        return True
    return _holds_typing(QApplication.focusWidget())


def _holds_typing(field: QWidget | None) -> bool:
    match field:
        case QLineEdit():
            return bool(field.text()) and not field.isReadOnly()
        case QTextEdit() | QPlainTextEdit():
            return bool(field.toPlainText()) and not field.isReadOnly()
    return False

"""A raw request or answer of INSi, as it was kept."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

MOST_SHOWN = 50_000
_NO_TEXT = "(vide)"
_TEXT_LINES = 8


class RawText(QPlainTextEdit):
    """Read only; a very long text is cut on the screen only."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.fontMetrics().height() * _TEXT_LINES)

    def show_raw(self, text: str) -> None:
        """Show a text, its beginning only when it is longer than what a screen bears."""
        shown = text[:MOST_SHOWN] or _NO_TEXT
        if len(text) > MOST_SHOWN:
            shown += f"\n\n[… coupé à l'écran\u00a0: {len(text)} caractères sont conservés.]"
        self.setPlainText(shown)

"""A text of a consultation: Tab goes on to the next field, it grows with the room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n"})


class TextArea(QPlainTextEdit):
    """At least ``lines`` lines high, at any size of text."""

    def __init__(self, name: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = lines
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._fit()

    def text(self) -> str:
        """Return the text letter for letter: Qt's own way makes no-break spaces ordinary ones."""
        return self.document().toRawText().translate(_LINE_ENDS)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(round(self.fontMetrics().lineSpacing() * (self._least + 1)))

"""Titles of pages and of their parts."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.styling import set_relative_font

_FACTORS = (1.6, 1.15)


class SectionTitle(QLabel):
    """Level 1 names a page, level 2 a part of it; both follow the size of the text."""

    def __init__(self, text: str, level: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._factor = _FACTORS[level - 1]
        self.setWordWrap(True)
        set_relative_font(self, self._factor, bold=True)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ApplicationFontChange:
            set_relative_font(self, self._factor, bold=True)
        return super().event(event)

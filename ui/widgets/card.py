"""A framed part of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import Surface, set_surface


class Card(QFrame):
    """Title, tools at its right, and a body in which the caller puts its widgets."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(SPACE_S)
        if title:
            head = QHBoxLayout()
            head.addWidget(SectionTitle(title), 1)
            head.addLayout(self.tools)
            column.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(SPACE_S)
        column.addLayout(self.body, 1)

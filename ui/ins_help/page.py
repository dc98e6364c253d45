"""« Aide INS » of the menu: on one page that needs no network."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desk import Desk
from ui.ins_help.column import help_column
from ui.page import Page
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.section_title import SectionTitle


class InsHelpPage(Page):
    """Only read; the arrows scroll it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        title = SectionTitle("Aide INS", 1)
        title.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        body = help_column()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(body, 1)
        self.setFocusProxy(body)

    def entered(self) -> None:
        """Have the arrows scroll at once."""
        self.setFocus()

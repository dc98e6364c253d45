"""The buttons over the pages, each with its key."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.documents.tool_buttons import tool_button
from ui.theme import SPACE_XS
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout


class PreviewTools(QWidget):
    """On as many lines as the width asks for; who holds the preview adds buttons to ``tools``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip_button = tool_button("Miniatures", "thumbnails")
        self.smaller = tool_button("Réduire", "zoom-out", "Ctrl+-")
        self.larger = tool_button("Agrandir", "zoom-in", "Ctrl++")
        self.full_width = tool_button("Largeur", "fit-width", "Ctrl+0")
        self.full_page = tool_button("Page entière", "fit-page", "Ctrl+0")
        self.turn_left = tool_button("Tourner à gauche", "rotate-left", "Ctrl+Maj+R")
        self.turn_right = tool_button("Tourner à droite", "rotate-right", "Ctrl+R")
        self.search = tool_button("Rechercher dans le document", "search", "Ctrl+F")
        self.copy = tool_button("Copier le texte", "copy")
        self.position = QLabel()
        set_text_role(self.position, TextRole.SECONDARY)
        self.tools = WrapLayout(self, spacing=SPACE_XS)
        for tool in (
            self.strip_button,
            self.smaller,
            self.larger,
            self.full_width,
            self.full_page,
            self.turn_left,
            self.turn_right,
            self.search,
            self.copy,
            self.position,
        ):
            self.tools.addWidget(tool)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the words level with the buttons."""
        super().showEvent(event)
        self.position.setMinimumHeight(self.copy.sizeHint().height())

    def open_for(self, *, is_paged: bool, is_text: bool) -> None:
        """Enable what can be done with pages or with a text."""
        for button in (self.smaller, self.larger, self.copy, self.search):
            button.setEnabled(is_paged or is_text)
        for button in (self.full_width, self.full_page, self.turn_left, self.turn_right):
            button.setEnabled(is_paged)

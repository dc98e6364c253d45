"""« Aide »: a few lines that open under their button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_XS
from ui.widgets.button import Button, ButtonKind
from ui.widgets.styling import TextRole, set_text_role


class HelpText(QWidget):
    """Closed at first; the button stays pressed while the lines are read."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button(title, ButtonKind.QUIET, icon_name="help")
        self.button.setCheckable(True)
        self.words = QLabel(text)
        self.words.setWordWrap(True)
        set_text_role(self.words, TextRole.SECONDARY)
        self.words.hide()
        self.button.toggled.connect(self.words.setVisible)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.words)

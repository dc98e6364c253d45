"""The small window that says what takes a moment."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from ui.theme import SPACE_M, SPACE_XL


class Notice(QWidget):
    """Shown while the program opens or closes a base; nothing can be done in it."""

    def __init__(self, text: str) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.CustomizeWindowHint)
        self.setWindowTitle("AlmaPy")
        self.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_M)
        column.addWidget(QLabel(text))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        column.addWidget(bar)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 50)

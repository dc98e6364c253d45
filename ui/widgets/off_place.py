"""The place of something that a later version brings: shown, off, with its reason."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from ui.theme import SPACE_S
from ui.widgets.styling import TextRole, set_text_role

COMING = "connecteur à venir"


class OffPlace(QWidget):
    """A button or box that waits for its connector, the reason readable beside it."""

    def __init__(
        self, control: QAbstractButton, reason: str = COMING, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        control.setEnabled(False)
        control.setAccessibleDescription(reason)
        words = QLabel(reason)
        words.setWordWrap(True)
        set_text_role(words, TextRole.SECONDARY)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words, 1)

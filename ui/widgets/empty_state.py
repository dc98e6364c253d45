"""What a list or a page says when it has nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_L, SPACE_S, SPACE_XL
from ui.widgets.icon_label import IconLabel
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

if TYPE_CHECKING:
    from ui.widgets.button import Button


class EmptyState(QWidget):
    """Says why it is empty and, with a button of the caller, what to do about it."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        detail: str = "",
        *,
        action: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        drawing = IconLabel(icon_name, scale=2.75)
        set_text_role(drawing, TextRole.SECONDARY)
        heading = SectionTitle(title)
        explanation = QLabel(detail)
        explanation.setWordWrap(True)
        set_text_role(explanation, TextRole.SECONDARY)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_S)
        column.addStretch(1)
        column.addWidget(drawing, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (heading, explanation):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        explanation.setVisible(bool(detail))
        if action is not None:
            column.addSpacing(SPACE_L - SPACE_S)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

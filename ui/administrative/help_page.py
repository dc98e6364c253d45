"""« Aide INS » over the form: the typing is still there behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.ins_help.column import help_column
from ui.theme import SPACE_L, SPACE_M
from ui.widgets.button import Button


class HelpPage(QWidget):
    """Échap goes back to the form, where the typing still is."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = Button("Revenir à la fiche", icon_name="close")
        self.back_button.clicked.connect(self.left)
        body = help_column()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        holder = QVBoxLayout()
        holder.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        holder.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(holder)
        column.addWidget(body, 1)
        self.setFocusProxy(body)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

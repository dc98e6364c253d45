"""The field of one question of a mask: a line with its unit, or a list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from almapy.masks.model import FieldSort, MaskField
from ui.theme import SPACE_S
from ui.widgets.styling import TextRole, set_text_role

_LONGEST = 2000
_YES_NO = ("Oui", "Non")


class AnswerField(QWidget):
    """Enter asks for the next field; a list is opened by Space and answered by first letters."""

    entered = Signal()
    edited = Signal()

    def __init__(self, asked: MaskField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.asked = asked
        self.edit: QLineEdit | None = None
        self.list: QComboBox | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        taking: QWidget
        if asked.sort in {FieldSort.CHOICE, FieldSort.YES_NO}:
            taking = self.list = QComboBox()
            choices = asked.choices if asked.sort is FieldSort.CHOICE else _YES_NO
            self.list.addItems(["", *choices])
            self.list.currentIndexChanged.connect(self.edited)
        else:
            taking = self.edit = QLineEdit()
            self.edit.setMaxLength(_LONGEST)
            self.edit.textChanged.connect(self.edited)
            self.edit.returnPressed.connect(self.entered)
        line.addWidget(taking, 1)
        if asked.shown_unit:
            unit = QLabel(asked.shown_unit)
            set_text_role(unit, TextRole.SECONDARY)
            line.addWidget(unit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(taking)
        self.set_text(asked.default)

    @property
    def text(self) -> str:
        """Return what is answered, empty for nothing."""
        if self.list is not None:
            return self.list.currentText()
        assert self.edit is not None
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Show an answer."""
        if self.list is not None:
            self.list.setCurrentIndex(max(0, self.list.findText(text)))
        elif self.edit is not None:
            self.edit.setText(text)

    def setAccessibleName(self, name: str) -> None:
        """Name the part that takes the keyboard rather than its frame."""
        unit = f", en {self.asked.shown_unit}" if self.asked.shown_unit else ""
        taking = self.focusProxy()
        assert taking is not None
        taking.setAccessibleName(name + unit)

    def setAccessibleDescription(self, text: str) -> None:
        """Describe the part that takes the keyboard."""
        taking = self.focusProxy()
        assert taking is not None
        taking.setAccessibleDescription(text)

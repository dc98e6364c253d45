"""A professional number with a remark beneath when it looks wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_XS, Tone
from ui.widgets.announce import announce
from ui.widgets.fields import NumberEdit
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TONE_ICONS


class RemarkedNumber(QWidget):
    """The remark warns and never refuses: the numbers of training bases break their keys."""

    changed = Signal()

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = NumberEdit(most)
        self.edit.textChanged.connect(self.changed)
        self._remark = QLabel()
        self._remark.setWordWrap(True)
        self._note = QWidget()
        self._note.hide()
        note = QHBoxLayout(self._note)
        note.setContentsMargins(0, 0, 0, 0)
        note.setSpacing(SPACE_XS + 2)
        note.addWidget(IconLabel(TONE_ICONS[Tone.ATTENTION], scale=1.0))
        note.addWidget(self._remark, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(self.edit)
        column.addWidget(self._note)
        self.setFocusProxy(self.edit)

    @property
    def remark(self) -> str:
        """The remark shown, empty when the number looks right."""
        return self._remark.text()

    def value(self) -> str:
        """Return the number without separators."""
        return self.edit.text()

    def set_value(self, value: str) -> None:
        """Show a number."""
        self.edit.setText(value)

    def set_read_only(self, *, read_only: bool) -> None:
        """Close the field to typing, or open it."""
        self.edit.setReadOnly(read_only)

    def show_remark(self, text: str) -> None:
        """Show a remark under the field; an empty one removes it."""
        if text == self.remark:
            return
        self._remark.setText(text)
        self._note.setVisible(bool(text))
        self.edit.setAccessibleDescription(text)
        if text:
            announce(self.edit, text)

    def setAccessibleName(self, name: str) -> None:
        """Name the field that takes the keyboard rather than its frame."""
        self.edit.setAccessibleName(name)

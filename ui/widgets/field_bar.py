"""Short fields side by side, each under its label, on as many lines as the width asks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import SPACE_M, SPACE_S, SPACE_XS

_FIELD_CHARACTERS = 16


class FieldBar(QWidget):
    """The bar of filters of a list; Tab follows the order in which fields were added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_S)

    def add_field(self, label: str, field: QWidget) -> None:
        """Add a field under its label, which also names it for the screen reader."""
        caption = QLabel(label)
        caption.setBuddy(field)
        field.setAccessibleName(label)
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addWidget(caption)
        column.addWidget(field)
        column.addStretch(1)
        self._add(block)

    def add_plain(self, content: QWidget) -> None:
        """Add a box or a button, level with the fields."""
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(1)
        column.addWidget(content, 0, Qt.AlignmentFlag.AlignLeft)
        self._add(block)

    def minimumSizeHint(self) -> QSize:
        """Leave the parent free to shrink it down to one field a line."""
        widest = max((block.minimumSizeHint().width() for block in self._blocks), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take more or fewer lines."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _add(self, block: QWidget) -> None:
        self._blocks.append(block)
        self._arrange(again=True)

    def _arrange(self, *, again: bool = False) -> None:
        usual = self.fontMetrics().averageCharWidth() * _FIELD_CHARACTERS
        widest = max([usual, *(block.minimumSizeHint().width() for block in self._blocks)])
        columns = max(1, (self.width() + SPACE_M) // (widest + SPACE_M))
        columns = min(columns, len(self._blocks))
        if columns == self._columns and not again:
            return
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        for place, block in enumerate(self._blocks):
            self._grid.addWidget(block, *divmod(place, columns))
        self.updateGeometry()

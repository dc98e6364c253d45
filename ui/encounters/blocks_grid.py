"""The four blocks, two by two where the width allows, so that « Valider » stays in view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.encounters.text_area import TextArea
from ui.theme import SPACE_M, SPACE_S, SPACE_XS

_TWO_COLUMNS_EM = 34


class BlocksGrid(QWidget):
    """Each text under its heading; Tab goes from one to the next in reading order."""

    def __init__(self, areas: Sequence[TextArea], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = [_cell(area) for area in areas]
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_S)
        self._arrange(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        self._arrange(2 if self.width() >= em * _TWO_COLUMNS_EM else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, cell in enumerate(self._cells):
            self._grid.addWidget(cell, *divmod(place, columns))
        for line in range(len(self._cells)):
            self._grid.setRowStretch(line, 1 if line < len(self._cells) // columns else 0)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def _cell(area: TextArea) -> QWidget:
    cell = QWidget()
    caption = QLabel(area.accessibleName())
    caption.setBuddy(area)
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_XS)
    column.addWidget(caption)
    column.addWidget(area, 1)
    return cell

"""A code drawn on the screen for a scanner: black on white in every theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET = 4
_LINES = 8

Modules = tuple[tuple[bool, ...], ...]


class CodePicture(QWidget):
    """Square, with the white border that the standard asks for (ISO/IEC 18004: 4 modules)."""

    def __init__(self, modules: Modules, parent: QWidget | None = None) -> None:
        """`modules` are the rows of the symbol, True for black."""
        super().__init__(parent)
        self._modules = modules
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        across = len(self._modules) + 2 * _QUIET
        module = max(3, self.fontMetrics().height() * _LINES // across)
        return QSize(across * module, across * module)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colors = Qt.GlobalColor
        painter.fillRect(self.rect(), colors.white)
        across = len(self._modules) + 2 * _QUIET
        module = self.width() // across
        for row, line in enumerate(self._modules, start=_QUIET):
            for column, black in enumerate(line, start=_QUIET):
                if black:
                    spot = QRect(column * module, row * module, module, module)
                    painter.fillRect(spot, colors.black)

"""A drawing beside a text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.icons import pixmap


class IconLabel(QWidget):
    """Icon in the text colour that the style sheet gives it, as tall as the text beside.

    It adds nothing that the words do not say, so screen readers pass over it.
    """

    def __init__(self, name: str, *, scale: float = 1.2, parent: QWidget | None = None) -> None:
        """`scale` is the side of the icon in heights of a line of text."""
        super().__init__(parent)
        self._name = name
        self._scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * self._scale)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        side = min(self.width(), self.height())
        if side <= 0:  # squeezed out by a layout that is not settled yet
            return
        color = self.palette().color(self.foregroundRole())
        drawing = pixmap(self._name, side, color, self.devicePixelRatioF())
        QPainter(self).drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, drawing)

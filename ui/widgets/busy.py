"""Thin moving line that says work goes on, without keeping anybody from typing."""

from __future__ import annotations

from PySide6 import QtCore
from PySide6.QtCore import QRectF, QSize, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_DELAY_MS = 300
_FRAME_MS = 40
_FRAMES_ACROSS = 45
_HEIGHT = 3


class Busy(QWidget):
    """Keeps its room in the layout; short work (under 0.3 s) never shows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame = 0
        self._delay = QTimer(self, interval=_DELAY_MS, singleShot=True)
        self._delay.timeout.connect(self._show)
        self._clock = QTimer(self, interval=_FRAME_MS)
        self._clock.timeout.connect(self._advance)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def is_shown(self) -> bool:
        """Whether the line is drawn now."""
        return self._clock.isActive()

    @Slot(int)
    def set_running(self, tasks: int) -> None:
        """Take the number of tasks under way, as TaskRunner.busy_changed tells it."""
        if tasks > 0:
            if not (self._delay.isActive() or self.is_shown):
                self._delay.start()
            return
        self._delay.stop()
        self._clock.stop()
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_HEIGHT * 8, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.is_shown:
            return
        part = self.width() / 4
        left = (self.width() + part) * (self._frame / _FRAMES_ACROSS) - part
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawRoundedRect(QRectF(left, 0, part, self.height()), _HEIGHT / 2, _HEIGHT / 2)

    @Slot()
    def _show(self) -> None:
        self._frame = 0
        self._clock.start()
        self.setAccessibleName("Chargement en cours")
        self.update()

    @Slot()
    def _advance(self) -> None:
        self._frame = (self._frame + 1) % _FRAMES_ACROSS
        self.update()

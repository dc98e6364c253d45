"""Treatments under a curve: one bar each, on the dates of the curve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from almapy.trends.model import Mark
from ui.charts.axes import day_x
from ui.theme import LIGHT, SPACE_S, SPACE_XS, Scheme, Tone

_MOST = 6
_ROW_FONT = 1.35
_RADIUS = 3.0


class TreatmentStrip(QWidget):
    """Bars with their names; an open end is a treatment that still runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: list[Mark] = []
        self._hidden = 0
        self._scale = (0.0, 1.0, 0.0, 1.0)
        self._scheme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_marks(self, marks: Sequence[Mark], start: date, end: date) -> None:
        """Show what ran between two days, at most six: the last begun when there are more."""
        within = [
            mark for mark in marks if mark.start <= end and (mark.end is None or mark.end > start)
        ]
        self._marks = sorted(within, key=lambda mark: mark.start)[-_MOST:]
        self._hidden = len(within) - len(self._marks)
        self.setVisible(bool(self._marks))
        self.setAccessibleName("Traitements de fond")
        self.setAccessibleDescription("\u00a0; ".join(mark_words(mark) for mark in self._marks))
        self._fit()

    def set_scale(self, low: float, high: float, left: float, right: float) -> None:
        """Follow the curve: seconds at the left and right pixels of its frame."""
        self._scale = (low, high, left, right)
        self.update()

    def set_scheme(self, scheme: Scheme) -> None:
        """Paint with these colours."""
        self._scheme = scheme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._scheme.base))
        for row, mark in enumerate(self._marks):
            self._paint_mark(painter, mark, self._row_room(row))
        if self._hidden:
            painter.setPen(QColor(self._scheme.secondary))
            words = f"et {self._hidden} plus anciens"
            room = self._row_room(len(self._marks)).adjusted(self._scale[2], 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            row = int(event.pos().y() / self._row_height())
            if row < len(self._marks):
                QToolTip.showText(event.globalPos(), mark_words(self._marks[row]), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        rows = len(self._marks) + bool(self._hidden)
        self.setFixedHeight(round(rows * self._row_height()) + SPACE_S)

    def _row_height(self) -> float:
        return self.fontMetrics().height() * _ROW_FONT

    def _row_room(self, row: int) -> QRectF:
        height = self._row_height()
        return QRectF(0, row * height, self.width(), height)

    def _paint_mark(self, painter: QPainter, mark: Mark, room: QRectF) -> None:
        low, high, left, right = self._scale
        if high <= low:
            return
        begin = self._across(day_x(mark.start))
        end = right if mark.end is None else self._across(day_x(mark.end))
        shown = QRectF(
            QPointF(max(begin, left), room.top() + 2), QPointF(min(end, right), room.bottom() - 2)
        )
        colors = self._scheme.tones[Tone.INFORMATION]
        metrics = self.fontMetrics()
        wanted = metrics.horizontalAdvance(mark.label) + 2 * SPACE_XS
        words = shown
        if shown.right() > left and shown.left() < right and shown.width() > 0:
            painter.setPen(QPen(QColor(colors.text), 1))
            painter.setBrush(QColor(colors.background))
            painter.drawPath(_bar(shown, open_end=mark.end is None))
        if wanted > shown.width():  # the name goes where there is room: after the bar, else before
            after = QRectF(shown.topRight(), QPointF(right, shown.bottom()))
            before = QRectF(QPointF(left, shown.top()), shown.bottomLeft())
            words = after if after.width() >= min(wanted, before.width()) else before
        painter.setPen(QColor(colors.text if words is shown else self._scheme.text))
        text = metrics.elidedText(
            mark.label, Qt.TextElideMode.ElideRight, int(words.width()) - 2 * SPACE_XS
        )
        flags = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight
            if words.right() == shown.left()
            else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(words.adjusted(SPACE_XS, 0, -SPACE_XS, 0), flags, text)

    def _across(self, x: float) -> float:
        low, high, left, right = self._scale
        return left + (x - low) / (high - low) * (right - left)


def mark_words(mark: Mark) -> str:
    """Return « Ramipril 5 mg, du 01/03/2020 au 04/05/2021 » or « …, depuis le 01/03/2020 »."""
    if mark.end is None:
        return f"{mark.label}, depuis le {mark.start:%d/%m/%Y}"
    return f"{mark.label}, du {mark.start:%d/%m/%Y} au {mark.end:%d/%m/%Y}"


def _bar(room: QRectF, *, open_end: bool) -> QPainterPath:
    path = QPainterPath()
    if not open_end:
        path.addRoundedRect(room, _RADIUS, _RADIUS)
        return path
    path.moveTo(room.topRight())
    path.lineTo(room.topLeft())
    path.lineTo(room.bottomLeft())
    path.lineTo(room.bottomRight())
    return path

"""A curve of the size of a word, for lists: plain painting, hundreds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from almapy.trends.model import Band, summary_of
from ui.theme import SPACE_S

SPARK_ROLE = Qt.ItemDataRole.UserRole + 40
SparkPoints = Sequence[tuple[date | datetime, float]]
_WIDTH_CHARACTERS = 12
_LAST_RADIUS = 2.4
_MARGIN = 4.0
_WIDTH = 1.4
_LINE_BREAK = "\u2028"  # the one that styles of Qt know in an item
_BAND_ALPHA = 36


@dataclass(frozen=True, slots=True)
class Spark:
    """Ordered values of one line of a list, ready to be painted at any size.

    ``line`` and ``band`` (top, bottom) are parts of a square whose side is 1, y downwards.
    """

    values: tuple[float, ...] = field(repr=False)
    line: QPolygonF = field(repr=False)
    band: tuple[float, float] | None = None


def spark_of(points: SparkPoints, band: Band | None = None) -> Spark:
    """Return what is painted, from values in any order."""
    ordered = sorted((_seconds(at), value) for at, value in points)
    if not ordered:
        return Spark((), QPolygonF())
    values = tuple(value for _at, value in ordered)
    low, high = min(values), max(values)
    if band is not None:
        low = low if band.low is None else min(low, band.low)
        high = high if band.high is None else max(high, band.high)
    start, length = ordered[0][0], ordered[-1][0] - ordered[0][0]

    def down(value: float) -> float:
        return (high - value) / (high - low) if high > low else 0.5

    line = [QPointF((at - start) / length if length else 1.0, down(value)) for at, value in ordered]
    shade = None
    if band is not None:
        bounds = (high if band.high is None else band.high, low if band.low is None else band.low)
        shade = (down(bounds[0]), down(bounds[1]))
    return Spark(values, QPolygonF(line), shade)


class Sparkline(QWidget):
    """Values in time without axes; its words are read by the screen reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spark = spark_of(())
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_points(())

    def set_points(self, points: SparkPoints, *, band: Band | None = None, unit: str = "") -> None:
        """Show these values; in any order, drawn by time."""
        self._spark = spark_of(points, band)
        text = summary_of(self._spark.values, unit)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return spark_size(self.fontMetrics())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_spark(painter, QRectF(self.rect()), self._spark, self.palette())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.updateGeometry()


class SparklineDelegate(QStyledItemDelegate):
    """Paints the ``Spark`` that an index gives under ``SPARK_ROLE`` at the right of its text."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        spark = index.data(SPARK_ROLE)
        if not isinstance(spark, Spark):
            super().paint(painter, option, index)
            return
        shown: Any = QStyleOptionViewItem(option)  # the stubs of Qt do not know its members
        self.initStyleOption(shown, index)
        size = spark_size(shown.fontMetrics)
        left = shown.rect.width() - size.width() - 4 * SPACE_S
        shown.text = _LINE_BREAK.join(
            shown.fontMetrics.elidedText(line, Qt.TextElideMode.ElideRight, left)
            for line in index.data(Qt.ItemDataRole.DisplayRole).split("\n")
        )
        style = shown.widget.style() if shown.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        room = QRectF(shown.rect)
        height = min(room.height(), size.height())
        place = QRectF(room.right() - size.width() - SPACE_S, 0, size.width(), height)
        place.moveTop(room.center().y() - height / 2)
        paint_spark(painter, place, spark, shown.palette)


def spark_size(metrics: QFontMetrics) -> QSize:
    """Return the size that goes with a text of that font."""
    return QSize(
        round(metrics.averageCharWidth() * _WIDTH_CHARACTERS), round(metrics.height() * 1.3)
    )


def paint_spark(painter: QPainter, room: QRectF, spark: Spark, palette: QPalette) -> None:
    """Draw the values in that room; the last one is marked."""
    if not spark.values:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = room.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    accent = palette.color(QPalette.ColorRole.Accent)
    if spark.band is not None:
        top, bottom = (inner.top() + part * inner.height() for part in spark.band)
        shade = palette.color(QPalette.ColorRole.Accent)
        shade.setAlpha(_BAND_ALPHA)
        painter.fillRect(QRectF(room.left(), top, room.width(), bottom - top), shade)
    painter.setPen(QPen(accent, _WIDTH))
    size = QTransform(inner.width(), 0, 0, inner.height(), inner.left(), inner.top())
    line = size.map(spark.line)
    painter.drawPolyline(line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent)
    painter.drawEllipse(line.last(), _LAST_RADIUS, _LAST_RADIUS)
    painter.restore()


def _seconds(at: date | datetime) -> float:
    if isinstance(at, datetime):
        return at.timestamp()
    return datetime.combine(at, time()).timestamp()

"""Highlights over the paper: evidence and what was searched, never by colour alone.

They are those of a marker pen: a wash that lets the letters through and a line under them, so that
words standing close by stay readable at any zoom. Paper is white in the dark too, so the colours
are those of the light scheme.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from almapy.ocr.model import Box
from ui.documents.marks import PageMark, turned_box
from ui.theme import LIGHT, Tone

_ACROSS, _DOWN = 0.5, 1.0  # closer than the space between two words
_LINE, _CURRENT_LINE = 1.5, 3.0
_MOST_OF_HEIGHT = 0.18  # on a small picture the line must not reach the words below


@dataclass(frozen=True, slots=True)
class Highlight:
    """How one sort of highlight is drawn."""

    tone: Tone
    pen: Qt.PenStyle
    width: float


_STRONG = Highlight(Tone.OK, Qt.PenStyle.SolidLine, _LINE)
_WEAK = Highlight(Tone.INFORMATION, Qt.PenStyle.DashLine, _LINE)
_HIT = Highlight(Tone.ATTENTION, Qt.PenStyle.DotLine, _LINE)
_CURRENT_HIT = Highlight(Tone.ATTENTION, Qt.PenStyle.SolidLine, _CURRENT_LINE)
_CURRENT_MARK = Highlight(Tone.OK, Qt.PenStyle.SolidLine, _CURRENT_LINE)


def place_of(page: QRectF, box: Box, turn: int) -> QRectF:
    """Return where a box of the unturned page stands on a page that is painted there."""
    shown = turned_box(box, turn)
    return QRectF(
        page.x() + shown.left * page.width(),
        page.y() + shown.top * page.height(),
        (shown.right - shown.left) * page.width(),
        (shown.bottom - shown.top) * page.height(),
    ).adjusted(-_ACROSS, -_DOWN, _ACROSS, _DOWN)


def paint_mark(
    painter: QPainter, page: QRectF, turn: int, mark: PageMark, *, is_current: bool
) -> None:
    """Paint one evidence."""
    usual = _STRONG if mark.strong else _WEAK
    _paint(painter, place_of(page, mark.box, turn), _CURRENT_MARK if is_current else usual)


def paint_hit(painter: QPainter, page: QRectF, turn: int, box: Box, *, is_current: bool) -> None:
    """Paint one place where the words searched for stand."""
    _paint(painter, place_of(page, box, turn), _CURRENT_HIT if is_current else _HIT)


def _paint(painter: QPainter, place: QRectF, style: Highlight) -> None:
    colors = LIGHT.tones[style.tone]
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    painter.fillRect(place, QColor(colors.background))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    width = min(style.width, place.height() * _MOST_OF_HEIGHT)
    pen = QPen(QColor(colors.text), width, style.pen)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    under = place.bottom() + width / 2
    painter.drawLine(QPointF(place.left(), under), QPointF(place.right(), under))
    painter.restore()

"""Highlights over the paper: evidence and what was searched, by outline and never by colour alone.

Paper is white in the dark too, so the colours are those of the light scheme.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from almapy.ocr.model import Box
from ui.documents.marks import PageMark, turned_box
from ui.theme import LIGHT, Tone

_AROUND = 3
_LINE, _CURRENT_LINE = 1.5, 3.0


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
    ).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)


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
    painter.setPen(QPen(QColor(colors.text), style.width, style.pen))
    painter.drawRect(place)
    painter.restore()

"""Draws the line of a fact: wrapped words, marks in colour with their icon, details below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

from ui.icons import pixmap
from ui.record.fact_lines import FactLine, Mark
from ui.theme import SPACE_S, SPACE_XS, Theme

LINE = Qt.ItemDataRole.UserRole + 1
_PAD = 5
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_HIGH = 10_000
Index = QModelIndex | QPersistentModelIndex


class FactDelegate(QStyledItemDelegate):
    """Nothing is cut: what does not fit on one line takes the next ones."""

    def __init__(self, tree: QTreeWidget, theme: Theme) -> None:
        super().__init__(tree)
        self._tree = tree
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = index.data(LINE)
        if not isinstance(line, FactLine):
            return super().sizeHint(option, index)
        depth = 1 if index.parent().isValid() else 0
        width = self._tree.viewport().width() - depth * self._tree.indentation()
        return QSize(width, self._lay(line, option.font, QRect(0, 0, width, _HIGH), None))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE)
        if not isinstance(line, FactLine):
            super().paint(painter, option, index)
            return
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        bare.text = ""
        self._tree.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, bare, painter, self._tree
        )
        painter.save()
        self._lay(line, option.font, option.rect, painter)
        painter.restore()

    def _lay(self, line: FactLine, font: QFont, rect: QRect, painter: QPainter | None) -> int:
        """Draw the line when a painter is given; return its height."""
        metrics = QFontMetrics(font)
        left, top = rect.left() + _PAD, rect.top() + _PAD
        colors = self._tree.palette()
        quiet = colors.color(QPalette.ColorRole.PlaceholderText)
        ink = quiet if line.faded else colors.color(QPalette.ColorRole.Text)
        if line.icon:
            side = metrics.height()
            if painter is not None:
                self._draw_icon(painter, line.icon, QRect(left, top, side, side), ink)
            left += side + SPACE_S
        room = rect.right() - _PAD - left
        marks = sum(self._mark_width(mark, metrics) + SPACE_XS for mark in line.marks)
        words = metrics.horizontalAdvance(line.title)
        beside = bool(line.marks) and words + SPACE_S + marks <= room
        height = _text(painter, font, ink, QRect(left, top, room, _HIGH), line.title)
        if beside:
            self._draw_marks(painter, line.marks, metrics, left + words + SPACE_S, top)
        below = top + height
        if line.marks and not beside:
            below += 2
            self._draw_marks(painter, line.marks, metrics, left, below)
            below += metrics.height() + 2
        gap = words + (SPACE_S + marks if line.marks else SPACE_S)
        one_line = (beside or not line.marks) and below - top <= metrics.height()
        if line.detail and one_line and gap + metrics.horizontalAdvance(line.detail) <= room:
            _text(painter, font, quiet, QRect(left + gap, top, room - gap, _HIGH), line.detail)
        elif line.detail:
            below += _text(painter, font, quiet, QRect(left, below, room, _HIGH), line.detail)
        return below - rect.top() + _PAD

    def _mark_width(self, mark: Mark, metrics: QFontMetrics) -> int:
        return metrics.horizontalAdvance(mark.text) + metrics.height() + 2 * SPACE_XS

    def _draw_marks(
        self,
        painter: QPainter | None,
        marks: tuple[Mark, ...],
        metrics: QFontMetrics,
        left: int,
        top: int,
    ) -> None:
        if painter is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in marks:
            colors = self._theme.colors(mark.tone)
            ink = QColor(colors.text)
            place = QRect(left, top, self._mark_width(mark, metrics), metrics.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.background))
            painter.drawRoundedRect(place, SPACE_XS, SPACE_XS)
            side = metrics.height() - 4
            self._draw_icon(painter, mark.icon, QRect(left + 3, top + 2, side, side), ink)
            painter.setPen(ink)
            painter.drawText(
                place.adjusted(side + 6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, mark.text
            )
            left += place.width() + SPACE_XS

    def _draw_icon(self, painter: QPainter, name: str, place: QRect, ink: QColor) -> None:
        ratio = self._tree.devicePixelRatioF()
        painter.drawPixmap(place.topLeft(), pixmap(name, place.width(), ink, ratio))


def _text(painter: QPainter | None, font: QFont, ink: QColor, room: QRect, text: str) -> int:
    """Draw a wrapped text when a painter is given; return its height."""
    flags: Any = _WRAP
    metrics = QFontMetrics(font)
    height = metrics.boundingRect(room, flags.value, text).height()
    if painter is not None:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QRect(room.left(), room.top(), room.width(), height), flags.value, text)
    return max(height, metrics.height())

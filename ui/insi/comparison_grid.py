"""« Comparaison »: ten rows in two columns, the differing ones marked by tone, icon and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from almapy.insi.results import Agreement, ComparedRow
from ui.insi.words import RECEIVED, RECORDED
from ui.theme import SPACE_S, SPACE_XS, Tone
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import TextRole, set_relative_font, set_text_role, set_tone

_STRETCHES = (4, 5, 5, 3)
_WORDS = {
    Agreement.SAME: "identique",
    Agreement.DIFFERENT: "différent",
    Agreement.NOT_COMPARED: "non comparé",
}
_ICONS = {
    Agreement.SAME: "ok",
    Agreement.DIFFERENT: "warning",
    Agreement.NOT_COMPARED: "neutral",
}
_EMPTY = "–"


class ComparisonGrid(QWidget):
    """Rows share their columns through equal stretches; a long name takes several lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(_head())

    def show_rows(self, rows: Sequence[ComparedRow]) -> None:
        """Replace the rows."""
        for old in self._rows:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._rows = [self._row(one) for one in rows]

    def _row(self, row: ComparedRow) -> QFrame:
        frame = QFrame()
        line = _line(frame)
        self._column.addWidget(frame)
        word = _WORDS[row.agreement]
        label, received, recorded = (
            _cell(text) for text in (row.label, row.received or _EMPTY, row.recorded or _EMPTY)
        )
        received.setAccessibleName(f"{row.label}, {RECEIVED}\u00a0: {row.received or 'vide'}")
        recorded.setAccessibleName(f"{row.label}, {RECORDED}\u00a0: {row.recorded or 'vide'}")
        for cell in (received, recorded):
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            set_relative_font(cell, 1.0, bold=row.agreement is Agreement.DIFFERENT)
        state = QWidget()
        beside = QHBoxLayout(state)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(SPACE_XS)
        words = _cell(word)
        beside.addWidget(IconLabel(_ICONS[row.agreement]), 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(words, 1)
        _share(state)
        cells: tuple[QWidget, ...] = (label, received, recorded, state)
        for stretch, part in zip(_STRETCHES, cells, strict=True):
            line.addWidget(part, stretch)
        frame.setAccessibleName(f"{row.label}\u00a0: {word}")
        if row.agreement is Agreement.DIFFERENT:
            set_tone(frame, Tone.ATTENTION)
        else:
            set_text_role(label, TextRole.SECONDARY)
            set_text_role(words, TextRole.SECONDARY)
        return frame


def _head() -> QFrame:
    frame = QFrame()
    line = _line(frame)
    for stretch, text in zip(_STRETCHES, ("", RECEIVED, RECORDED, ""), strict=True):
        cell = _cell(text)
        set_relative_font(cell, 1.0, bold=True)
        line.addWidget(cell, stretch)
    return frame


def _line(frame: QFrame) -> QHBoxLayout:
    line = QHBoxLayout(frame)
    line.setContentsMargins(SPACE_S, 2, SPACE_S, 2)
    line.setSpacing(SPACE_S)
    return line


def _cell(text: str) -> QLabel:
    cell = QLabel(text)
    cell.setTextFormat(Qt.TextFormat.PlainText)
    cell.setWordWrap(True)
    cell.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    _share(cell)
    return cell


def _share(cell: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(isinstance(cell, QLabel))
    cell.setSizePolicy(policy)

"""How « Consultation » is laid out: list, text, measures, in as many columns as fit."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import SPACE_L, SPACE_M
from ui.widgets.empty_state import EmptyState

_THREE_COLUMNS_EM = 82
_TWO_COLUMNS_EM = 52
_LIST_EM, _SIDE_EM = 21, 25
_LIST_LINES = 12


class ConsultationFrame(QScrollArea):
    """Three columns, two (the measures under the text) or one (the list under all)."""

    def __init__(
        self, left: QWidget, centre: QWidget, right: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = (left, centre, right)
        self._columns = 0
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        self._grid.setSpacing(SPACE_M)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._arrange(3)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._bring_cursor_into_view)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusObjectChanged.connect(self._follow)
        for text in content.findChildren(QPlainTextEdit):
            text.cursorPositionChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        em = self.fontMetrics().averageCharWidth() * 2
        if self.width() >= em * _THREE_COLUMNS_EM:
            self._arrange(3)
        else:
            self._arrange(2 if self.width() >= em * _TWO_COLUMNS_EM else 1)

    @Slot()
    def _follow(self, _focused: object = None) -> None:
        self._soon.start()

    @Slot()
    def _bring_cursor_into_view(self) -> None:
        focused, content = QApplication.focusWidget(), self.widget()
        if focused is None or content is None or not content.isAncestorOf(focused):
            return
        if isinstance(focused, QPlainTextEdit):
            place = focused.viewport().mapTo(content, focused.cursorRect().center())
            line = self.fontMetrics().height()
            self.ensureVisible(place.x(), place.y(), 0, 2 * line)
        else:
            self.ensureWidgetVisible(focused, 0, SPACE_M)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        left, centre, right = self._parts
        places = {
            3: ((left, 0, 0, 2), (centre, 0, 1, 2), (right, 0, 2, 2)),
            2: ((left, 0, 0, 2), (centre, 0, 1, 1), (right, 1, 1, 1)),
            1: ((centre, 0, 0, 1), (right, 1, 0, 1), (left, 2, 0, 1)),
        }[columns]
        for part, line, column, span in places:
            self._grid.addWidget(part, line, column, span, 1)
        em = self.fontMetrics().averageCharWidth() * 2
        left.setMinimumHeight(self.fontMetrics().height() * _LIST_LINES)
        left.setFixedWidth(em * _LIST_EM) if columns > 1 else _free(left)
        right.setFixedWidth(em * _SIDE_EM) if columns == 3 else _free(right)  # noqa: PLR2004
        for place in range(3):
            self._grid.setColumnStretch(place, 0)
            self._grid.setRowStretch(place, 0)
        self._grid.setColumnStretch(0 if columns == 1 else 1, 1)
        self._grid.setRowStretch(0, 1)


def _free(part: QWidget) -> None:
    part.setMinimumWidth(0)
    part.setMaximumWidth(16_777_215)


def padded(*parts: QWidget) -> QWidget:
    """Return a column of parts without margins; the last one takes the room left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_M)
    for part in parts:
        column.addWidget(part, 1 if part is parts[-1] else 0)
    return holder


def nothing_open(*, writes: bool) -> EmptyState:
    """Return what stands where no consultation is open."""
    advice = "Choisissez une consultation dans la liste"
    advice += ", ou commencez-en une avec F2." if writes else "."
    return EmptyState("consultation", "Aucune consultation ouverte", advice)

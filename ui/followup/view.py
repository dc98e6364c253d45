"""The cells of the « Tableau de suivi »."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTableView

from almapy.followup.model import FollowTable
from ui.charts.sparkline import Sparkline
from ui.followup.table_model import TREND_ROW, FollowTableModel

_TREND_LINES = 2.6
_COLUMN_CHARACTERS = 15
_TREND_POINTS = 40
_LEAST_LINES = 14
_Index = QModelIndex | QPersistentModelIndex


class FollowView(QTableView):
    """Arrows go from cell to cell; the first line holds the trends."""

    pointed = Signal()
    opened = Signal()
    removal_asked = Signal()

    def __init__(self, model: FollowTableModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Tableau de suivi")
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        headers = QHeaderView.ResizeMode
        self.verticalHeader().setSectionResizeMode(headers.Fixed)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.doubleClicked.connect(self.opened)

    def show_table(self, table: FollowTable) -> None:
        """Show a table; the cell of the same day and series stays current."""
        was = self._place()
        self._model.set_table(table)
        self._fit()
        for number, column in enumerate(table.columns):
            points = [(p.at, p.value) for p in table.points[column.key] if p.value is not None]
            if len(points) > 1:
                trend = Sparkline()
                trend.set_points(points[-_TREND_POINTS:], unit=column.unit)
                self.setIndexWidget(self._model.index(TREND_ROW, number), trend)
        keys = [column.key for column in table.columns]
        days = [row.day for row in table.rows]
        if was is not None and was[0] in days and was[1] in keys:
            index = self._model.index(days.index(was[0]) + 1, keys.index(was[1]))
        else:
            index = self._model.index(TREND_ROW + 1, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.pointed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter, take a value back by Suppr."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
            return
        if event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit()
            return
        super().keyPressEvent(event)

    def _place(self) -> tuple[date, str] | None:
        index = self.currentIndex()
        column = self._model.column_at(index.column())
        row = index.row() - 1
        if column is None or not 0 <= row < len(self._model.table.rows):
            return None
        return self._model.table.rows[row].day, column.key

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(round(line * 1.9))
        if self._model.rowCount():
            self.setRowHeight(TREND_ROW, round(line * _TREND_LINES))
        least = self.fontMetrics().averageCharWidth() * _COLUMN_CHARACTERS
        header = self.horizontalHeader()
        for column in range(self._model.columnCount()):
            header.resizeSection(column, max(least, header.sectionSizeHint(column)))

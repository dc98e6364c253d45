"""The « Tableau de suivi » as Qt shows it: a line of trends, then one line a day."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from almapy.followup.model import FollowColumn, FollowPoint, FollowTable
from almapy.measures.words import with_unit

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
TREND_ROW = 0
_EMPTY = FollowTable((), (), {})


class FollowTableModel(QAbstractTableModel):
    """Read only; a cell without value is empty, which is not zero."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = _EMPTY

    def set_table(self, table: FollowTable) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def column_at(self, column: int) -> FollowColumn | None:
        """Return the series of a column."""
        return self.table.columns[column] if 0 <= column < len(self.table.columns) else None

    def point_at(self, index: _Index) -> FollowPoint | None:
        """Return the value of a cell, None for an empty one or a trend."""
        column = self.column_at(index.column())
        if column is None or not TREND_ROW < index.row() <= len(self.table.rows):
            return None
        return self.table.rows[index.row() - 1].cells.get(column.key)

    def more_at(self, index: _Index) -> int:
        """Return how many earlier values of that day stand behind the one shown."""
        column = self.column_at(index.column())
        if column is None or not TREND_ROW < index.row() <= len(self.table.rows):
            return 0
        return self.table.rows[index.row() - 1].more.get(column.key, 0)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() or not self.table.rows else len(self.table.rows) + 1

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        point, column = self.point_at(index), self.column_at(index.column())
        value: Any = None
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                value = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole if column is not None:
                value = self._spoken(index, column, point)
            case Qt.ItemDataRole.ToolTipRole if point is not None:
                value = point.source
            case Qt.ItemDataRole.DisplayRole if point is not None:
                value = point.text + (" *" if self.more_at(index) else "")
        return value

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            if section == TREND_ROW:
                return "Tendance"
            return f"{self.table.rows[section - 1].day:%d/%m/%Y}"
        column = self.column_at(section)
        if column is None:
            return None
        return f"{column.title}\n{column.unit or ' '}"

    def _spoken(self, index: _Index, column: FollowColumn, point: FollowPoint | None) -> str:
        if index.row() == TREND_ROW:
            count = len(self.table.points.get(column.key, ()))
            return f"{column.title}, tendance, {count} valeur{'s' if count > 1 else ''}"
        day = self.table.rows[index.row() - 1].day
        value = with_unit(point.text, column.unit) if point else "vide"
        return f"{column.title}, {day:%d/%m/%Y}\u00a0: {value}"

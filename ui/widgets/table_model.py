"""Rows of a table over a list of dataclasses, sorted in Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import Qt as GuiQt

from almapy.text import fold, sort_key
from ui.icons import icon

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)  # with slots, `Column[Patient](…)` fails on Python 3.11
class Column(Generic[T]):
    """How one property of a record is shown and ordered."""

    title: str
    text: Callable[[T], str]
    sort_key: Callable[[T], Any] | None = None  # without it: French order of the text
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    tooltip: Callable[[T], str] | None = None
    icon_name: Callable[[T], str] | None = None
    sample: str = ""  # a wide usual text: the column is made for it
    stretch: bool = False  # takes the room that is left

    def order(self, record: T) -> Any:
        """Value by which this column sorts."""
        if self.sort_key is not None:
            return self.sort_key(record)
        return sort_key(self.text(record))


class RecordTableModel(QAbstractTableModel, Generic[T]):
    """Read-only; sorting 10 000 rows takes some milliseconds where a proxy takes seconds."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        *,
        identity: Callable[[T], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`identity` tells the same record in a newer list, usually its id; default: equality."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self.identity: Callable[[T], object] = identity or (lambda record: record)
        self._records: list[T] = []
        self._sorting: tuple[int, Qt.SortOrder] | None = None

    def set_records(self, records: Sequence[T]) -> None:
        """Replace every row, in the order given until the user chose a column to sort by."""
        self.beginResetModel()
        self._records = list(records)
        self._order()
        self.endResetModel()

    def record(self, row: int) -> T:
        """Record shown on that row."""
        return self._records[row]

    def row_of(self, identity: object) -> int:
        """Row of the record with that identity, -1 when it is not there."""
        for row, record in enumerate(self._records):
            if self.identity(record) == identity:
                return row
        return -1

    def row_starting_with(self, prefix: str, column: int, start: int) -> int:
        """First row from `start`, then from the top, whose text begins so; -1 when none does.

        Accents, case and punctuation are ignored.
        """
        wanted = fold(prefix)
        text = self.columns[column].text
        count = len(self._records)
        for offset in range(count):
            row = (start + offset) % count
            if wanted and fold(text(self._records[row])).startswith(wanted):
                return row
        return -1

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self._records[index.row()]
        column = self.columns[index.column()]
        value: Any = None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                value = column.text(record)
            case Qt.ItemDataRole.UserRole:
                value = record
            case Qt.ItemDataRole.TextAlignmentRole:
                value = column.alignment | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole if column.tooltip is not None:
                value = _as_it_stands(column.tooltip(record))
            case Qt.ItemDataRole.DecorationRole if column.icon_name is not None:
                name = column.icon_name(record)
                value = icon(name) if name else None
            case Qt.ItemDataRole.AccessibleTextRole:
                value = f"{column.title}\u00a0: {column.text(record) or 'vide'}"
        return value

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].alignment | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort rows; equal ones keep their order, and the selection stays on its records."""
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._records[index.row()], index.column()) for index in before]
        self._sorting = (column, order)
        self._order()
        rows = {id(record): row for row, record in enumerate(self._records)}
        after = [self.index(rows[id(record)], place) for record, place in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _order(self) -> None:
        if self._sorting is None:
            return
        column, order = self._sorting
        self._records.sort(
            key=self.columns[column].order, reverse=order is Qt.SortOrder.DescendingOrder
        )


def _as_it_stands(text: str) -> str:
    """Have a text that comes from outside shown letter for letter: Qt would draw it as HTML.

    A picture that such HTML names would be fetched, from another computer too.
    """
    return GuiQt.convertFromPlainText(text) if GuiQt.mightBeRichText(text) else text

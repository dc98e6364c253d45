"""The rows of the « Consultations » list: one model whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from almapy.clock import civil_day
from almapy.encounters.model import EncounterLine
from almapy.text import fold
from ui.icons import icon

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.UserRole,
    }
)


class EncounterLineModel(QAbstractListModel):
    """Rows as they come from the service, filtered by words found anywhere in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[EncounterLine] = []
        self._shown: list[EncounterLine] = []
        self._folded: dict[int, str] = {}
        self._told: dict[int, tuple[str, str]] = {}
        self._typed = ""

    def set_lines(self, lines: Sequence[EncounterLine]) -> None:
        """Replace every row."""
        self._all = list(lines)
        self._folded.clear()
        self._told.clear()
        self._show()

    def set_filter(self, typed: str) -> None:
        """Keep the rows in which every typed word is found, accents and case ignored."""
        if fold(typed) != self._typed:
            self._typed = fold(typed)
            self._show()

    def lines(self) -> list[EncounterLine]:
        """Return every row, the filtered ones included."""
        return list(self._all)

    def line(self, row: int) -> EncounterLine:
        """Return the consultation of a row."""
        return self._shown[row]

    def own_draft_of(self, day: date) -> EncounterLine | None:
        """Return the draft of the person at work that was begun on this day."""
        lines = (one for one in self._all if one.own and not one.signed and not one.removed)
        return next((one for one in lines if civil_day(one.held_at) == day), None)

    def row_of(self, encounter_id: int | None) -> int:
        """Return the row of a consultation, -1 when it is not shown."""
        rows = (row for row, line in enumerate(self._shown) if line.id == encounter_id)
        return next(rows, -1)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A view asks a dozen roles of every row it measures: those without an answer end here.
        if role not in _ROLES or not index.isValid():
            return None
        line = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._words(line)[0]
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._words(line)[1]
            case Qt.ItemDataRole.DecorationRole:
                name = _icon_of(line)
                return icon(name) if name else None
        return line

    def _words(self, line: EncounterLine) -> tuple[str, str]:
        """Return the row as it is shown and as it is told, made once."""
        words = self._told.get(line.id)
        if words is None:
            state = state_of(line)
            words = (
                f"{state}\n{line.words}" if state else line.words,
                f"{state}, {line.words}" if state else line.words,
            )
            self._told[line.id] = words
        return words

    def _show(self) -> None:
        wanted = self._typed.split()
        self.beginResetModel()
        self._shown = [
            line for line in self._all if all(word in self._searched(line) for word in wanted)
        ]
        self.endResetModel()

    def _searched(self, line: EncounterLine) -> str:
        if line.id not in self._folded:
            self._folded[line.id] = fold(f"{line.words} {line.nature.label} {line.text}")
        return self._folded[line.id]


def state_of(line: EncounterLine) -> str:
    """Return the words above a row that is not an ordinary validated one."""
    states = []
    if line.removed:
        states.append("Retirée")
    elif not line.signed:
        states.append("Brouillon" if line.own else f"Brouillon de {line.author}")
    if line.important:
        states.append("Important")
    return " · ".join(states)


def _icon_of(line: EncounterLine) -> str:
    if line.removed:
        return "remove"
    if not line.signed:
        return "edit"
    return "warning" if line.important else ""

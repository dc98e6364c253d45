"""A table that shares the room it has among its columns."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel


class FittedTable(RecordTable):
    """In a narrow window every column gives up some room; where titles do not fit, it scrolls.

    Dates, numbers and states are never cut. A column that was drawn by hand stays as it is. The
    same list read again stays where it was scrolled.
    """

    _fitted = 0
    _by_hand = False

    def __init__(
        self,
        model: RecordTableModel[Any],
        accessible_name: str,
        *,
        empty_text: str = "Rien à afficher.",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, accessible_name, empty_text=empty_text, parent=parent)
        self._scrolled = (-1, 0)
        model.modelAboutToBeReset.connect(self._keep_scroll)
        model.modelReset.connect(self._restore_scroll)

    def fit_columns(self) -> None:
        """Share the room anew, for another font or « Rétablir les colonnes »."""
        super().fit_columns()
        self._fitted, self._by_hand = 0, False
        self.horizontalHeader().sectionResized.connect(
            self._notice_hand, Qt.ConnectionType.UniqueConnection
        )
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    @Slot()
    def _keep_scroll(self) -> None:
        self._scrolled = (self.currentIndex().row(), self.verticalScrollBar().value())

    @Slot()
    def _restore_scroll(self) -> None:
        row, place = self._scrolled
        if row >= 0 and row == self.currentIndex().row():
            self.executeDelayedItemsLayout()
            self.verticalScrollBar().setValue(place)

    @Slot(int, int, int)
    def _notice_hand(self, _column: int, _before: int, _now: int) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._by_hand = self._by_hand or self.horizontalHeader().underMouse()

    def _share(self) -> None:
        room = self.viewport().width()
        if self._by_hand or room == self._fitted:
            return
        self._fitted = room
        columns, header = self._records.columns, self.horizontalHeader()
        shown = [place for place in range(len(columns)) if not header.isSectionHidden(place)]
        wanted = {place: self.wanted_width(columns[place]) for place in shown}
        least = {place: self._least_width(columns[place]) for place in shown}
        can_give = sum(wanted.values()) - sum(least.values())
        fits = sum(least.values()) <= room
        lacking = max(sum(wanted.values()) - room, 0) if fits else can_give // 2
        modes = QHeaderView.ResizeMode
        for place in shown:
            mode = modes.Stretch if columns[place].stretch and fits else modes.Interactive
            header.setSectionResizeMode(place, mode)
            if mode is modes.Stretch:
                continue
            given = (wanted[place] - least[place]) * lacking // can_give if can_give else 0
            # What scrolls anyway is read in full at its end.
            self.setColumnWidth(place, wanted[place] - (0 if columns[place].stretch else given))

    def _least_width(self, column: Column[Any]) -> int:
        title, sample = self.title_width(column), self.sample_width(column)
        is_state = column.icon_name is not None and not column.stretch
        is_number = bool(column.sample) and not any(map(str.isalpha, column.sample))
        return max(title, sample) if is_state or is_number else title

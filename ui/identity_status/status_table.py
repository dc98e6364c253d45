"""The table of identities by status: its titles sort where the rows are, not what is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from almapy.identity_status.model import StatusRow
from ui.identity_status.status_words import status_columns
from ui.widgets.table_model import RecordTableModel


class StatusTableModel(RecordTableModel[StatusRow]):
    """Shows the first lines only: another order brings other lines, so the base is asked again."""

    order_asked = Signal(object, bool)  # StatusOrder, whether downwards

    def __init__(self) -> None:
        self._titles = status_columns()
        super().__init__(
            [column for _, column in self._titles], identity=lambda row: row.patient_id
        )

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for the lines in this order; they come later, through ``set_records``."""
        if 0 <= column < len(self._titles):
            downwards = order is Qt.SortOrder.DescendingOrder
            self.order_asked.emit(self._titles[column][0], downwards)

"""The merges of a record, each of which can be undone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.clock import civil_day
from almapy.patients.merge import Merge
from ui.desk import Desk
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LEAST_LINES = 6


class PastMergesCard(Card):
    """Hidden while the record was never merged."""

    undone = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Fusions de ce dossier", parent)
        self._desk = desk
        self.strip = FailureStrip()
        self.undo_button = Button("Annuler cette fusion", icon_name="restore")
        self._model = RecordTableModel(_columns(), identity=lambda merge: merge.id)
        self.table = RecordTable(self._model, "Fusions de ce dossier")
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        self.tools.addWidget(self.undo_button)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.table)
        self.undo_button.clicked.connect(self._undo)
        self.table.current_changed.connect(self._follow_row)

    def show_merges(self, merges: Sequence[Merge]) -> None:
        """Show these merges."""
        self._model.set_records(merges)
        self.setVisible(bool(merges))
        if merges:
            self.table.selectRow(0)
        self._follow_row()

    @Slot()
    def _follow_row(self) -> None:
        merge = self.table.current_record()
        self.undo_button.setEnabled(merge is not None and merge.undone_at is None)

    @Slot()
    def _undo(self) -> None:
        merge = self.table.current_record()
        if merge is None:
            return
        merges, actor = self._desk.application.merges, self._desk.actor

        def done(_: object) -> None:
            self._desk.tell("Fusion annulée\u00a0: les deux dossiers sont revenus.")
            self.undone.emit()

        self._desk.run(
            self, lambda: merges.undo_merge(actor, merge.id), done, self.strip.show_failure
        )


def _columns() -> list[Column[Merge]]:
    return [
        Column(
            "Date",
            lambda one: f"{civil_day(one.merged_at):%d/%m/%Y}",
            sort_key=lambda one: one.merged_at,
            sample="00/00/0000",
        ),
        Column("Dossier gardé", lambda one: str(one.kept_dossier)),
        Column("Dossier absorbé", lambda one: str(one.absorbed_dossier)),
        Column(
            "État",
            lambda one: (
                f"Annulée le {civil_day(one.undone_at):%d/%m/%Y}" if one.undone_at else "Fusionnés"
            ),
            stretch=True,
        ),
    ]

"""What every list of « Traces » does: search, count, show the chosen line, open, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.audit.queries import JournalFilter
from almapy.users.model import Right
from ui.audit.counting import Counted, count_words
from ui.audit.filters import JournalFilters
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_LEAST_ROWS = 7


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one list; ``file_name`` begins the name of an export."""

    title: str
    nothing_yet: str
    nothing_found: str
    export_title: str
    exported: str
    file_name: str
    counted: Counted


Found = tuple[Sequence[Any], int]
"""The newest matching lines and how many match in all."""


class JournalTab(ScrollColumn):
    """Reads only. A subclass tells what to read and to write, and shows the chosen line."""

    def __init__(
        self,
        desk: Desk,
        wording: Wording,
        columns: Sequence[Column[Any]],
        identity: Callable[[Any], object],
        filters: JournalFilters,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.wording = wording
        self.strip = FailureStrip()
        self.filters = filters
        self._model = RecordTableModel(columns, identity=identity)
        self.table = RecordTable(self._model, wording.title)
        self.count = QLabel()
        self.export_button = Button("Exporter au format excel ou open office", icon_name="export")
        self.foot = QHBoxLayout()
        self._turn = 0
        self.filters.asked_changed.connect(self.search)
        self.table.current_changed.connect(self.show_chosen)
        self.table.opened.connect(self._open_patient)
        self.export_button.clicked.connect(self._ask_file)

    def reading(self, asked: JournalFilter) -> Callable[[], Found]:
        """Return what reads the lines in a worker."""
        raise NotImplementedError

    def writing(self, asked: JournalFilter, target: Path) -> Callable[[], int]:
        """Return what writes an export in a worker and tells how many lines it has."""
        raise NotImplementedError

    def show_chosen(self, record: Any) -> None:
        """Show the chosen line in full; None when none is."""
        raise NotImplementedError

    def lay_out(self, *details: QWidget) -> None:
        """Put the parts in place, what shows the chosen line under the list."""
        set_text_role(self.count, TextRole.SECONDARY)
        self.count.setAccessibleName(f"Nombre\u00a0: {self.wording.title}")
        self.add_part(self.strip)
        self.add_part(self.filters)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        self.add_part(self.table, grows=True)
        for detail in details:
            self.add_part(detail)
        holder = QWidget()
        self.foot = QHBoxLayout(holder)
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.foot.setSpacing(SPACE_S)
        self.foot.addWidget(self.count, 1)
        self.foot.addWidget(self.export_button)
        self.add_part(holder)

    @Slot()
    def search(self) -> None:
        """Read the newest lines that match, in the background."""
        wrong = self.filters.wrong_day
        if wrong:
            self.count.setText(f"Date «\u00a0{wrong}\u00a0» non comprise")
            return
        self._turn += 1
        turn, read = self._turn, self.reading(self.filters.asked())

        def work() -> tuple[int, Found]:
            return turn, read()

        self.desk.run(self, work, self._show, self.strip.show_failure)

    def export_to(self, target: Path) -> None:
        """Write the lines that match to a spreadsheet, in a worker."""
        self.export_button.setEnabled(False)
        self.desk.run(
            self,
            self.writing(self.filters.asked(), target),
            partial(self._tell_exported, target),
            self._tell_not_exported,
            lane=Lane.IO,
        )

    def _show(self, answer: tuple[int, Found]) -> None:
        turn, (records, total) = answer
        if turn != self._turn:
            return
        self._model.set_records(records)
        empty = self.filters.is_empty()
        self.table.set_empty_text(self.wording.nothing_yet if empty else self.wording.nothing_found)
        self.count.setText(count_words(len(records), total, self.wording.counted))

    @Slot(object)
    def _open_patient(self, record: Any) -> None:
        if record.patient_id is not None and self.desk.actor.may(Right.IDENTITY):
            self.desk.patient_asked.emit(record.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        name = f"{self.wording.file_name}-{self.desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, self.wording.export_title, name, self.export_to)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_message(
            Tone.OK,
            f"{self.wording.exported}\u00a0: {self.wording.counted.words(lines)}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )
        self.search()

    def _tell_not_exported(self, error: Exception) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_failure(error)

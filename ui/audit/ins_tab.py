"""« Journal Accès et les modifications INS »: who saw or changed which identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.audit.ins_journal import INS_ACTIONS, TITLE, InsPage, InsTrace
from almapy.audit.model import label_of
from almapy.users.model import Right
from ui.audit.counting import count_words, number
from ui.audit.filters import JournalFilters
from ui.audit.shown_trace import ShownTrace
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.audit.trace_card import TraceCard
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


class InsTab(ScrollColumn):
    """Reads only; a chosen line tells each trait with its former and its new value."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self.strip = FailureStrip()
        self.filters = JournalFilters(desk.application.clock, INS_ACTIONS)
        self._model = RecordTableModel(_columns(), identity=lambda trace: trace.seq)
        self.table = RecordTable(self._model, TITLE)
        self.count = QLabel()
        self.export_button = Button("Exporter au format excel ou open office", icon_name="export")
        self.trace = TraceCard(opens_records=desk.actor.may(Right.IDENTITY))
        self._asked = 0
        self._lay_out()
        self.filters.asked_changed.connect(self.search)
        self.table.current_changed.connect(self._show_trace)
        self.table.opened.connect(self._open_patient)
        self.trace.patient_asked.connect(desk.patient_asked)
        self.export_button.clicked.connect(self._ask_file)

    @Slot()
    def search(self) -> None:
        """Read the newest traces that match, in the background."""
        wrong = self.filters.wrong_day
        if wrong:
            self.count.setText(f"Date «\u00a0{wrong}\u00a0» non comprise")
            return
        journal, actor = self._desk.application.ins_journal, self._desk.actor
        asked = self.filters.asked()
        self._asked += 1
        turn = self._asked

        def work() -> tuple[int, InsPage]:
            return turn, journal.page(actor, asked)

        self._desk.run(self, work, self._show, self.strip.show_failure)

    def export_to(self, target: Path) -> None:
        """Write the traces that match to a spreadsheet, in a worker."""
        journal, actor = self._desk.application.ins_journal, self._desk.actor
        asked = self.filters.asked()
        self.export_button.setEnabled(False)

        def work() -> int:
            return journal.export(actor, asked, target)

        told = partial(self._tell_exported, target)
        self._desk.run(self, work, told, self._tell_not_exported, lane=Lane.IO)

    def _show(self, answer: tuple[int, InsPage]) -> None:
        turn, page = answer
        if turn != self._asked:
            return
        self._model.set_records(page.traces)
        self.table.set_empty_text(
            "Aucune INS n'a encore été vue ni modifiée."
            if self.filters.is_empty()
            else "Aucune trace ne correspond. Élargissez les dates ou effacez un filtre."
        )
        self.count.setText(count_words(len(page.traces), page.total))

    @Slot(object)
    def _show_trace(self, trace: InsTrace | None) -> None:
        self.trace.show_trace(_shown(trace) if trace is not None else None)

    @Slot(object)
    def _open_patient(self, trace: InsTrace) -> None:
        if trace.patient_id is not None and self._desk.actor.may(Right.IDENTITY):
            self._desk.patient_asked.emit(trace.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        name = f"journal-ins-{self._desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, "Exporter le journal des INS", name, self.export_to)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_message(
            Tone.OK,
            f"Journal exporté\u00a0: {number(lines)} trace{'s' if lines > 1 else ''}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )

    def _tell_not_exported(self, error: Exception) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_failure(error)

    def _lay_out(self) -> None:
        set_text_role(self.count, TextRole.SECONDARY)
        self.count.setAccessibleName("Nombre de traces")
        self.add_part(self.strip)
        self.add_part(self.filters)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        self.add_part(self.table, grows=True)
        self.add_part(self.trace)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.count, 1)
        line.addWidget(self.export_button)
        self.add_part(foot)


def _columns() -> list[Column[InsTrace]]:
    return [
        Column(
            "Date",
            lambda t: f"{t.moment.astimezone():%d/%m/%Y}",
            sort_key=lambda t: t.seq,
            sample="00/00/0000",
        ),
        Column(
            "Heure",
            lambda t: f"{t.moment.astimezone():%H:%M:%S}",
            sort_key=lambda t: t.seq,
            sample="00:00:00",
        ),
        Column(
            "Type de modification",
            lambda t: t.kind,
            tooltip=lambda t: t.detail or t.kind,
            sample="Modification de l'identité : Nom",
            stretch=True,
        ),
        _name("Nom prof.", lambda t: t.family_name),
        _name("Prénom prof.", lambda t: t.first_name),
        _name("Nom usage", lambda t: t.used_name),
        _name("Prénom usage", lambda t: t.used_first_name),
        _name("Nom de naissance", lambda t: t.birth_name),
    ]


def _name(title: str, text: Callable[[InsTrace], str]) -> Column[InsTrace]:
    return Column(title, text, tooltip=text, sample="DUPONT-MARTIN")


def _shown(trace: InsTrace) -> ShownTrace:
    moment = trace.moment.astimezone()
    patient = f"{trace.used_name} {trace.used_first_name}".strip()
    if trace.birth_name and trace.birth_name != trace.used_name:
        patient += f" (nom de naissance\u00a0: {trace.birth_name})"
    return ShownTrace(
        seq=trace.seq,
        day=f"{moment:%d/%m/%Y}",
        hour=f"{moment:%H:%M:%S}",
        user=f"{trace.first_name} {trace.family_name}".strip() or "–",
        post=trace.post,
        action=label_of(trace.action),
        patient=patient,
        patient_id=trace.patient_id,
        detail=trace.detail,
    )

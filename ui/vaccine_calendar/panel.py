"""« Calendrier vaccinal » of a record: what is late, due, to come, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.vaccine_calendar.conditions import ConditionLine
from almapy.vaccine_calendar.model import Assessment, Status, Verdict
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.vaccine_calendar.situations import Situations
from ui.vaccine_calendar.words import counts_words, detail_words, table_words, verdict_columns
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fitted_table import FittedTable
from ui.widgets.styling import Surface, TextRole, set_surface, set_text_role
from ui.widgets.table_model import RecordTableModel

CALENDAR = "Calendrier vaccinal"
_LEAST_ROWS = 6


class CalendarPanel(Card):
    """Enter on a line asks for one of its vaccines; what is not indicated stays folded."""

    wanted = Signal(object)  # Verdict

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(CALENDAR, parent)
        self._desk = desk
        self._patient_id: int | None = None
        self._turn = 0
        self._verdicts: tuple[Verdict, ...] = ()
        self.strip = FailureStrip()
        self.situations = Situations(desk)
        self.model: RecordTableModel[Verdict] = RecordTableModel(
            verdict_columns(), identity=lambda one: one.rule_id
        )
        self.table = FittedTable(self.model, CALENDAR, empty_text="Rien dans le calendrier.")
        self.fold_button = Button("", ButtonKind.QUIET, icon_name="eye")
        self.details = QLabel()
        self.warnings = QLabel()
        self.dated = QLabel()
        self._shows_all = False
        self._lay_out()
        self._connect()

    def show_record(self, record: OpenRecord) -> None:
        """Show the calendar of this record; the same one again is only read again."""
        if self._patient_id != record.patient.id:
            self._patient_id = record.patient.id
            self._verdicts = ()
            self._shows_all = False
            self.strip.dismiss()
            self._fill()
            self._show_notes((), "")
        self.situations.show_patient(record.patient.id)
        self.read()

    @Slot()
    def read(self) -> None:
        """Read the calendar and the conditions again, in the background."""
        patient_id = self._patient_id
        if patient_id is None:
            return
        service, actor = self._desk.application.vaccine_calendar, self._desk.actor
        self._turn += 1
        turn = self._turn

        def work() -> tuple[int, Assessment, list[ConditionLine]]:
            return turn, service.of(actor, patient_id), service.conditions(actor, patient_id)

        self._desk.run(self, work, self._show, self.strip.show_failure)

    def _show(self, answer: tuple[int, Assessment, list[ConditionLine]]) -> None:
        turn, assessment, lines = answer
        if turn != self._turn:
            return
        self._verdicts = assessment.verdicts
        self._show_notes(assessment.warnings, table_words(assessment))
        self.situations.show_lines(lines)
        self._fill()

    def _show_notes(self, warnings: tuple[str, ...], dated: str) -> None:
        self.warnings.setText("\n".join(f"Attention\u00a0: {one}" for one in warnings))
        self.warnings.setVisible(bool(warnings))
        self.dated.setText(dated)

    def _fill(self) -> None:
        shown = [one for one in self._verdicts if self._shows_all or not _is_folded(one)]
        folded = sum(_is_folded(one) for one in self._verdicts)
        self.model.set_records(shown)
        self.fold_button.setVisible(folded > 0)
        self.fold_button.setText(
            "Masquer les non indiqués" if self._shows_all else f"Voir les non indiqués ({folded})"
        )
        if shown and self.table.current_record() is None:
            self.table.selectRow(0)
        self.table.setAccessibleDescription(counts_words(self._verdicts))
        self._show_details()

    @Slot()
    def _show_details(self) -> None:
        verdict: Verdict | None = self.table.current_record()
        self.details.setText(detail_words(verdict) if verdict is not None else "")
        self.details.setVisible(verdict is not None)

    @Slot()
    def _fold(self) -> None:
        self._shows_all = not self._shows_all
        self._fill()

    @Slot(object)
    def _want(self, verdict: Verdict) -> None:
        self.wanted.emit(verdict)

    def _connect(self) -> None:
        self.table.opened.connect(self._want)
        self.table.current_changed.connect(self._show_details)
        self.fold_button.clicked.connect(self._fold)
        self.situations.answered.connect(self.read)

    def _lay_out(self) -> None:
        set_surface(self.table, Surface.PLAIN)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        self.details.setAccessibleName("Détail de la ligne")
        self.warnings.setAccessibleName("Avertissements")
        self.dated.setAccessibleName("Table appliquée")
        for label in (self.details, self.warnings, self.dated):
            label.setWordWrap(True)
        for label in (self.details, self.dated):
            set_text_role(label, TextRole.SECONDARY)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.warnings)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.fold_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.details, self.situations, self.dated):
            self.body.addWidget(part)
        self.fold_button.hide()
        self.warnings.hide()


def _is_folded(verdict: Verdict) -> bool:
    return verdict.status is Status.NOT_INDICATED

"""« Relances vaccinales »: whom the practice should call back, and for what."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QLabel, QProgressBar, QVBoxLayout, QWidget

from almapy.reminders.model import Addressee, Reminder
from almapy.stop import Stop
from almapy.users.model import Right
from almapy.vaccine_calendar.recall import RecallLine, RecallWanted
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.desk import Desk
from ui.identity_status.batch_words import counted
from ui.page import Page
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.vaccine_calendar.recall_filters import RecallFilters
from ui.vaccine_calendar.words import DRAFT, recall_columns
from ui.widgets.announce import announce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fitted_table import FittedTable
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table_model import RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_LEAST_ROWS = 8
_NOTHING_ASKED = (
    "Choisissez qui relancer, puis «\u00a0Rechercher\u00a0».\n"
    "La recherche porte sur tous les dossiers du cabinet et elle est tracée."
)


class RecallWatch(QObject):
    """One for a desk: brings the progress of a search to the thread of the windows."""

    moved = Signal(int, int)


class RecallPage(Page):
    """Enter opens a record; several lines chosen become reminders."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.strip = FailureStrip()
        self.filters = RecallFilters(desk)
        self.search_button = Button("Rechercher", ButtonKind.PRIMARY, icon_name="search")
        self.stop_button = Button("Arrêter", icon_name="cancel")
        self.bar = QProgressBar()
        self.model: RecordTableModel[RecallLine] = RecordTableModel(
            recall_columns(), identity=lambda line: (line.patient_id, line.verdict.rule_id)
        )
        self.table = FittedTable(self.model, "Patients à relancer", empty_text=_NOTHING_ASKED)
        self.count = QLabel()
        self.export_button = Button("Exporter la liste", icon_name="export")
        self.remind_button = Button("Créer un rappel", icon_name="clock")
        self.dated = QLabel()
        self._lines: list[RecallLine] = []
        self._turn = 0
        self._stop: Stop | None = None
        self._watch = desk.findChild(RecallWatch) or RecallWatch(desk)
        self._lay_out()
        self._connect()
        self._show_counts()

    def entered(self) -> None:
        """Put the keyboard where work begins, or back in the list that was left for a record."""
        self.filters.refresh()
        if self._lines:
            self.table.setFocus()
        else:
            self.filters.kind.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Return", "Ouvrir le dossier"), ("Ctrl+A", "Choisir toutes les lignes")]

    @Slot()
    def search(self) -> None:
        """Look for whom to call back, in the background."""
        calendar, actor = self.desk.application.vaccine_calendar, self.desk.actor
        wanted: RecallWanted = self.filters.wanted()
        self._turn += 1
        turn, stop, told = self._turn, Stop(), self._watch.moved.emit
        self._stop = stop
        self.strip.dismiss()
        self._show_search(is_on=True)

        def work() -> tuple[int, bool, list[RecallLine]]:
            lines = calendar.recall(actor, wanted, progress=told, stop=stop)
            return turn, stop.asked, lines

        self.desk.run(self, work, self._show, partial(self._fail, turn), lane=Lane.IO)

    @Slot()
    def stop(self) -> None:
        """Have the search end with what it found."""
        if self._stop is not None:
            self._stop.ask()

    def export_to(self, target: Path) -> None:
        """Write the lines shown to a file, in a worker."""
        calendar, actor, lines = (
            self.desk.application.vaccine_calendar,
            self.desk.actor,
            self._lines,
        )
        told = partial(self._tell_exported, target)
        self.export_button.setEnabled(False)
        self.desk.run(
            self,
            lambda: calendar.export(actor, lines, target),
            told,
            self._tell_failure,
            lane=Lane.IO,
        )

    @Slot()
    def remind(self) -> None:
        """Write a reminder, due today, for each line chosen."""
        lines = self.chosen()
        reminders, actor = self.desk.application.reminders, self.desk.actor
        today = self.desk.application.clock.today()
        if not lines:
            return
        self.remind_button.setEnabled(False)

        def work() -> int:
            for line in lines:
                reminder = Reminder(
                    f"Vaccination\u00a0: {line.verdict.label}", today, Addressee.SECRETARY
                )
                reminders.add(actor, line.patient_id, reminder)
            return len(lines)

        self.desk.run(self, work, self._tell_reminded, self._tell_failure)

    def chosen(self) -> list[RecallLine]:
        """Return the lines chosen in the list."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.record(row) for row in rows]

    def _show(self, answer: tuple[int, bool, list[RecallLine]]) -> None:
        turn, stopped, lines = answer
        if turn != self._turn:
            return
        self._lines = lines
        self._show_search(is_on=False)
        self.table.set_empty_text("Personne à relancer pour ces critères.")
        self.model.set_records(lines)
        if stopped:
            self.strip.show_message(
                Tone.ATTENTION,
                "Recherche arrêtée",
                "La liste ne contient que les dossiers déjà examinés.",
            )
        self._show_counts()
        announce(self.table, self.count.text())
        if lines:
            self.table.selectRow(0)
            self.table.setFocus()

    def _fail(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self._show_search(is_on=False)
            self.strip.show_failure(error)

    def _show_search(self, *, is_on: bool) -> None:
        self.search_button.setEnabled(not is_on)
        self.stop_button.setVisible(is_on)
        self.bar.setVisible(is_on)
        if is_on:
            self.bar.setRange(0, 0)
        else:
            self._stop = None

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def _show_counts(self) -> None:
        people = len({line.patient_id for line in self._lines})
        lines = counted(len(self._lines), "vaccination", "vaccinations")
        text = f"{lines} pour {counted(people, 'patient', 'patients')}" if people else ""
        self.count.setText(text or ("Personne à relancer" if self._turn else ""))
        self.export_button.setEnabled(bool(self._lines))
        self._follow_choice()

    @Slot()
    def _follow_choice(self) -> None:
        number = len(self.table.selectionModel().selectedRows())
        self.remind_button.setEnabled(number > 0 and self.desk.actor.may(Right.WRITE_NOTES))
        self.remind_button.setText(f"Créer {number} rappels" if number > 1 else "Créer un rappel")

    @Slot(object)
    def _open(self, line: RecallLine) -> None:
        self.desk.patient_asked.emit(line.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        name = f"relances-vaccinales-{self.desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, "Exporter la liste", name, self.export_to, with_csv=True)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self._show_counts()
        self.strip.show_message(
            Tone.OK,
            f"Liste exportée\u00a0: {counted(lines, 'ligne', 'lignes')}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )

    def _tell_reminded(self, number: int) -> None:
        self._show_counts()
        self.desk.tell(f"{counted(number, 'rappel créé', 'rappels créés')}, pour le secrétariat.")

    def _tell_failure(self, error: Exception) -> None:
        self._show_counts()
        self.strip.show_failure(error)

    def _connect(self) -> None:
        self.search_button.clicked.connect(self.search)
        self.stop_button.clicked.connect(self.stop)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._follow_choice)
        self.export_button.clicked.connect(self._ask_file)
        self.remind_button.clicked.connect(self.remind)
        self._watch.moved.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)

    def _lay_out(self) -> None:
        body = ScrollColumn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        body.add_part(SectionTitle("Relances vaccinales", 1))
        body.add_part(self.strip)
        body.add_part(self.filters)
        head = body.add_part(QWidget())
        line = WrapLayout(head, spacing=SPACE_S)
        for part in (self.search_button, self.stop_button, self.bar):
            line.addWidget(part)
        self.bar.setAccessibleName("Avancement de la recherche")
        self.bar.setTextVisible(False)
        self.bar.hide()
        self.stop_button.hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        body.add_part(self.table, grows=True)
        self.count.setAccessibleName("Nombre de relances")
        self.count.setMinimumHeight(self.export_button.sizeHint().height())
        foot = body.add_part(QWidget())
        line = WrapLayout(foot, spacing=SPACE_S)
        for below in (self.count, self.export_button, self.remind_button):
            line.addWidget(below)
        day = self.desk.application.vaccine_calendar.calendar.day
        self.dated.setText(f"Calendrier local, table du {day:%d/%m/%Y}, {DRAFT}.")
        self.dated.setWordWrap(True)
        body.add_part(self.dated)
        for label in (self.count, self.dated):
            set_text_role(label, TextRole.SECONDARY)

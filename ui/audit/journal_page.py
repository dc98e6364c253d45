"""« Traces »: who did what, when, on which post, about whom, and who saw or changed an INS."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from almapy.audit.chain import BrokenLink
from almapy.audit.ins_journal import TITLE
from almapy.users.model import Right
from ui.audit.counting import count_words, number
from ui.audit.filters import JournalFilters
from ui.audit.ins_tab import InsTab
from ui.audit.shown_trace import ShownPage, ShownTrace, columns, read_page
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.audit.trace_card import TraceCard
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.theme import SPACE_L, SPACE_M, SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import RecordTableModel

_LEAST_ROWS = 7


class JournalPage(Page):
    """Reads only: nothing here changes or erases a trace."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.strip = FailureStrip()
        self.filters = JournalFilters(desk.application.clock)
        self._model = RecordTableModel(columns(), identity=lambda trace: trace.seq)
        self.table = RecordTable(self._model, "Traces")
        self.count = QLabel()
        self.export_button = Button("Exporter au format excel ou open office", icon_name="export")
        self.check_button = Button("Contrôler l'intégrité", icon_name="shield")
        self.trace = TraceCard(opens_records=desk.actor.may(Right.IDENTITY))
        self.ins = InsTab(desk)
        self.tabs = QTabWidget()
        self._asked = 0
        self._lay_out()
        self.tabs.currentChanged.connect(self._enter_tab)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._turn, step))
        self.filters.asked_changed.connect(self._search)
        self.table.current_changed.connect(self.trace.show_trace)
        self.table.opened.connect(self._open_patient)
        self.trace.patient_asked.connect(desk.patient_asked)
        self.export_button.clicked.connect(self._ask_file)
        self.check_button.clicked.connect(self._check)

    def entered(self) -> None:
        """Read the newest traces and put the cursor where words are typed."""
        journal, actor = self.desk.application.journal, self.desk.actor
        self.desk.run(
            self, lambda: journal.actors(actor), self._show_users, self.strip.show_failure
        )
        self._enter_tab()

    def show_record(self, record: OpenRecord) -> None:
        """Take the record in front, for « Patient en cours »."""
        patient = record.patient
        name = f"{patient.shown_name} {patient.shown_first_name}"
        for filters in (self.filters, self.ins.filters):
            filters.show_patient(patient.id, name)

    def forget_record(self) -> None:
        """Widen to every patient: no record is open any more."""
        for filters in (self.filters, self.ins.filters):
            filters.show_patient(None, "")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Ouvrir le dossier de la trace choisie"),
            ("Ctrl+PgDown", "Onglet suivant"),
            ("Ctrl+PgUp", "Onglet précédent"),
        ]

    def export_to(self, target: Path) -> None:
        """Write the traces that match to a spreadsheet, in a worker."""
        journal, actor, asked = self.desk.application.journal, self.desk.actor, self.filters.asked()
        self.export_button.setEnabled(False)

        def work() -> int:
            return journal.export(actor, asked, target)

        self.desk.run(
            self, work, partial(self._tell_exported, target), self._tell_not_exported, lane=Lane.IO
        )

    @Slot()
    def _enter_tab(self) -> None:
        if self.tabs.currentWidget() is self.ins:
            self.ins.search()
            self.ins.filters.words.setFocus()
        else:
            self._search()
            self.filters.words.setFocus()

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _show_users(self, logins: Sequence[str]) -> None:
        for filters in (self.filters, self.ins.filters):
            filters.show_users(logins)

    @Slot()
    def _search(self) -> None:
        wrong = self.filters.wrong_day
        if wrong:
            self.count.setText(f"Date «\u00a0{wrong}\u00a0» non comprise")
            return
        application, actor, asked = self.desk.application, self.desk.actor, self.filters.asked()
        self._asked += 1
        number = self._asked

        def work() -> tuple[int, ShownPage]:
            return number, read_page(application, actor, asked)

        self.desk.run(self, work, self._show, self.strip.show_failure)

    def _show(self, answer: tuple[int, ShownPage]) -> None:
        number, page = answer
        if number != self._asked:
            return
        self._model.set_records(page.traces)
        self.table.set_empty_text(
            "Aucune trace pour l'instant."
            if self.filters.is_empty()
            else "Aucune trace ne correspond. Élargissez les dates ou effacez un filtre."
        )
        self.count.setText(count_words(len(page.traces), page.total))

    @Slot(object)
    def _open_patient(self, trace: ShownTrace) -> None:
        if trace.patient_id is not None and self.desk.actor.may(Right.IDENTITY):
            self.desk.patient_asked.emit(trace.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        name = f"journal-des-traces-{self.desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, "Exporter le journal des traces", name, self.export_to)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_message(
            Tone.OK,
            f"Journal exporté\u00a0: {number(lines)} trace{'s' if lines > 1 else ''}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )
        self._search()

    def _tell_not_exported(self, error: Exception) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_failure(error)

    @Slot()
    def _check(self) -> None:
        self.check_button.setEnabled(False)
        self.strip.show_message(
            Tone.INFORMATION, "Contrôle en cours", "Vous pouvez continuer à travailler."
        )
        self.desk.run(
            self,
            self.desk.application.journal.first_broken_link,
            self._tell_checked,
            self._tell_not_checked,
            lane=Lane.IO,
        )

    def _tell_checked(self, broken: BrokenLink | None) -> None:
        self.check_button.setEnabled(True)
        if broken is None:
            self.strip.show_message(
                Tone.OK,
                "Le journal est intègre",
                "Chaque trace suit la précédente et la fin correspond au sceau gardé hors de la "
                "base.",
            )
            return
        self.strip.show_message(
            Tone.CRITICAL,
            f"Le journal a été altéré à la ligne {broken.seq}",
            f"Ce qui a été trouvé\u00a0: {broken.why}. Les dossiers ne sont pas touchés. Gardez "
            "une copie de la base et du dossier «\u00a0seals\u00a0», puis prévenez l'assistance.",
        )

    def _tell_not_checked(self, error: Exception) -> None:
        self.check_button.setEnabled(True)
        self.strip.show_failure(error)

    def _lay_out(self) -> None:
        set_text_role(self.count, TextRole.SECONDARY)
        self.count.setAccessibleName("Nombre de traces")
        body = ScrollColumn()
        body.add_part(self.strip)
        body.add_part(self.filters)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        body.add_part(self.table, grows=True)
        body.add_part(self.trace)
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.count, 1)
        line.addWidget(self.check_button)
        line.addWidget(self.export_button)
        body.add_part(foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if not self.desk.actor.may(Right.READ_ALL_TRACES):
            column.addWidget(_own_only(reads_notes=self.desk.actor.may(Right.READ_NOTES)))
        self.tabs.addTab(body, "Journal des traces")
        self.tabs.addTab(self.ins, TITLE)
        column.addWidget(self.tabs)


def _own_only(*, reads_notes: bool) -> QLabel:
    words = "Votre compte montre vos propres traces"
    if reads_notes:
        words += ", et toutes celles d'un patient quand son dossier est ouvert"
    label = QLabel(f"{words}.")
    label.setWordWrap(True)
    label.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
    set_text_role(label, TextRole.SECONDARY)
    return label

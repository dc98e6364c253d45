"""« Journal des traces »: who did what, when, on which post, about whom."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.audit.chain import BrokenLink
from almapy.users.model import Right
from ui.audit.filters import JournalFilters
from ui.audit.shown_trace import ShownPage, ShownTrace, columns, read_page
from ui.audit.trace_card import TraceCard
from ui.desk import Desk
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import RecordTableModel

_LEAST_ROWS = 7
_KINDS = {"Classeur Excel (*.xlsx)": ".xlsx", "Classeur LibreOffice (*.ods)": ".ods"}


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
        self._asked = 0
        self._lay_out()
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
            self, lambda: journal.actors(actor), self.filters.show_users, self.strip.show_failure
        )
        self._search()
        self.filters.words.setFocus()

    def show_record(self, record: OpenRecord) -> None:
        """Take the record in front, for « Patient en cours »."""
        patient = record.patient
        name = f"{patient.shown_name} {patient.shown_first_name}"
        self.filters.show_patient(patient.id, name)

    def forget_record(self) -> None:
        """Widen to every patient: no record is open any more."""
        self.filters.show_patient(None, "")

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [("Return", "Ouvrir le dossier de la trace choisie")]

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
        self.count.setText(_count_words(len(page.traces), page.total))

    @Slot(object)
    def _open_patient(self, trace: ShownTrace) -> None:
        if trace.patient_id is not None and self.desk.actor.may(Right.IDENTITY):
            self.desk.patient_asked.emit(trace.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = QStandardPaths.writableLocation(documents)
        dialog = QFileDialog(self, "Exporter le journal des traces", folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(_KINDS))
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_KINDS[kind][1:]))
        dialog.selectFile(f"journal-des-traces-{self.desk.application.clock.today():%Y-%m-%d}")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_message(
            Tone.OK,
            f"Journal exporté\u00a0: {_number(lines)} trace{'s' if lines > 1 else ''}",
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
        body.add_part(SectionTitle("Journal des traces", 1))
        if not self.desk.actor.may(Right.READ_ALL_TRACES):
            body.add_part(_own_only(reads_notes=self.desk.actor.may(Right.READ_NOTES)))
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
        column.addWidget(body)


def _own_only(*, reads_notes: bool) -> QLabel:
    words = "Votre compte montre vos propres traces"
    if reads_notes:
        words += ", et toutes celles d'un patient quand son dossier est ouvert"
    label = QLabel(f"{words}.")
    label.setWordWrap(True)
    set_text_role(label, TextRole.SECONDARY)
    return label


def _count_words(shown: int, total: int) -> str:
    if shown < total:
        return f"Les {shown} plus récentes sur {_number(total)} traces\u00a0: affinez la recherche"
    return f"{_number(total)} trace{'s' if total > 1 else ''}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u202f")

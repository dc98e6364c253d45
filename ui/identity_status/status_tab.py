"""The list of identities by status: count, opening, export, verification of the whole list."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from almapy.identity_status.batch_model import BatchProgress
from almapy.identity_status.model import StatusList, StatusRow
from almapy.identity_status.service import TITLE
from almapy.patients.model import IdentityStatus
from almapy.users.model import Right
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.desk import Desk
from ui.identity_status.batch_card import BatchCard
from ui.identity_status.batch_watch import watch_of
from ui.identity_status.batch_words import counted, number
from ui.identity_status.opening import open_at_insi
from ui.identity_status.status_filters import StatusFilters
from ui.identity_status.status_table import StatusTableModel
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.wrap_layout import WrapLayout

_LEAST_ROWS = 7
_WITHOUT_INS = frozenset({IdentityStatus.PROVISIONAL, IdentityStatus.VALIDATED})


class StatusTab(ScrollColumn):
    """Reads only; a verification changes nothing either, it tells what to look at."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._watch = watch_of(desk)
        self.strip = FailureStrip()
        self.filters = StatusFilters()
        self.batch = BatchCard(desk)
        self.model = StatusTableModel()
        self.table = RecordTable(self.model, TITLE)
        self.count = QLabel()
        self.verify_button = Button("Vérifier les INS de cette liste", icon_name="shield")
        self.export_button = Button("Exporter au format excel ou open office", icon_name="export")
        self._asked = 0
        self._lay_out()
        self.filters.changed.connect(self.search)
        self.filters.words.returnPressed.connect(self._enter_list)
        self.model.order_asked.connect(self.filters.set_order)
        self.table.opened.connect(self._open)
        self.batch.patient_asked.connect(self._open_found)
        self.verify_button.clicked.connect(self._verify)
        self.export_button.clicked.connect(self._ask_file)
        self._watch.changed.connect(self._follow_batch)
        self._allow_verification()

    @Slot()
    def search(self) -> None:
        """Read the first lines that match, in the background."""
        service, actor = self._desk.application.identity_status, self._desk.actor
        asked = self.filters.asked()
        self._asked += 1
        turn = self._asked

        def work() -> tuple[int, StatusList]:
            return turn, service.page(actor, asked)

        self._allow_verification()
        self._desk.run(self, work, self._show, self.strip.show_failure)

    def export_to(self, target: Path) -> None:
        """Write every line that matches to a spreadsheet, in a worker."""
        service, actor = self._desk.application.identity_status, self._desk.actor
        asked = self.filters.asked()
        self.export_button.setEnabled(False)

        def work() -> int:
            return service.export(actor, asked, target)

        told = partial(self._tell_exported, target)
        self._desk.run(self, work, told, self._tell_not_exported, lane=Lane.IO)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field to the list."""
        if event.key() == Qt.Key.Key_Down and self.filters.words.hasFocus():
            self._enter_list()
            return
        super().keyPressEvent(event)

    def _show(self, answer: tuple[int, StatusList]) -> None:
        turn, found = answer
        if turn != self._asked:
            return
        self.model.set_records(found.rows)
        self.filters.show_counts(found.counts)
        self.table.set_empty_text(
            "Aucune identité ne correspond. Essayez le début du nom, ou un autre statut."
            if self.filters.is_narrowed
            else "Aucune identité de ce statut."
        )
        shown = len(found.rows)
        self.count.setText(
            f"Les {shown} premières sur {number(found.total)} identités\u00a0: affinez la recherche"
            if shown < found.total
            else counted(found.total, "identité", "identités")
        )

    @Slot()
    def _enter_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    @Slot(object)
    def _open(self, row: StatusRow) -> None:
        self._desk.patient_asked.emit(row.patient_id)

    @Slot(object)
    def _open_found(self, patient_id: int) -> None:
        open_at_insi(self._desk, patient_id)

    @Slot()
    def _verify(self) -> None:
        asked, watch = self.filters.asked(), self._watch
        self.verify_button.setEnabled(False)

        def work() -> None:
            watch.begin(asked)

        self._desk.run(self, work, self._begun, self._not_begun, lane=Lane.IO)

    def _begun(self, _: None) -> None:
        self.bring_into_view(self.batch)

    def _not_begun(self, error: Exception) -> None:
        self._allow_verification()
        self.strip.show_failure(error)
        self.bring_into_view(self.strip)

    @Slot(object)
    def _follow_batch(self, progress: BatchProgress) -> None:
        self._allow_verification()
        if progress.state.is_over and self.isVisible():
            self.search()

    def _allow_verification(self) -> None:
        has_ins = self.filters.asked().status not in _WITHOUT_INS
        self.verify_button.setVisible(self._desk.actor.may(Right.QUALIFY_INS))
        self.verify_button.setEnabled(has_ins and self._watch.progress.state.is_over)
        self.verify_button.setToolTip(
            "Chaque INS est vérifiée auprès d'INSi, en arrière-plan. Rien n'est modifié."
            if has_ins
            else "Ces identités n'ont pas de matricule INS."
        )

    @Slot()
    def _ask_file(self) -> None:
        name = f"statuts-identite-{self._desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, f"Exporter la {TITLE[0].lower()}{TITLE[1:]}", name, self.export_to)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_message(
            Tone.OK,
            f"Liste exportée\u00a0: {counted(lines, 'identité', 'identités')}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )
        self.bring_into_view(self.strip)

    def _tell_not_exported(self, error: Exception) -> None:
        self.export_button.setEnabled(True)
        self.strip.show_failure(error)
        self.bring_into_view(self.strip)

    def _lay_out(self) -> None:
        set_text_role(self.count, TextRole.SECONDARY)
        self.count.setAccessibleName("Nombre d'identités")
        self.add_part(self.strip)
        self.add_part(self.filters)
        self.add_part(self.batch)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        self.add_part(self.table, grows=True)
        self.count.setMinimumHeight(self.export_button.sizeHint().height())
        foot = QWidget()
        line = WrapLayout(foot, spacing=SPACE_S)
        for part in (self.count, self.verify_button, self.export_button):
            line.addWidget(part)
        self.add_part(foot)

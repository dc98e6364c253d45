"""« À qualifier aujourd'hui »: who comes or was opened today and is not qualified."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.identity_status.model import ToQualify
from ui.desk import Desk
from ui.identity_status.batch_words import counted
from ui.identity_status.opening import open_at_insi
from ui.identity_status.status_words import today_columns
from ui.theme import SPACE_M
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

TO_QUALIFY = "À qualifier aujourd'hui"
_LEAST_ROWS = 7


class TodayTab(ScrollColumn):
    """Enter opens the record where its identity is qualified."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self.strip = FailureStrip()
        self.model = RecordTableModel(today_columns(), identity=lambda one: one.patient_id)
        self.table = RecordTable(
            self.model,
            TO_QUALIFY,
            empty_text="Personne à qualifier\u00a0: les patients du jour le sont tous.",
        )
        self.count = QLabel()
        self.open_button = Button("Qualifier", ButtonKind.PRIMARY, icon_name="shield")
        self._lay_out()
        self.table.opened.connect(self._open)
        self.open_button.clicked.connect(self._open_current)

    @Slot()
    def search(self) -> None:
        """Read the list of the day, in the background."""
        service, actor = self._desk.application.identity_status, self._desk.actor
        self._desk.run(
            self, lambda: service.to_qualify_today(actor), self._show, self.strip.show_failure
        )

    def _show(self, found: Sequence[ToQualify]) -> None:
        row = max(0, self.table.currentIndex().row())
        self.model.set_records(found)
        self.count.setText(f"{counted(len(found), 'identité', 'identités')} à qualifier")
        self.open_button.setEnabled(bool(found))
        if found and self.table.current_record() is None:
            self.table.selectRow(min(row, len(found) - 1))  # the one after who was qualified

    @Slot()
    def _open_current(self) -> None:
        one = self.table.current_record()
        if one is not None:
            self._open(one)

    @Slot(object)
    def _open(self, one: ToQualify) -> None:
        open_at_insi(self._desk, one.patient_id)

    def _lay_out(self) -> None:
        explanation = QLabel(
            "Patients qui ont un rendez-vous aujourd'hui ou dont le dossier a été ouvert "
            "aujourd'hui, et dont l'identité n'est pas qualifiée."
        )
        explanation.setWordWrap(True)
        self.count.setAccessibleName("Nombre d'identités à qualifier")
        for label in (explanation, self.count):
            set_text_role(label, TextRole.SECONDARY)
        self.add_part(self.strip)
        self.add_part(explanation)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        self.add_part(self.table, grows=True)
        self.count.setMinimumHeight(self.open_button.sizeHint().height())
        foot = QWidget()
        line = WrapLayout(foot, spacing=SPACE_M)
        for part in (self.open_button, self.count):
            line.addWidget(part)
        self.add_part(foot)

"""« Qui a reçu le lot ? »: a lot number typed, everybody to call."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from almapy.vaccination.lots import LotLine
from ui.audit.spreadsheet_dialog import ask_spreadsheet
from ui.desk import Desk
from ui.identity_status.batch_words import counted
from ui.lots.words import code_of, counts_of, lot_columns, vaccines_of
from ui.page import Page
from ui.tasks import Lane
from ui.theme import SPACE_S, Tone
from ui.widgets.announce import announce
from ui.widgets.button import Button, ButtonKind
from ui.widgets.code_list import CodeList
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.field_bar import FieldBar
from ui.widgets.fitted_table import FittedTable
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table_model import RecordTableModel
from ui.widgets.wrap_layout import WrapLayout

_LEAST_ROWS = 7
_LONGEST_TYPED = 40  # a lot has 20 characters, and may be typed with spaces
_ALL = "Tous les vaccins"
_NOTHING_ASKED = (
    "Tapez le numéro de lot tel qu'il est imprimé, ou son début, puis Entrée.\n"
    "La recherche porte sur tous les dossiers du cabinet et elle est tracée."
)


class LotsPage(Page):
    """Nothing is asked before Enter: each question is a trace."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.strip = FailureStrip()
        self.lot = QLineEdit()
        self.lot.setMaxLength(_LONGEST_TYPED)
        self.lot.setClearButtonEnabled(True)
        self.lot.setPlaceholderText("comme sur la boîte")
        self.search_button = Button("Rechercher", ButtonKind.PRIMARY, icon_name="search")
        self.vaccine = CodeList([("", _ALL)])
        self.model: RecordTableModel[LotLine] = RecordTableModel(
            lot_columns(), identity=lambda line: line.vaccination_id
        )
        self.table = FittedTable(
            self.model, "Patients qui ont reçu le lot", empty_text=_NOTHING_ASKED
        )
        self.count = QLabel()
        self.export_button = Button("Exporter la liste", icon_name="export")
        self._lines: list[LotLine] = []
        self._turn = 0
        self._lay_out()
        self.lot.returnPressed.connect(self.search)
        self.search_button.clicked.connect(self.search)
        self.vaccine.changed.connect(self._filter)
        self.table.opened.connect(self._open)
        self.export_button.clicked.connect(self._ask_file)
        self._show_counts()

    def entered(self) -> None:
        """Put the cursor in the field, or back in the list that was left for a record."""
        if self._lines:
            self.table.setFocus()
        else:
            self.lot.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Rechercher le lot, ou ouvrir le dossier"),
            ("Down", "Aller à la liste"),
        ]

    @Slot()
    def search(self) -> None:
        """Ask who was given the lot typed."""
        lots, actor, typed = self.desk.application.lots, self.desk.actor, self.lot.text()
        self._turn += 1
        turn = self._turn
        self.strip.dismiss()
        self.search_button.setEnabled(False)

        def work() -> tuple[int, str, list[LotLine]]:
            return turn, typed.strip(), lots.received(actor, typed)

        self.desk.run(self, work, self._show, partial(self._fail, turn))

    def export_to(self, target: Path) -> None:
        """Write the lines shown to a file, in a worker."""
        lots, actor, lines = self.desk.application.lots, self.desk.actor, self._shown()
        self.export_button.setEnabled(False)

        def work() -> int:
            return lots.export(actor, lines, target)

        told = partial(self._tell_exported, target)
        self.desk.run(self, work, told, self._tell_not_exported, lane=Lane.IO)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.lot.hasFocus():
            self._enter_list()
            return
        super().keyPressEvent(event)

    def _show(self, answer: tuple[int, str, list[LotLine]]) -> None:
        turn, typed, lines = answer
        if turn != self._turn:
            return
        self.search_button.setEnabled(True)
        self._lines = lines
        self.vaccine.fill([("", _ALL), *vaccines_of(lines)])
        self.vaccine.setCurrentIndex(0)
        self.table.set_empty_text(
            f"Personne n'a reçu un lot «\u00a0{typed}\u00a0» dans ce cabinet.\n"
            "Vérifiez le numéro\u00a0: O et 0, I et 1 se ressemblent."
        )
        self._filter()
        if lines:
            self._enter_list()
        else:
            self.lot.setFocus()
            self.lot.selectAll()

    def _fail(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.search_button.setEnabled(True)
            self.strip.show_failure(error)
            self.lot.setFocus()

    def _shown(self) -> list[LotLine]:
        code = str(self.vaccine.value() or "")
        return [line for line in self._lines if not code or code_of(line) == code]

    @Slot()
    def _filter(self) -> None:
        self.model.set_records(self._shown())
        self._show_counts()

    def _show_counts(self) -> None:
        lines = self._shown()
        self.count.setText(counts_of(lines) if lines else "")
        self.export_button.setEnabled(bool(lines))
        self.vaccine.setEnabled(len(vaccines_of(self._lines)) > 1)
        if self._turn:
            announce(self.table, self.count.text() or "Personne")

    @Slot()
    def _enter_list(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()
            self.table.selectRow(max(self.table.currentIndex().row(), 0))

    @Slot(object)
    def _open(self, line: LotLine) -> None:
        self.desk.patient_asked.emit(line.patient_id)

    @Slot()
    def _ask_file(self) -> None:
        name = f"lot-{self.desk.application.clock.today():%Y-%m-%d}"
        ask_spreadsheet(self, "Exporter la liste", name, self.export_to, with_csv=True)

    def _tell_exported(self, target: Path, lines: int) -> None:
        self._show_counts()
        self.strip.show_message(
            Tone.OK,
            f"Liste exportée\u00a0: {counted(lines, 'dose', 'doses')}",
            f"{target}\nCe fichier n'est pas chiffré\u00a0: ne le laissez pas traîner.",
        )

    def _tell_not_exported(self, error: Exception) -> None:
        self._show_counts()
        self.strip.show_failure(error)

    def _lay_out(self) -> None:
        body = ScrollColumn()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)
        body.add_part(SectionTitle("Qui a reçu le lot\u00a0?", 1))
        body.add_part(self.strip)
        bar = body.add_part(FieldBar())
        bar.add_field("Numéro de lot", self.lot)
        bar.add_plain(self.search_button)
        bar.add_field("Vaccin", self.vaccine)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * _LEAST_ROWS)
        body.add_part(self.table, grows=True)
        set_text_role(self.count, TextRole.SECONDARY)
        self.count.setAccessibleName("Nombre de doses")
        self.count.setMinimumHeight(self.export_button.sizeHint().height())
        foot = body.add_part(QWidget())
        line = WrapLayout(foot, spacing=SPACE_S)
        line.addWidget(self.count)
        line.addWidget(self.export_button)

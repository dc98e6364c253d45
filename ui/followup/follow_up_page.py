"""« Tableau de suivi »: chosen series of the open record, one line a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from almapy.followup.model import Choice, FollowColumn, FollowPoint, FollowTable, Preset
from almapy.users.model import Right
from ui.desk import Desk
from ui.encounters.wish import ask_consultation
from ui.followup.columns_panel import ColumnsPanel
from ui.followup.source_line import SourceLine
from ui.followup.table_model import FollowTableModel
from ui.followup.verbs import FollowUpVerbs
from ui.followup.view import FollowView
from ui.measures.curve import show_curve
from ui.page import Page
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.widgets.button import Button
from ui.widgets.empty_state import EmptyState
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.wrap_layout import WrapLayout


@dataclass(frozen=True, slots=True)
class _Loaded:
    patient_id: int
    choice: Choice
    columns: tuple[FollowColumn, ...]
    table: FollowTable


class FollowUpPage(Page):
    """Dates are lines, the latest first; Enter on a value says where it comes from."""

    curve_asked = Signal(str)  # the key of the series

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._patient_id: int | None = None
        self._choice: Choice | None = None
        self._columns: tuple[FollowColumn, ...] = ()
        self._verbs = FollowUpVerbs(desk, self)
        self.model = FollowTableModel(self)
        self.view = FollowView(self.model)
        self.preset = QComboBox()
        self.preset.setAccessibleName("Tableau")
        for preset in Preset:
            self.preset.addItem(preset.label, preset.value)
        self.columns_button = Button("Choisir les colonnes…", icon_name="edit")
        self.export_button = Button("Exporter en CSV…", icon_name="export")
        self.panel = ColumnsPanel()
        self.source = SourceLine()
        self.empty = EmptyState(
            "measure",
            "Non renseigné",
            "Aucune valeur de ce tableau n'a encore été saisie pour ce patient. Les mesures "
            "entrées en consultation et les masques viennent ici d'eux-mêmes.",
        )
        self._lay_out()
        self.preset.activated.connect(self._take_preset)
        self.columns_button.clicked.connect(self._choose_columns)
        self.export_button.clicked.connect(self._ask_file)
        self.panel.submitted.connect(self._take_columns)
        self.panel.left.connect(partial(self._show_parts, choosing=False))
        self.view.pointed.connect(self._show_source)
        self.view.opened.connect(self._open)
        self.curve_asked.connect(self._show_curve)
        self.view.removal_asked.connect(self._remove_current)
        self.source.encounter_asked.connect(self._open_consultation)
        self.source.removal_asked.connect(self._remove)

    def entered(self) -> None:
        """Put the keyboard in the table."""
        self.view.setFocus()

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Courbe de la colonne, ou consultation de la valeur"),
            ("Del", "Retirer la mesure de la cellule"),
        ]

    def show_record(self, record: OpenRecord) -> None:
        """Show the table of this record; the same one again keeps the cell."""
        if record.patient.id != self._patient_id:
            self.model.set_table(FollowTable((), (), {}))
            self.panel.leave()
        self._patient_id = record.patient.id
        self.load()

    def forget_record(self) -> None:
        """Show nothing."""
        self._patient_id = None
        self.model.set_table(FollowTable((), (), {}))
        self._show_source()

    def load(self) -> None:
        """Read the table again."""
        patient_id, desk, known = self._patient_id, self.desk, self._choice
        if patient_id is None or not desk.actor.may(Right.READ_NOTES):
            return
        service, actor = desk.application.follow_up, desk.actor

        def work() -> _Loaded:
            choice = known or service.choice(actor)
            columns = tuple(service.columns(actor, patient_id))
            table = service.table(actor, patient_id, choice.columns)
            return _Loaded(patient_id, choice, columns, table)

        desk.run(self, work, self._show)

    def export_to(self, target: Path) -> None:
        """Write what is shown to a file the person chose."""
        patient_id, choice, desk = self._patient_id, self._choice, self.desk
        if patient_id is None or choice is None:
            return
        service, actor = desk.application.follow_up, desk.actor
        self.export_button.setEnabled(False)
        desk.run(
            self,
            lambda: service.export(actor, patient_id, choice.columns, target),
            partial(self._tell_exported, target),
            self._tell_not_exported,
            lane=Lane.IO,
        )

    def _show(self, loaded: _Loaded) -> None:
        current = self._choice
        if loaded.patient_id != self._patient_id or current not in {None, loaded.choice}:
            return
        self._choice, self._columns = loaded.choice, loaded.columns
        self.preset.setCurrentIndex(self.preset.findData(loaded.choice.preset.value))
        self.view.show_table(loaded.table)
        self.export_button.setEnabled(bool(loaded.table.rows))
        self._show_parts(choosing=not self.panel.isHidden())
        self._show_source()

    def _show_parts(self, *, choosing: bool) -> None:
        filled = bool(self.model.table.rows)
        self.view.setVisible(filled and not choosing)
        self.source.setVisible(filled and not choosing)
        self.empty.setVisible(not filled and not choosing)

    @Slot()
    def _show_source(self) -> None:
        index = self.view.currentIndex()
        point, column = self.model.point_at(index), self.model.column_at(index.column())
        measured = point is not None and point.measure_id is not None
        removable = (
            measured
            and column is not None
            and column.key.startswith("measure:")
            and self.desk.actor.may(Right.WRITE_NOTES)
        )
        self.source.show_point(column, point, self.model.more_at(index), removable=removable)

    @Slot()
    def _open(self) -> None:
        index = self.view.currentIndex()
        point, column = self.model.point_at(index), self.model.column_at(index.column())
        if point is not None and point.encounter_id is not None:
            self._open_consultation(point.encounter_id)
            return
        if column is not None and any(one.value is not None for one in self._points(column)):
            self.curve_asked.emit(column.key)

    def _points(self, column: FollowColumn) -> tuple[FollowPoint, ...]:
        return self.model.table.points.get(column.key, ())

    @Slot(str)
    def _show_curve(self, key: str) -> None:
        show_curve(self, self.desk, key)

    @Slot(int)
    def _open_consultation(self, encounter_id: int) -> None:
        if self._patient_id is not None:
            ask_consultation(self.desk, self._patient_id, encounter_id)

    @Slot()
    def _remove_current(self) -> None:
        if not self.source.remove_button.isHidden():
            self.source.remove_button.click()

    @Slot(int)
    def _remove(self, measure_id: int) -> None:
        if self._patient_id is not None:
            self._verbs.remove(self._patient_id, measure_id)

    @Slot()
    def _take_preset(self) -> None:
        preset = Preset(self.preset.currentData())
        own = self._choice.own if self._choice else ()
        if preset is Preset.OWN and not own:
            own = self._choice.columns if self._choice else ()
        self._keep(Choice(preset, own))

    @Slot()
    def _choose_columns(self) -> None:
        choice = self._choice or Choice()
        self._show_parts(choosing=True)
        self.panel.open(self.columns_button)
        self.panel.show_columns(self._columns, choice.own or choice.columns)

    @Slot()
    def _take_columns(self) -> None:
        chosen = self.panel.chosen()
        self.panel.leave()
        self._keep(Choice(Preset.OWN, chosen))

    def _keep(self, choice: Choice) -> None:
        self._choice = choice
        service, actor = self.desk.application.follow_up, self.desk.actor
        self.desk.run(self, lambda: service.keep_choice(actor, choice), self._kept)

    def _kept(self, choice: Choice) -> None:
        self._choice = choice
        self.load()

    @Slot()
    def _ask_file(self) -> None:
        places = QStandardPaths.StandardLocation
        folder = QStandardPaths.writableLocation(places.DocumentsLocation)
        dialog = QFileDialog(self, "Exporter le tableau de suivi", folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("Tableau CSV (*.csv)")
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("tableau-de-suivi.csv")
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def _tell_exported(self, target: Path, lines: int) -> None:
        self.export_button.setEnabled(True)
        many = "s" if lines > 1 else ""
        self.desk.tell(f"Tableau exporté dans {target.name}\u00a0: {lines} date{many}.")

    def _tell_not_exported(self, error: Exception) -> None:
        self.export_button.setEnabled(True)
        self.desk.fail(error)

    def _lay_out(self) -> None:
        bar = QWidget()
        line = WrapLayout(bar)
        for part in (self.preset, self.columns_button, self.export_button):
            line.addWidget(part)
        scroll = ScrollColumn()
        scroll.add_part(bar)
        scroll.add_part(self.panel)
        scroll.add_part(self.view, grows=True)
        scroll.add_part(self.empty)
        scroll.add_part(self.source)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.empty.hide()

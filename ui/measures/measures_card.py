"""The last value of each measure, with its trend; Enter on a line asks for the curve."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from almapy.clock import civil_day
from almapy.followup.model import measure_key
from almapy.measures.model import Measure, MeasureKind
from almapy.measures.words import measure_text
from almapy.users.model import Right
from ui.charts.sparkline import Sparkline
from ui.desk import Desk
from ui.measures.curve import show_curve
from ui.patients.open_records import OpenRecord
from ui.widgets.card import Card
from ui.widgets.styling import Surface, set_surface

_KIND = Qt.ItemDataRole.UserRole
_TREND = 3
_WIDE_CHARACTERS = 62
_LEAST_LINES = 4
_POINTS_SHOWN = 30
Trends = dict[MeasureKind, list[tuple[datetime, float]]]


class MeasuresCard(Card):
    """One line a kind: name, value with its unit, day, trend."""

    curve_asked = Signal(object)  # MeasureKind

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Mesures", parent)
        self._desk = desk
        self._patient_id: int | None = None
        self.list = QTreeWidget()
        self.list.setAccessibleName("Dernières mesures")
        self.list.setAccessibleDescription("Entrée montre la courbe")
        self.list.setHeaderHidden(True)
        self.list.setColumnCount(_TREND + 1)
        self.list.setRootIsDecorated(False)
        self.list.setIndentation(0)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.setMinimumHeight(self.fontMetrics().height() * 2 * _LEAST_LINES)
        set_surface(self.list, Surface.PLAIN)
        self.body.addWidget(self.list, 1)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(0)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_TREND, QHeaderView.ResizeMode.Stretch)
        self.list.itemActivated.connect(self._ask)
        self.list.itemClicked.connect(self._ask)
        self.curve_asked.connect(self._show_curve)

    def show_record(self, record: OpenRecord) -> None:
        """Show the last values at once, and their trends when they are read."""
        desk, patient_id = self._desk, record.patient.id
        self._patient_id = patient_id
        self.show_measures(record.overview.latest)
        if not desk.actor.may(Right.READ_NOTES):
            return
        service, actor = desk.application.measures, desk.actor

        def work() -> tuple[int, Trends]:
            return patient_id, service.recent(actor, patient_id, _POINTS_SHOWN)

        desk.run(self, work, self._show_trends)

    def show_measures(self, latest: Mapping[MeasureKind, Measure]) -> None:
        """Show these values, or that none was entered; the current line stays current."""
        current = self.current_kind()
        self.list.clear()
        for kind in MeasureKind:
            if kind in latest:
                measure = latest[kind]
                day = f"{civil_day(measure.taken_at):%d/%m/%Y}"
                item = QTreeWidgetItem([kind.short, measure_text(measure), day, ""])
                item.setData(0, _KIND, kind.value)
                told = f"{kind.label}\u00a0: {measure_text(measure)}, {day}"
                item.setToolTip(0, told)
                item.setData(0, Qt.ItemDataRole.AccessibleTextRole, told)
                font = item.font(1)
                font.setBold(True)
                item.setFont(1, font)
                self.list.addTopLevelItem(item)
                if kind is current:
                    self.list.setCurrentItem(item)
        self._name_lines()
        if not latest:
            empty = QTreeWidgetItem(["Non renseigné"])
            empty.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addTopLevelItem(empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write the names in full where there is room."""
        super().resizeEvent(event)
        self._name_lines()

    def current_kind(self) -> MeasureKind | None:
        """Return the kind of the current line."""
        item = self.list.currentItem()
        code = item.data(0, _KIND) if item is not None else None
        return MeasureKind(code) if code else None

    def _show_trends(self, answer: tuple[int, Trends]) -> None:
        patient_id, trends = answer
        if patient_id != self._patient_id:
            return
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            code = item.data(0, _KIND) if item is not None else None
            if item is None or not code:
                continue
            kind = MeasureKind(code)
            points = trends.get(kind, [])
            if len(points) > 1:
                trend = Sparkline()
                trend.set_points(points, unit=kind.shown_unit)
                self.list.setItemWidget(item, _TREND, trend)

    def _name_lines(self) -> None:
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE_CHARACTERS
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            code = item.data(0, _KIND) if item is not None else None
            if item is not None and code:
                kind = MeasureKind(code)
                item.setText(0, kind.label if wide else kind.short)

    @Slot(QTreeWidgetItem)
    def _ask(self, item: QTreeWidgetItem) -> None:
        code = item.data(0, _KIND)
        if code:
            self.curve_asked.emit(MeasureKind(code))

    @Slot(object)
    def _show_curve(self, kind: MeasureKind) -> None:
        show_curve(self, self._desk, measure_key(kind))

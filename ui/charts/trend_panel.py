"""Every curve of the open record: the list at the left, the chosen one at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from almapy.followup.model import measure_key
from almapy.growth.model import GrowthMeasure
from almapy.measures.model import MeasureKind
from almapy.patients.age import full_years
from almapy.trends.model import RecordTrends
from ui.charts.export_bar import ExportBar
from ui.charts.trend_list import TrendList
from ui.desk import Desk
from ui.patients.open_records import OpenRecord
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.styling import TextRole, set_text_role

if TYPE_CHECKING:
    from ui.charts.growth_panel import ChildGrowth, GrowthPanel
    from ui.charts.trend_view import TrendView

_ADULT_FROM = 18
_FIRST_CHOICE = measure_key(MeasureKind.BLOOD_PRESSURE)
_NARROW_EM = 56
_LEAST_LINES = 17
_GROWTH, _TIME = 0, 1
_LOADING = 2


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the worker brings; ``child`` for a person under 18 of known birth date."""

    trends: RecordTrends = field(repr=False)
    child: ChildGrowth | None = field(repr=False)


class TrendPanel(QWidget):
    """Curves in time, and growth for those under 18."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record: OpenRecord | None = None
        self._trends: RecordTrends | None = None
        self._key = ""
        self._wanted = ""
        self._focus_wanted = False
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Sorte de courbe")
        self.tabs.setExpanding(False)
        for words in ("Croissance", "Dans le temps"):
            self.tabs.addTab(words)
        self.list = TrendList()
        self.choice = QComboBox()
        self.choice.setAccessibleName("Courbe")
        self.export = ExportBar(desk)
        self.view: TrendView | None = None
        self.growth: GrowthPanel | None = None
        self._card = Card()
        self._views = QStackedWidget()
        self._nothing = EmptyState(
            "measure",
            "Aucune mesure dans ce dossier",
            "Les mesures saisies dans une consultation ou un masque se dessinent ici.",
        )
        self._stack = QStackedWidget()
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_tab)
        self.list.chosen.connect(self._choose)
        self.choice.currentIndexChanged.connect(self._choose_from_box)

    def show_record(self, record: OpenRecord) -> None:
        """Draw the curves of this record; the same one again keeps what is chosen."""
        if self._record is None or self._record.patient.id != record.patient.id:
            self._trends = None
            self._stack.setCurrentIndex(_LOADING)
        self._record = record
        self.export.show_patient(record.patient)
        self._desk.run(self, self._reading(record), self._show_loaded)

    def show_kind(self, key: str) -> None:
        """Show that curve, now or as soon as it is read: the key of a ``Trend``."""
        self._wanted = key
        if self._trends is not None:
            self._show_wanted(self._trends)

    def take_focus(self) -> None:
        """Put the keyboard where a curve is chosen, as soon as there is one."""
        self._focus_wanted = self._stack.currentIndex() == _LOADING
        if self._focus_wanted:
            return
        target = self.tabs if not self.tabs.isHidden() else self.list
        (self.choice if self.list.isHidden() and target is self.list else target).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * 2 * _NARROW_EM
        self.choice.setVisible(narrow)
        self._side.setVisible(not narrow)

    def _lay_out(self) -> None:
        self._side = Card()
        self._side.body.addWidget(self.list)
        self._side.setMaximumWidth(self.list.sizeHint().width())
        self._side.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        in_time = QWidget()
        row = QHBoxLayout(in_time)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self._side, 2)
        self._time_column = QVBoxLayout()
        self._time_column.addWidget(self.choice)
        row.addLayout(self._time_column, 5)
        self._no_growth = QWidget()
        self._views.addWidget(self._no_growth)
        self._views.addWidget(in_time)
        self._views.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        head = QHBoxLayout()
        head.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._views, 1)
        column.addWidget(self.export)
        reading = QLabel("Lecture des mesures…")
        reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_text_role(reading, TextRole.SECONDARY)
        for part in (drawn, self._nothing, reading):
            self._stack.addWidget(part)
        self._stack.setCurrentIndex(_LOADING)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _reading(self, record: OpenRecord) -> Callable[[], _Loaded]:
        application, actor = self._desk.application, self._desk.actor
        patient_id, today = record.patient.id, application.clock.today()

        def work() -> _Loaded:
            # The plotting library takes a third of a second to load: never in the window's thread.
            import_module("ui.charts.trend_view")
            growth_panel = import_module("ui.charts.growth_panel")
            trends = application.trends.of(actor, patient_id)
            if not _is_child(trends.born, today):
                return _Loaded(trends, None)
            curves = {
                measure: application.growth.references(measure, trends.sex)
                for measure in GrowthMeasure
            }
            return _Loaded(trends, growth_panel.growth_of(trends, trends.born, curves))

        return work

    def _show_loaded(self, loaded: _Loaded) -> None:
        record, trends = self._record, loaded.trends
        if record is None or record.patient.id != trends.patient_id:
            return
        other = self._trends is None
        self._trends = trends
        self._build_views()
        self.tabs.setVisible(loaded.child is not None)
        if loaded.child is not None and self.growth is not None:
            self.growth.show_child(loaded.child, self._desk.application.clock.today())
        if other:
            self.tabs.setCurrentIndex(_GROWTH if loaded.child is not None else _TIME)
        self._fill_lists(trends)
        self._show_wanted(trends)
        empty = not trends.trends and loaded.child is None
        self._stack.setCurrentIndex(1 if empty else 0)
        self._show_tab()
        if self._focus_wanted:
            self.take_focus()

    def _build_views(self) -> None:
        if self.view is not None:
            return
        from ui.charts.growth_panel import GrowthPanel  # noqa: PLC0415  (see _reading)
        from ui.charts.trend_view import TrendView  # noqa: PLC0415

        self.view = TrendView(self._desk.theme)
        card = Card()
        card.body.addWidget(self.view)
        self._time_column.addWidget(card, 1)
        self.growth = GrowthPanel(self._desk.theme)
        framed = Card()
        framed.body.addWidget(self.growth)
        self._views.insertWidget(_GROWTH, framed)
        self._views.removeWidget(self._no_growth)

    def _fill_lists(self, trends: RecordTrends) -> None:
        if trends.find(self._key) is None:
            first = trends.find(_FIRST_CHOICE) or next(iter(trends.trends), None)
            self._key = first.key if first is not None else ""
        self.list.show_trends(trends.trends, self._key)
        self.choice.blockSignals(True)
        self.choice.clear()
        for trend in trends.trends:
            self.choice.addItem(trend.title, trend.key)
        self.choice.setCurrentIndex(self.choice.findData(self._key))
        self.choice.blockSignals(False)

    def _show_wanted(self, trends: RecordTrends) -> None:
        wanted, self._wanted = self._wanted, ""
        if trends.find(wanted) is not None:
            self._key = wanted
            self.tabs.setCurrentIndex(_TIME)
            self.list.choose(wanted)
            self.choice.setCurrentIndex(self.choice.findData(wanted))
        self._draw()

    def _choose(self, key: str) -> None:
        self._key = key
        self.choice.blockSignals(True)
        self.choice.setCurrentIndex(self.choice.findData(key))
        self.choice.blockSignals(False)
        self._draw()

    def _choose_from_box(self) -> None:
        self._key = self.choice.currentData() or ""
        self.list.choose(self._key)
        self._draw()

    def _draw(self) -> None:
        trend = self._trends.find(self._key) if self._trends is not None else None
        if trend is not None and self.view is not None:
            self.view.show_trend(trend)

    def _show_tab(self) -> None:
        place = self.tabs.currentIndex()
        self._views.setCurrentIndex(place)
        if self.view is not None and self.growth is not None:
            self.export.take(self.growth.view if place == _GROWTH else self.view)


def _is_child(born: date | None, today: date) -> bool:
    return born is not None and born <= today and full_years(born, today) < _ADULT_FROM

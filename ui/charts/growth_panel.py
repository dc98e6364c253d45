"""The growth of a child: what is compared, with which reference, until which age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from almapy.followup.model import BMI, measure_key
from almapy.growth.curve import GrowthCurve
from almapy.growth.model import GrowthMeasure, target_height
from almapy.measures.model import MeasureKind
from almapy.patients.age import full_months
from almapy.patients.model import Sex
from almapy.trends.model import Point, RecordTrends
from ui.charts.growth_view import GROWN_AT, YOUNG_UNTIL, GrowthChart, GrowthView
from ui.theme import SPACE_S, Theme
from ui.widgets.field_bar import FieldBar
from ui.widgets.fields import NumberEdit

_KEYS = {
    GrowthMeasure.HEIGHT: (measure_key(MeasureKind.HEIGHT),),
    GrowthMeasure.WEIGHT: (measure_key(MeasureKind.WEIGHT),),
    GrowthMeasure.BMI: (BMI, measure_key(MeasureKind.BMI)),
    GrowthMeasure.HEAD: (measure_key(MeasureKind.HEAD),),
}
_SPANS = (("0 à 3 ans", YOUNG_UNTIL), ("0 à 18 ans", GROWN_AT))
_HEIGHTS_OF_ADULTS = (100, 250)


@dataclass(frozen=True, slots=True)
class ChildGrowth:
    """What is known of a child; ``curves`` are the references by measure, best first."""

    patient_id: int
    born: date = field(repr=False)
    sex: Sex = field(repr=False)
    points: Mapping[GrowthMeasure, tuple[Point, ...]] = field(repr=False)
    curves: Mapping[GrowthMeasure, list[GrowthCurve]] = field(repr=False)


def growth_of(
    trends: RecordTrends, born: date, curves: Mapping[GrowthMeasure, list[GrowthCurve]]
) -> ChildGrowth:
    """Gather the measures of growth among the curves of a record."""
    points = {}
    for measure, keys in _KEYS.items():
        found = [trend for key in keys if (trend := trends.find(key)) is not None]
        every = (point for trend in found for point in trend.series[0].points)
        points[measure] = tuple(sorted(every, key=lambda one: one.at))
    return ChildGrowth(trends.patient_id, born, trends.sex, points, curves)


class GrowthPanel(QWidget):
    """Choices above the chart; the heights of the parents are not kept."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._child: ChildGrowth | None = None
        self.view = GrowthView(theme)
        self.measure = QComboBox()
        for one in GrowthMeasure:
            self.measure.addItem(one.label, one.value)
        self.span = QComboBox()
        for words, years in _SPANS:
            self.span.addItem(words, years)
        self.reference = QComboBox()
        self.father, self.mother = NumberEdit(3), NumberEdit(3)
        self.bar = FieldBar()
        for label, one_field in (
            ("Mesure", self.measure),
            ("Âges", self.span),
            ("Référence", self.reference),
            ("Taille du père (cm)", self.father),
            ("Taille de la mère (cm)", self.mother),
        ):
            self.bar.add_field(label, one_field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        self.measure.currentIndexChanged.connect(self._choose_measure)
        self.span.currentIndexChanged.connect(self._draw)
        self.reference.currentIndexChanged.connect(self._draw)
        self.father.textChanged.connect(self._draw)
        self.mother.textChanged.connect(self._draw)

    def show_child(self, child: ChildGrowth, today: date) -> None:
        """Show this child; the same one again keeps every choice."""
        other = self._child is None or self._child.patient_id != child.patient_id
        self._child = child
        if other:
            for one_field in (self.father, self.mother):
                one_field.blockSignals(True)
                one_field.clear()
                one_field.blockSignals(False)
            young = full_months(child.born, today) < YOUNG_UNTIL * 12
            self._choose(self.span, 0 if young else 1)
        self._choose_measure()

    def has_reference_choice(self) -> bool:
        """Tell whether several references may be drawn."""
        return self.reference.count() > 1

    def _choose_measure(self) -> None:
        if self._child is None:
            return
        curves = self._child.curves.get(GrowthMeasure(self.measure.currentData()), [])
        before = self.reference.currentText()
        self.reference.blockSignals(True)
        self.reference.clear()
        for curve in curves:
            self.reference.addItem(curve.reference, curve)
        self.reference.setCurrentIndex(max(0, self.reference.findText(before)))
        self.reference.blockSignals(False)
        self.reference.setEnabled(self.has_reference_choice())
        self._draw()

    def _draw(self) -> None:
        child = self._child
        if child is None:
            return
        measure = GrowthMeasure(self.measure.currentData())
        target = None
        if measure is GrowthMeasure.HEIGHT:
            target = target_height(_height(self.father), _height(self.mother), child.sex)
        self.view.show_chart(
            GrowthChart(
                measure,
                child.born,
                child.points[measure],
                self.reference.currentData(),
                self.span.currentData(),
                target,
            )
        )

    @staticmethod
    def _choose(box: QComboBox, index: int) -> None:
        box.blockSignals(True)
        box.setCurrentIndex(index)
        box.blockSignals(False)


def _height(edit: NumberEdit) -> float:
    """Return the height of an adult, 0 while it is not one."""
    text = edit.text()
    value = int(text) if text.isdecimal() else 0
    return float(value) if _HEIGHTS_OF_ADULTS[0] <= value <= _HEIGHTS_OF_ADULTS[1] else 0.0

"""The growth of a child over the lines of a reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from almapy.growth.child import GrowthPoint, growth_points
from almapy.growth.curve import GrowthCurve
from almapy.growth.model import CENTILES, DAYS_A_YEAR, GrowthMeasure, z_of
from almapy.growth.service import reference_name
from almapy.measures.words import number_text
from almapy.trends.model import Point
from ui.charts.axes import AgeAxis
from ui.charts.canvas import Readable, Stroke
from ui.charts.chart import Chart
from ui.theme import Scheme, Theme, Tone

YOUNG_UNTIL = 3.0
GROWN_AT = 18.0
_MEDIAN = 50
_OUTER = {3, 97}
_ROOM_FOR_NAMES = 0.035
_BY_IMPORTANCE = (50, 3, 97, 10, 90, 25, 75)
_NAME_HEIGHT = 0.8
_TARGET_FROM = 0.92


@dataclass(frozen=True, slots=True)
class GrowthChart:
    """What one growth chart draws; ``curve`` is None without a reference."""

    measure: GrowthMeasure
    born: date = field(repr=False)
    points: tuple[Point, ...] = field(repr=False)
    curve: GrowthCurve | None
    until_years: float
    target_cm: float | None = field(default=None, repr=False)


class GrowthView(Chart):
    """Centile lines 3 to 97, the values of the child, and the target height at 18 years."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, AgeAxis("bottom"), parent)
        self._chart: GrowthChart | None = None
        self._points: list[GrowthPoint] = []
        self._names: dict[int, tuple[Any, float]] = {}
        self.canvas.scale_changed.connect(self._thin_names)

    @property
    def title(self) -> str:
        if self._chart is None:
            return "Croissance"
        return f"{self._chart.measure.label} selon l'âge ({self._chart.measure.unit})"

    @property
    def axis_label(self) -> str:
        """Return « Taille (cm) »."""
        if self._chart is None:
            return ""
        return f"{self._chart.measure.label} ({self._chart.measure.unit})"

    @property
    def foot(self) -> str:
        chart = self._chart
        if chart is None:
            return ""
        if chart.curve is None:
            return (
                "Aucune référence n'est dessinée\u00a0: le sexe du dossier est indéterminé ou "
                "aucune table n'est chargée."
            )
        return f"{reference_name(chart.curve.reference)}.{_limits(chart.curve)}"

    def show_chart(self, chart: GrowthChart) -> None:
        """Draw this chart; the same measure of the same child keeps the zoom."""
        before = self._chart
        same = before is not None and (before.born, before.measure, before.until_years) == (
            chart.born,
            chart.measure,
            chart.until_years,
        )
        kept = self.canvas.visible_range() if same and self.canvas.is_zoomed else None
        self._chart = chart
        points = growth_points(chart.points, chart.born, chart.measure, chart.curve)
        self._points = [one for one in points if one.age_days <= chart.until_years * DAYS_A_YEAR]
        self.refresh()
        if kept is not None:
            self.canvas.setXRange(*kept, padding=0)

    def summary(self) -> str:
        if not self._points:
            return "Aucune valeur à ces âges dans ce dossier"
        count = len(self._points)
        many = "1 valeur, à" if count == 1 else f"{count} valeurs, la dernière à"
        return f"{many} {self._points[-1].text}"

    def redraw(self, scheme: Scheme) -> None:
        self._names = {}
        self.canvas.begin(scheme, self.axis_label)
        self.set_note(self.foot)
        chart = self._chart
        if chart is None:
            return
        until = chart.until_years * DAYS_A_YEAR
        lines = self._lines(chart, until)
        ys = [y for line in lines.values() for _x, y in line]
        ys += [one.value for one in self._points]
        target = chart.target_cm if chart.until_years >= GROWN_AT else None
        ys += [] if target is None else [target]
        if not ys:
            ys = [0.0, 1.0]
        self.canvas.show_range((0.0, until * (1 + _ROOM_FOR_NAMES)), (min(ys), max(ys)))
        self._draw_lines(lines, scheme)
        if target is not None:
            ends = [line[-1][1] for line in lines.values()]
            self._draw_target(target, min(ends, default=target), scheme)
        self._draw_points(scheme)
        self._thin_names()

    def _lines(self, chart: GrowthChart, until: float) -> dict[int, Sequence[tuple[float, float]]]:
        if chart.curve is None:
            return {}
        lines = {centile: chart.curve.line(z_of(centile), until) for centile in CENTILES}
        return {centile: line for centile, line in lines.items() if line}

    def _draw_lines(self, lines: dict[int, Sequence[tuple[float, float]]], scheme: Scheme) -> None:
        if not lines:
            return
        drawn = {}
        for centile, line in lines.items():
            dash = Qt.PenStyle.SolidLine
            width, color = 1.1, scheme.control
            if centile == _MEDIAN:
                width, color = 2.0, scheme.secondary
            elif centile not in _OUTER:
                dash = Qt.PenStyle.DashLine
            xs, ys = [x for x, _y in line], [y for _x, y in line]
            drawn[centile] = self.canvas.add_curve(xs, ys, Stroke(color, width, dash), smooth=True)
            place, words = (xs[-1], ys[-1]), str(centile)
            name = self.canvas.add_text(place, words, scheme.secondary, (-0.1, 0.5))
            self._names[centile] = (name, ys[-1])
        self.canvas.add_fill(drawn[min(drawn)], drawn[max(drawn)], scheme.accent)

    def _thin_names(self) -> None:
        """Name the lines that have room for it, the median and the outer ones first."""
        bottom, top = self.canvas.getPlotItem().getViewBox().viewRange()[1]
        scale = self.canvas.frame().height() / ((top - bottom) or 1.0)
        least = self.fontMetrics().height() * _NAME_HEIGHT
        taken: list[float] = []
        for centile in _BY_IMPORTANCE:
            if centile in self._names:
                words, y = self._names[centile]
                shown = all(abs(y - other) * scale >= least for other in taken)
                words.setVisible(shown)
                if shown:
                    taken.append(y)

    def _draw_target(self, target: float, lowest: float, scheme: Scheme) -> None:
        """Mark the height at 18 years; its words stand under the lines, where nothing is."""
        color = scheme.tones[Tone.SIMULATOR].text
        end = GROWN_AT * DAYS_A_YEAR
        stroke = Stroke(color, 2.0, Qt.PenStyle.DotLine, "d")
        self.canvas.add_curve([end * _TARGET_FROM, end], [target, target], stroke)
        words = f"◆ Taille cible\u00a0: {number_text(target, 1)} cm"
        self.canvas.add_text((end, min(target, lowest)), words, color, (1.0, -0.3))

    def _draw_points(self, scheme: Scheme) -> None:
        if self._points:
            xs = [float(one.age_days) for one in self._points]
            values = [one.value for one in self._points]
            self.canvas.add_curve(xs, values, Stroke(scheme.accent, 2.2, symbol="o"))
        self.canvas.set_readables(
            [
                Readable(float(one.age_days), one.value, partial(str, one.text))
                for one in self._points
            ]
        )


def _limits(curve: GrowthCurve) -> str:
    """Tell at which ages the reference is silent."""
    first, last = curve.ages[0] / DAYS_A_YEAR, curve.ages[-1] / DAYS_A_YEAR
    parts = []
    if first > 1:
        parts.append(f"avant {number_text(first, 0)} ans")
    if last < GROWN_AT - 1:
        parts.append(f"après {number_text(last, 0)} ans")
    return f" Pas de référence {' ni '.join(parts)}." if parts else ""

"""A measure or a result in time, with its usual values and the treatments of the moment."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from almapy.clock import civil_day
from almapy.measures.words import number_text, with_unit
from almapy.trends.model import Band, Point, Series, Trend, summary_of
from ui.charts.axes import DateAxis, moment_x
from ui.charts.canvas import Readable, Stroke
from ui.charts.chart import Chart
from ui.charts.strip import TreatmentStrip
from ui.theme import Scheme, Theme, Tone

_NOTHING = Trend("", ())
_ALONE = 120 * 86_400.0  # a single value stands in the middle of eight months
_SYMBOLS = (("o", "●"), ("d", "◆"), ("s", "■"))  # as pyqtgraph names them, as they are read
_SECOND_SYMBOL, _SECOND_SIGN = "t1", "▲"


class TrendView(Chart):
    """The curve of one ``Trend``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, DateAxis("bottom"), parent)
        self._trend = _NOTHING
        self._pinned: list[tuple[Any, float]] = []
        self.strip = TreatmentStrip()
        self.parts.addWidget(self.strip)
        self.canvas.scale_changed.connect(self._follow_scale)

    @property
    def title(self) -> str:
        series = self._trend.series
        unit = series[0].unit if series else ""
        return f"{self._trend.title} ({unit})" if unit else self._trend.title

    def show_trend(self, trend: Trend) -> None:
        """Draw this curve; the same one again with new values keeps the zoom."""
        same = bool(trend.key) and trend.key == self._trend.key
        kept = self.canvas.visible_range() if same and self.canvas.is_zoomed else None
        self._trend = trend
        self.refresh()
        if kept is not None:
            self.canvas.setXRange(*kept, padding=0)

    def summary(self) -> str:
        parts = []
        for series in self._trend.series:
            if not series.points:
                continue
            if len(series.points) == 1:
                point = series.points[0]
                parts.append(
                    f"Une seule valeur\u00a0: {point_text(series, point)}. La courbe commence à la "
                    "deuxième"
                )
            elif series.has_pairs:
                day = civil_day(series.points[-1].at)
                last = pair_text(series, series.points[-1])
                parts.append(f"{len(series.points)} valeurs, dernière {last} le {day:%d/%m/%Y}")
            else:
                day = civil_day(series.points[-1].at)
                values = (point.value for point in series.points)
                words = summary_of(values, series.unit, series.decimals)
                parts.append(f"{words} le {day:%d/%m/%Y}")
        return "\u00a0; ".join(parts) or "Aucune valeur dans ce dossier"

    def redraw(self, scheme: Scheme) -> None:
        trend = self._trend
        self.canvas.begin(scheme, self.title)
        xs = [moment_x(point.at) for series in trend.series for point in series.points]
        ys = [
            value
            for series in trend.series
            for point in series.points
            for value in (point.value, point.second)
            if value is not None
        ]
        bounds = [bound for band in trend.bands for bound in (band.low, band.high)]
        ys += [bound for bound in bounds if bound is not None and xs]
        self._pinned = []
        if not xs:
            self.canvas.show_range((0.0, 1.0), (0.0, 1.0))
            self.show_legend((), scheme)
            self.strip.hide()
            return
        start, end = min(xs), max(xs)
        if start == end:
            start, end = start - _ALONE, end + _ALONE
        y_range = (min(ys), max(ys))
        self.canvas.show_range((start, end), y_range)
        for band in trend.bands:
            self._draw_band(band, y_range, scheme)
        colors = (scheme.accent, scheme.tones[Tone.SIMULATOR].text, scheme.danger)
        names = [
            name
            for number, series in enumerate(trend.series)
            for name in self._draw_series(series, number, colors)
        ]
        self.show_legend(names if len(names) > 1 else (), scheme)
        self.canvas.set_readables(
            [
                Readable(moment_x(point.at), point.value, partial(point_text, series, point))
                for series in trend.series
                for point in series.points
            ]
        )
        self.strip.set_scheme(scheme)
        first, last = (datetime.fromtimestamp(x).astimezone().date() for x in (start, end))
        self.strip.set_marks(trend.marks, first, last)
        self._follow_scale()

    def _draw_series(
        self, series: Series, number: int, colors: tuple[str, ...]
    ) -> list[tuple[str, str, str]]:
        """Draw one series; return what the legend says of it."""
        xs = [moment_x(point.at) for point in series.points]
        symbol, sign = _SYMBOLS[number % len(_SYMBOLS)]
        color = colors[number % len(colors)]
        self.canvas.add_curve(
            xs, [point.value for point in series.points], Stroke(color, 2.2, symbol=symbol)
        )
        names = [(sign, series.label, color)]
        lower = [(moment_x(one.at), one.second) for one in series.points if one.second is not None]
        if lower:
            second = colors[(number + 1) % len(colors)]
            stroke = Stroke(second, 2.0, Qt.PenStyle.DashLine, _SECOND_SYMBOL)
            self.canvas.add_curve([x for x, _y in lower], [y for _x, y in lower], stroke)
            names.append((_SECOND_SIGN, series.second_label, second))
        return names

    def _draw_band(self, band: Band, y_range: tuple[float, float], scheme: Scheme) -> None:
        reach = (y_range[1] - y_range[0]) or 1.0
        low = band.low if band.low is not None else y_range[0] - reach
        high = band.high if band.high is not None else y_range[1] + reach
        tone = scheme.tones[Tone.OK]
        self.canvas.add_band(low, high, tone.background)
        words = self.canvas.add_text((0, high), band_text(band), tone.text, (0.0, 0.0))
        self._pinned.append((words, high))

    def _follow_scale(self) -> None:
        low, high = self.canvas.visible_range()
        frame = self.canvas.frame()
        self.strip.set_scale(low, high, frame.left(), frame.right())
        for words, y in self._pinned:
            words.setPos(low, y)


def pair_text(series: Series, point: Point) -> str:
    """Return « 130/80 mmHg » or « 56,5 kg »."""
    text = number_text(point.value, series.decimals)
    if point.second is not None:
        text += f"/{number_text(point.second, series.decimals)}"
    return with_unit(text, series.unit)


def point_text(series: Series, point: Point) -> str:
    """Return what is read of a value: « 14/03/2021 : 130/80 mmHg – au domicile »."""
    text = f"{civil_day(point.at):%d/%m/%Y}\u00a0: {pair_text(series, point)}"
    return f"{text} – {point.note}" if point.note else text


def band_text(band: Band) -> str:
    """Return « Corpulence normale : 18,5 à 25 »."""
    if band.low is None or band.high is None:
        bound = band.high if band.low is None else band.low
        side = "jusqu'à" if band.low is None else "à partir de"
        return f"{band.label}\u00a0: {side} {number_text(bound or 0)}"
    return f"{band.label}\u00a0: {number_text(band.low)} à {number_text(band.high)}"

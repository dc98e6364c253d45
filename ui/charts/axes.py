"""The axes of a picture, in French: days and months, ages, decimal comma."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any

import pyqtgraph

from almapy.growth.model import DAYS_A_MONTH, DAYS_A_YEAR
from almapy.measures.words import number_text

_Ticks = list[tuple[float, list[float]]]
_DAY = 86_400.0
_MONTH = _DAY * DAYS_A_MONTH
_YEAR_MONTHS = 12
_STEPS_IN_DAYS = (1, 2, 7, 14)
_STEPS_IN_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_STEPS_OF_AGE_IN_MONTHS = (1, 2, 3, 6, 12, 24, 36, 72)


class NumberAxis(pyqtgraph.AxisItem):
    """Values with a decimal comma."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> _Ticks:  # noqa: N803
        """Keep the lines that bear a number; those between them would only blur the curve."""
        ticks: _Ticks = super().tickValues(minVal, maxVal, size)
        return ticks[:1]

    def tickStrings(
        self,
        values: Sequence[float],
        scale: float,  # noqa: ARG002  (pyqtgraph's signature)
        spacing: float,  # noqa: ARG002
    ) -> list[str]:
        """Write the numbers beside the axis."""
        return [number_text(value) for value in values]


class _SpacedAxis(pyqtgraph.AxisItem):
    """An axis whose labels never touch one another."""

    characters = 13

    def room(self, size: float) -> int:
        """Return how many labels fit on so many pixels."""
        font = self.style["tickFont"]
        width = 8.0 if font is None else _average_width(font)
        return max(2, int(size / (width * self.characters)))


class DateAxis(_SpacedAxis):
    """Moments as seconds since 1970; labels are years, months or days as the zoom asks."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> _Ticks:  # noqa: N803
        """Choose the first days of years, of months, or days."""
        most = self.room(size)
        days = (maxVal - minVal) / _DAY
        step = next((one for one in _STEPS_IN_DAYS if days / one <= most), 0)
        if step:
            ticks = list(_days(minVal, maxVal, step))
            return [(step * _DAY, ticks)]
        months = days / DAYS_A_MONTH
        step = next((one for one in _STEPS_IN_MONTHS if months / one <= most), _STEPS_IN_MONTHS[-1])
        return [(step * _MONTH, list(_months(minVal, maxVal, step)))]

    def tickStrings(
        self,
        values: Sequence[float],
        scale: float,  # noqa: ARG002
        spacing: float,
    ) -> list[str]:
        """Write « 2021 », « 03/2021 » or « 14/03/2021 »."""
        if spacing >= _YEAR_MONTHS * _MONTH:
            pattern = "%Y"
        else:
            pattern = "%m/%Y" if spacing >= _MONTH else "%d/%m/%Y"
        return [f"{datetime.fromtimestamp(value).astimezone():{pattern}}" for value in values]


class AgeAxis(_SpacedAxis):
    """Ages in days; labels are months, then years."""

    characters = 10

    def tickValues(self, minVal: float, maxVal: float, size: float) -> _Ticks:  # noqa: N803
        """Choose full months or full years."""
        months = (maxVal - minVal) / DAYS_A_MONTH
        most = self.room(size)
        steps = _STEPS_OF_AGE_IN_MONTHS
        step = next((one for one in steps if months / one <= most), steps[-1])
        days = step * DAYS_A_MONTH
        first, last = ceil(minVal / days - 1e-6), int(maxVal / days + 1e-6)
        return [(days, [number * days for number in range(first, last + 1)])]

    def tickStrings(
        self,
        values: Sequence[float],
        scale: float,  # noqa: ARG002
        spacing: float,
    ) -> list[str]:
        """Write « 6 mois » or « 4 ans », « 0 » at birth."""
        if spacing >= DAYS_A_YEAR - 1:
            years = [round(value / DAYS_A_YEAR) for value in values]
            return [_counted(number, "an", "ans") for number in years]
        return [_counted(round(value / DAYS_A_MONTH), "mois", "mois") for value in values]


def moment_x(moment: datetime) -> float:
    """Return where a moment stands on a DateAxis."""
    return moment.timestamp()


def day_x(day: date) -> float:
    """Return where the beginning of a day of this post stands on a DateAxis."""
    return datetime.combine(day, time()).astimezone().timestamp()


def _days(low: float, high: float, step: int) -> Iterator[float]:
    day = datetime.fromtimestamp(low).astimezone().date() + timedelta(days=1)
    day += timedelta(days=-day.toordinal() % step)
    while (x := day_x(day)) <= high:
        yield x
        day += timedelta(days=step)


def _months(low: float, high: float, step: int) -> Iterator[float]:
    first = datetime.fromtimestamp(low).astimezone().date()
    number = first.year * _YEAR_MONTHS + first.month  # the month after, counted from January 0
    number += -number % step
    while True:
        year, month = divmod(number, _YEAR_MONTHS)
        x = day_x(date(year, month + 1, 1))
        if x > high:
            return
        yield x
        number += step


def _counted(number: int, one: str, several: str) -> str:
    if number == 0:
        return "0"
    return f"{number}\u00a0{one if number < 2 else several}"  # noqa: PLR2004


def _average_width(font: Any) -> float:
    from PySide6.QtGui import QFontMetricsF  # noqa: PLC0415

    return float(QFontMetricsF(font).averageCharWidth())

"""What a curve in time is made of, whatever is drawn: a measure, a result, several of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from almapy.measures.words import number_text, with_unit
from almapy.patients.model import Sex


@dataclass(frozen=True, slots=True)
class Point:
    """One value; ``second`` is the lower one of a pair (diastolic pressure)."""

    at: datetime
    value: float = field(repr=False)
    second: float | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one thing in one unit, oldest first; ``second_label`` names the lower ones."""

    label: str
    unit: str
    points: tuple[Point, ...] = field(repr=False)
    second_label: str = ""
    decimals: int = 2

    @property
    def has_pairs(self) -> bool:
        """Tell whether points hold two values."""
        return any(point.second is not None for point in self.points)


@dataclass(frozen=True, slots=True)
class Band:
    """The usual values; None leaves a side open."""

    low: float | None
    high: float | None
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A treatment in time; ``end`` is the first day without it, None while it runs."""

    label: str = field(repr=False)
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything one picture shows; ``key`` names it for ever (« measure:29463-7 »)."""

    title: str
    series: tuple[Series, ...] = field(repr=False)
    bands: tuple[Band, ...] = ()
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    key: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no value at all."""
        return not any(series.points for series in self.series)


def summary_of(values: Iterable[float], unit: str = "", decimals: int = 2) -> str:
    """Return « 5 valeurs, de 54 à 58 kg, dernière 56 kg »."""
    shown = list(values)
    if not shown:
        return "Aucune valeur"
    last = with_unit(number_text(shown[-1], decimals), unit)
    if len(shown) == 1:
        return f"1 valeur\u00a0: {last}"
    low, high = (number_text(bound(shown), decimals) for bound in (min, max))
    return f"{len(shown)} valeurs, de {low} à {with_unit(high, unit)}, dernière {last}"


@dataclass(frozen=True, slots=True)
class RecordTrends:
    """Every curve of one record that has a value."""

    patient_id: int
    born: date | None = field(repr=False)
    sex: Sex = field(repr=False)
    trends: tuple[Trend, ...] = field(repr=False)

    def find(self, key: str) -> Trend | None:
        """Return the curve of that key, None when it has no value."""
        return next((trend for trend in self.trends if trend.key == key), None)

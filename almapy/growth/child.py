"""One child against a reference: values by age, with their place among other children."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from almapy.clock import civil_day
from almapy.growth.curve import GrowthCurve
from almapy.growth.model import GrowthMeasure, centile_of
from almapy.measures.words import number_text, with_unit
from almapy.patients.age import age_text
from almapy.trends.model import Point

_LAST = 99.0
_FIRST = 1.0
_SHOWN_DECIMALS = {
    GrowthMeasure.HEIGHT: 1,
    GrowthMeasure.HEAD: 1,
    GrowthMeasure.WEIGHT: 3,
    GrowthMeasure.BMI: 1,
}


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """One value of a child; ``z`` is None where the reference says nothing."""

    day: date
    age_days: int
    value: float = field(repr=False)
    z: float | None = field(repr=False)
    text: str = field(repr=False)


def growth_points(
    points: Iterable[Point], born: date, measure: GrowthMeasure, curve: GrowthCurve | None
) -> list[GrowthPoint]:
    """Return the values taken since birth, oldest first, each with its words."""
    return [
        _point(point, born, measure, curve)
        for point in points
        if civil_day(point.at) >= born and point.value > 0
    ]


def _point(
    point: Point, born: date, measure: GrowthMeasure, curve: GrowthCurve | None
) -> GrowthPoint:
    day = civil_day(point.at)
    age = (day - born).days
    lms = curve.at(age) if curve is not None else None
    z = lms.z(point.value, measure) if lms is not None else None
    value = with_unit(number_text(point.value, _SHOWN_DECIMALS[measure]), measure.unit)
    place = f" – {centile_text(z)}" if z is not None else ""
    text = f"{age_text(born, day)} ({day:%d/%m/%Y})\u00a0: {value}{place}"
    return GrowthPoint(day, age, point.value, z, text)


def centile_text(z: float) -> str:
    """Return « 45e centile (z = −0,13) », « sous le 1er centile… » or « au-dessus du 99e… »."""
    centile = centile_of(z)
    shown = number_text(abs(z), 2)
    sign = "−" if z < 0 and shown != "0" else "+"
    score = f"(z = {sign}{shown})"
    if centile < _FIRST:
        return f"sous le 1er centile {score}"
    if centile > _LAST:
        return f"au-dessus du 99e centile {score}"
    rank = round(centile)
    return f"{rank}{'er' if rank == 1 else 'e'} centile {score}"

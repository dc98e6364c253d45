"""One reference of growth: a measure, a sex, and its distribution at each age."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from almapy.growth.model import DAYS_A_MONTH, GrowthMeasure, Lms
from almapy.patients.model import Sex

_FEWEST = 2


class LmsRow(NamedTuple):
    """One line of a reference."""

    reference: str
    measure: GrowthMeasure
    sex: Sex
    age_days: float
    lms: Lms


@dataclass(frozen=True, slots=True)
class GrowthCurve:
    """The lines of one reference for one measure and one sex, youngest first."""

    reference: str
    measure: GrowthMeasure
    sex: Sex
    ages: tuple[float, ...] = field(repr=False)
    values: tuple[Lms, ...] = field(repr=False)

    def covers(self, age_days: float) -> bool:
        """Tell whether the reference speaks of that age."""
        return self.ages[0] <= age_days <= self.ages[-1]

    def at(self, age_days: float) -> Lms | None:
        """Return the distribution at that age, between the two nearest lines; None outside."""
        if not self.covers(age_days):
            return None
        after = min(bisect_right(self.ages, age_days), len(self.ages) - 1)
        young, old = self.ages[after - 1], self.ages[after]
        part = (age_days - young) / (old - young)
        pairs = zip(self.values[after - 1], self.values[after], strict=True)
        return Lms(*(near + (far - near) * part for near, far in pairs))

    def line(self, z: float, until_days: float) -> list[tuple[float, float]]:
        """Return (age in days, value) along one line of the chart, at most one a half month."""
        shown: list[tuple[float, float]] = []
        for age, lms in zip(self.ages, self.values, strict=True):
            if age > until_days:
                break
            if not shown or age - shown[-1][0] >= DAYS_A_MONTH / 2 - 1:
                shown.append((age, lms.value(z)))
        return shown


def curves_of(rows: Iterable[LmsRow]) -> list[GrowthCurve]:
    """Gather lines by reference, measure and sex; a curve of fewer than two ages is left out."""
    groups: dict[tuple[str, GrowthMeasure, Sex], dict[float, Lms]] = {}
    for row in rows:
        groups.setdefault((row.reference, row.measure, row.sex), {})[row.age_days] = row.lms
    return [
        GrowthCurve(*key, tuple(sorted(lines)), tuple(lines[age] for age in sorted(lines)))
        for key, lines in groups.items()
        if len(lines) >= _FEWEST
    ]

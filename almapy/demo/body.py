"""Weights, heights and pressures that stay coherent from one visit to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from almapy.patients.model import Sex

# Age in months, middle weight in kg and middle height in cm, rounded, of children in good health.
_BOYS = (
    (0, 3.4, 50.0), (0.35, 3.5, 51.5), (1, 4.4, 54.5), (2, 5.5, 58.0), (3, 6.3, 61.0),
    (4, 7.0, 63.5), (6, 7.9, 67.5),
    (9, 8.9, 72.0), (12, 9.7, 76.0), (18, 11.0, 82.0), (24, 12.3, 87.5), (36, 14.5, 96.0),
    (48, 16.5, 103.0), (60, 18.5, 110.0), (72, 20.7, 116.0), (84, 23.0, 122.0), (96, 25.5, 128.0),
    (108, 28.5, 133.0), (120, 31.5, 138.0), (132, 35.0, 143.5), (144, 39.0, 149.0),
    (156, 45.0, 156.0), (168, 51.0, 163.0), (180, 57.0, 169.5), (192, 61.5, 173.0),
    (204, 64.5, 175.0), (216, 66.5, 176.5),
)  # fmt: skip
_GIRLS = (
    (0, 3.3, 49.5), (0.35, 3.4, 51.0), (1, 4.2, 53.5), (2, 5.1, 57.0), (3, 5.8, 60.0),
    (4, 6.4, 62.0), (6, 7.3, 66.0),
    (9, 8.2, 70.0), (12, 9.0, 74.0), (18, 10.3, 81.0), (24, 11.6, 86.0), (36, 13.9, 95.0),
    (48, 16.0, 102.5), (60, 18.0, 109.0), (72, 20.2, 115.0), (84, 22.5, 121.0), (96, 25.0, 126.5),
    (108, 28.0, 132.0), (120, 32.0, 138.0), (132, 36.5, 144.5), (144, 41.5, 151.0),
    (156, 46.5, 157.0), (168, 50.5, 160.0), (180, 53.0, 162.0), (192, 54.5, 163.0),
    (204, 55.5, 163.5), (216, 56.0, 164.0),
)  # fmt: skip

_GROWN_MONTHS = 216
_DAYS_PER_MONTH = 30.4375
_HEIGHT_SPREAD = 0.037
_WEIGHT_SPREAD = 0.11
_BMI_PER_YEAR = 0.085
_GAIN_STOPS_AT = 62
_GRAMS_MATTER_UNDER = 12


def _middle(table: Sequence[tuple[float, float, float]], months: float) -> tuple[float, float]:
    """Return the middle weight and height at that age, between the lines of the table."""
    if months >= _GROWN_MONTHS:
        return table[-1][1:]
    after = bisect_right(table, months, key=lambda line: line[0])
    (low, weight_low, height_low), (high, weight_high, height_high) = table[after - 1 : after + 1]
    share = (months - low) / (high - low)
    return (
        weight_low + share * (weight_high - weight_low),
        height_low + share * (height_high - height_low),
    )


@dataclass(slots=True)
class Body:
    """One person's build; ``heavier`` is what diseases add to the body mass index, in kg/m²."""

    rng: Random
    sex: Sex
    born: date
    tall: float
    stout: float
    heavier: float = 0.0
    hypertensive: bool = False
    renal_failure: bool = False
    drift: float = 0.0

    @classmethod
    def draw(cls, rng: Random, sex: Sex, born: date) -> Body:
        """Draw the build of somebody."""
        tall = max(-2.0, min(2.0, rng.gauss(0, 1)))
        stout = max(-1.6, min(2.6, 0.4 * tall + rng.gauss(0, 0.8)))
        return cls(rng, sex, born, tall, stout)

    def height(self, day: date) -> float:
        """Return the height in cm, to half a centimetre under two years."""
        months = self._months(day)
        _, middle = _middle(self._table, months)
        height = middle * (1 + _HEIGHT_SPREAD * self.tall)
        return round(height * 2) / 2 if months < 24 else float(round(height))  # noqa: PLR2004

    def weight(self, day: date) -> float:
        """Return the weight in kg; a grown-up's wanders a little at each visit."""
        months = self._months(day)
        middle, tallness = _middle(self._table, months)
        if months < _GROWN_MONTHS:
            weight = middle * (1 + _WEIGHT_SPREAD * self.stout)
            return round(weight, 2 if weight < _GRAMS_MATTER_UNDER else 1)
        self.drift = max(-4.0, min(4.0, self.drift + self.rng.gauss(0, 0.7)))
        metres = tallness * (1 + _HEIGHT_SPREAD * self.tall) / 100
        years = min(months / 12, _GAIN_STOPS_AT) - 18
        index = middle / (tallness / 100) ** 2 * (1 + _WEIGHT_SPREAD * self.stout)
        weight = (index + _BMI_PER_YEAR * years + self.heavier) * metres**2 + self.drift
        return float(round(weight))

    def pressure(self, day: date) -> tuple[int, int]:
        """Return systolic and diastolic pressure in mmHg."""
        years = self._months(day) / 12
        middle = 137 if self.hypertensive else 108 + min(years, 80) * 0.22
        systolic = round(self.rng.gauss(middle, 8))
        systolic = max(94, min(178, systolic))
        diastolic = round(systolic * 0.48 + 13 + self.rng.gauss(0, 4))
        return systolic, max(52, min(104, diastolic))

    def heart_rate(self) -> int:
        """Return the beats per minute of a person at rest."""
        return max(52, min(98, round(self.rng.gauss(73, 8))))

    def temperature(self) -> float:
        """Return a fever in °C."""
        return round(self.rng.uniform(38.0, 39.6), 1)

    def creatinine(self, day: date) -> float:
        """Return the creatinine in µmol/L, rising slowly when the kidneys fail."""
        base = 84 if self.sex is Sex.MALE else 66
        if self.renal_failure:
            base += 42 + round(max(0.0, self._months(day) / 12 - 60) * 0.6)
        return float(round(self.rng.gauss(base, 5)))

    @property
    def _table(self) -> Sequence[tuple[float, float, float]]:
        return _BOYS if self.sex is Sex.MALE else _GIRLS

    def _months(self, day: date) -> float:
        return max(0.0, (day - self.born).days / _DAYS_PER_MONTH)

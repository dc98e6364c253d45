"""Growth of children: distance from a reference, in standard deviations and in centiles.

Formulas and test vectors: clinical notes §2.8 (method LMS of Cole and Green, rules of the WHO).
"""

from __future__ import annotations

from enum import StrEnum
from math import exp, log, pow  # noqa: A004  (the builtin may give a complex number)
from statistics import NormalDist
from typing import NamedTuple

from almapy.patients.model import Sex

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
LYING_BEFORE_DAYS = 731
CENTILES = (3, 10, 25, 50, 75, 90, 97)
_LYING_EXCESS_CM = 0.7
_NORMAL = NormalDist()
_OUTER = 3.0
_INNER = 2.0
_BETWEEN_SEXES_CM = 13.0
_ALMOST_ZERO = 1e-9


class GrowthMeasure(StrEnum):
    """What is compared with a reference by age."""

    HEIGHT = "height"
    WEIGHT = "weight"
    BMI = "bmi"
    HEAD = "head"

    @property
    def label(self) -> str:
        """Return the French name."""
        return _LABELS[self][0]

    @property
    def unit(self) -> str:
        """Return the unit of values, as it is shown."""
        return _LABELS[self][1]

    @property
    def weight_type(self) -> bool:
        """Tell whether the adjustment beyond three standard deviations applies."""
        return self in {GrowthMeasure.WEIGHT, GrowthMeasure.BMI}


_LABELS = {
    GrowthMeasure.HEIGHT: ("Taille", "cm"),
    GrowthMeasure.WEIGHT: ("Poids", "kg"),
    GrowthMeasure.BMI: ("IMC", "kg/m²"),
    GrowthMeasure.HEAD: ("Périmètre crânien", "cm"),
}


class Position(StrEnum):
    """How a child was measured."""

    LYING = "couché"
    STANDING = "debout"


class Lms(NamedTuple):
    """The distribution at one age: power of Box-Cox, median, coefficient of variation."""

    l: float  # noqa: E741  (the name of the method)
    m: float
    s: float

    def value(self, z: float) -> float:
        """Return the value that lies ``z`` standard deviations from the median."""
        if abs(self.l) < _ALMOST_ZERO:
            return self.m * exp(self.s * z)
        # Far below a strongly skewed median the formula has no real value: nothing is so small.
        return self.m * pow(max(0.0, 1 + self.l * self.s * z), 1 / self.l)

    def raw_z(self, value: float) -> float:
        """Return the standard deviations between a positive value and the median."""
        if abs(self.l) < _ALMOST_ZERO:
            return log(value / self.m) / self.s
        return (pow(value / self.m, self.l) - 1) / (self.s * self.l)

    def z(self, value: float, measure: GrowthMeasure) -> float:
        """Return the same; beyond ±3 for weights it goes on in steps of the last one."""
        raw = self.raw_z(value)
        if not measure.weight_type or abs(raw) <= _OUTER:
            return raw
        side = 1 if raw > 0 else -1
        outer, inner = self.value(_OUTER * side), self.value(_INNER * side)
        return side * (_OUTER + (value - outer) / (outer - inner))


def centile_of(z: float) -> float:
    """Return the share of children below, from 0 to 100."""
    return 100 * _NORMAL.cdf(z)


def z_of(centile: float) -> float:
    """Return the standard deviations of a centile strictly between 0 and 100."""
    return _NORMAL.inv_cdf(centile / 100)


def comparable_height(height_cm: float, age_days: int, position: Position) -> float:
    """Return the height as the references hold it: lying before two years, standing after."""
    if age_days < LYING_BEFORE_DAYS and position is Position.STANDING:
        return height_cm + _LYING_EXCESS_CM
    if age_days >= LYING_BEFORE_DAYS and position is Position.LYING:
        return height_cm - _LYING_EXCESS_CM
    return height_cm


def target_height(father_cm: float, mother_cm: float, sex: Sex) -> float | None:
    """Return the « taille cible » in cm; None for an unknown sex or without both heights."""
    if father_cm <= 0 or mother_cm <= 0 or sex is Sex.UNKNOWN:
        return None
    shift = _BETWEEN_SEXES_CM if sex is Sex.MALE else -_BETWEEN_SEXES_CM
    return (father_cm + mother_cm + shift) / 2

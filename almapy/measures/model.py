"""Measured quantities: their kinds, their units, their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MeasureKind(StrEnum):
    """A measured quantity, by its LOINC code (clinical notes §2.8)."""

    WEIGHT = "29463-7"
    HEIGHT = "8302-2"
    BLOOD_PRESSURE = "8480-6"
    HEART_RATE = "8867-4"
    TEMPERATURE = "8310-5"
    CREATININE = "14682-9"

    @property
    def label(self) -> str:
        """Return the French name."""
        return _MEASURES[self][0]

    @property
    def unit(self) -> str:
        """Return the UCUM unit in which values are stored."""
        return _MEASURES[self][1]


_MEASURES = {
    MeasureKind.WEIGHT: ("Poids", "kg"),
    MeasureKind.HEIGHT: ("Taille", "cm"),
    MeasureKind.BLOOD_PRESSURE: ("Tension artérielle", "mm[Hg]"),
    MeasureKind.HEART_RATE: ("Fréquence cardiaque", "/min"),
    MeasureKind.TEMPERATURE: ("Température", "Cel"),
    MeasureKind.CREATININE: ("Créatinine", "umol/L"),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One value in the unit of its kind; ``second`` is the diastolic pressure."""

    kind: MeasureKind
    value: float = field(repr=False)
    taken_at: datetime
    second: float | None = field(default=None, repr=False)

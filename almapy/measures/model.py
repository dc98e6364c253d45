"""Measured quantities: their kinds, their units, what is usual, and one value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class MeasureKind(StrEnum):
    """A measured quantity, by its LOINC code (clinical notes §2.8 and §2.9)."""

    WEIGHT = "29463-7"
    HEIGHT = "8302-2"
    BMI = "39156-5"
    HEAD = "8287-5"
    WAIST = "8280-0"
    BLOOD_PRESSURE = "8480-6"
    HEART_RATE = "8867-4"
    TEMPERATURE = "8310-5"
    SPO2 = "2708-6"
    BREATHING_RATE = "9279-1"
    PAIN = "72514-3"
    STEPS = "41950-7"
    TOBACCO = "74011-8"
    ALCOHOL = "11331-6"
    ACTIVITY = "89555-7"
    CREATININE = "14682-9"
    GLUCOSE = "2345-7"
    HBA1C = "4548-4"
    INR = "6301-6"

    @property
    def label(self) -> str:
        """Return the French name."""
        return _TRAITS[self].label

    @property
    def short(self) -> str:
        """Return what a doctor writes for it where room is short."""
        return _SHORT.get(self, self.label)

    @property
    def unit(self) -> str:
        """Return the UCUM unit in which values are stored."""
        return _TRAITS[self].unit

    @property
    def shown_unit(self) -> str:
        """Return the unit as a French doctor writes it; empty for a ratio."""
        return _TRAITS[self].shown

    @property
    def usual(self) -> Usual | None:
        """Return the bounds outside which a value deserves a look, None where none are known."""
        return _TRAITS[self].usual

    @property
    def usual_second(self) -> Usual | None:
        """Return the same of the second value, None for kinds of one value."""
        return _DIASTOLIC if self is MeasureKind.BLOOD_PRESSURE else None

    @property
    def decimals(self) -> int:
        """Return how many decimals are kept."""
        return _TRAITS[self].decimals

    @property
    def typed(self) -> bool:
        """Tell whether a person types it; a computed one comes from others or from an import."""
        return self is not MeasureKind.BMI


class Usual(NamedTuple):
    """The bounds of plausible values, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Tell whether a value is within the bounds."""
        return self.low <= value <= self.high


class _Traits(NamedTuple):
    label: str
    unit: str
    shown: str
    usual: Usual | None
    decimals: int


_DIASTOLIC = Usual(20, 180)
_TRAITS = {
    MeasureKind.WEIGHT: _Traits("Poids", "kg", "kg", Usual(0.3, 350), 3),
    MeasureKind.HEIGHT: _Traits("Taille", "cm", "cm", Usual(20, 250), 1),
    MeasureKind.BMI: _Traits("IMC", "kg/m2", "kg/m²", None, 2),
    MeasureKind.HEAD: _Traits("Périmètre crânien", "cm", "cm", Usual(20, 70), 1),
    MeasureKind.WAIST: _Traits("Tour de taille", "cm", "cm", Usual(30, 250), 1),
    MeasureKind.BLOOD_PRESSURE: _Traits("Tension artérielle", "mm[Hg]", "mmHg", Usual(50, 280), 0),
    MeasureKind.HEART_RATE: _Traits("Fréquence cardiaque", "/min", "/min", Usual(20, 250), 0),
    MeasureKind.TEMPERATURE: _Traits("Température", "Cel", "°C", Usual(30, 43), 1),
    MeasureKind.SPO2: _Traits("SpO2", "%", "%", Usual(50, 100), 0),
    MeasureKind.BREATHING_RATE: _Traits("Fréquence respiratoire", "/min", "/min", Usual(5, 80), 0),
    MeasureKind.PAIN: _Traits("Douleur", "1", "/10", Usual(0, 10), 1),
    MeasureKind.STEPS: _Traits("Pas par jour", "1/(24.h)", "pas/jour", Usual(0, 60_000), 0),
    MeasureKind.TOBACCO: _Traits("Tabac", "{cigarette}/d", "cig/jour", Usual(0, 100), 1),
    MeasureKind.ALCOHOL: _Traits("Alcool", "{verre}/d", "verres/jour", Usual(0, 40), 1),
    MeasureKind.ACTIVITY: _Traits("Activité physique", "d/wk", "jours/semaine", Usual(0, 7), 1),
    MeasureKind.CREATININE: _Traits("Créatinine", "umol/L", "µmol/L", Usual(10, 2000), 1),
    MeasureKind.GLUCOSE: _Traits("Glycémie", "g/L", "g/L", Usual(0.2, 8), 2),
    MeasureKind.HBA1C: _Traits("HbA1c", "%", "%", Usual(3, 20), 1),
    MeasureKind.INR: _Traits("INR", "{INR}", "", Usual(0.5, 12), 2),
}
_SHORT = {
    MeasureKind.HEAD: "PC",
    MeasureKind.WAIST: "Tour de t.",
    MeasureKind.BLOOD_PRESSURE: "TA",
    MeasureKind.HEART_RATE: "FC",
    MeasureKind.TEMPERATURE: "T°",
    MeasureKind.BREATHING_RATE: "FR",
    MeasureKind.STEPS: "Pas",
    MeasureKind.ACTIVITY: "Activité",
    MeasureKind.CREATININE: "Créat.",
}


class Origin(StrEnum):
    """Where a value was taken (clinical notes §2.8)."""

    PRACTICE = "cabinet"
    HOME = "domicile"
    IMPORTED = "importé"

    @property
    def label(self) -> str:
        """Return the French words."""
        return _ORIGINS[self]


_ORIGINS = {
    Origin.PRACTICE: "au cabinet",
    Origin.HOME: "au domicile",
    Origin.IMPORTED: "importé",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One value in the unit of its kind; ``second`` is the diastolic pressure.

    ``encounter_id`` is the consultation in which it was taken.
    """

    kind: MeasureKind
    value: float = field(repr=False)
    taken_at: datetime
    second: float | None = field(default=None, repr=False)
    origin: Origin = Origin.PRACTICE
    comment: str = field(default="", repr=False)
    encounter_id: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One value of a curve; ``author`` are the initials of who wrote it."""

    measure_id: int
    taken_at: datetime
    value: float = field(repr=False)
    second: float | None = field(repr=False)
    author: str = field(repr=False)
    origin: Origin
    comment: str = field(repr=False)
    encounter_id: int | None

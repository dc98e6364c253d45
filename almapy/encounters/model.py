"""Consultations and the measures taken in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Nature(StrEnum):
    """The kind of a contact; its letter stands in the list of consultations."""

    CONSULTATION = "consultation"
    HOME_VISIT = "visite"
    REMOTE = "teleconsultation"
    PHONE = "telephone"
    NOTE = "note"

    @property
    def letter(self) -> str:
        """Return the letter of the list: (C) consultation, (S) note outside the history."""
        return {
            "consultation": "C",
            "visite": "V",
            "teleconsultation": "TC",
            "telephone": "T",
            "note": "S",
        }[self.value]

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            "consultation": "Consultation",
            "visite": "Visite",
            "teleconsultation": "Téléconsultation",
            "telephone": "Téléphone",
            "note": "Note",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Encounter:
    """One contact: date, author's initials, letter and text.

    ``replaced`` holds the initials of the doctor whom a remplaçant stood in for.
    """

    nature: Nature
    held_at: datetime
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    author: str = field(default="", repr=False)
    replaced: str = field(default="", repr=False)


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

"""Who and what a printed document speaks of: doctor, practice, patient and day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from almapy.months import MONTHS
from almapy.patients.model import PatientDraft
from almapy.practice.model import Practice, Practitioner

_WEEKDAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche")
_CIVILITIES = {"Monsieur": "M.", "Madame": "Mme", "Mademoiselle": "Mlle"}


@dataclass(frozen=True, slots=True)
class HeadingDoctor:
    """The doctor in whose name a document is printed."""

    family_name: str
    first_name: str
    professional: Practitioner


@dataclass(frozen=True, slots=True)
class Heading:
    """Everything that a header may name; ``today`` is the civil day of printing."""

    patient: PatientDraft = field(repr=False)
    doctor: HeadingDoctor
    practice: Practice
    today: date


def long_day(day: date) -> str:
    """Return « Samedi 01 Octobre 2022 », as headers print it (A-HDR-06)."""
    month = MONTHS[day.month - 1].capitalize()
    return f"{_WEEKDAYS[day.weekday()]} {day.day:02d} {month} {day.year:04d}"


def short_civility(civility: str) -> str:
    """Return « Mme », « M. » or « Mlle »; another civility stays as it is."""
    return _CIVILITIES.get(civility, civility)

"""Consultations: their nature and what was written."""

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

"""What a reading means for the records of the practice."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from almapy.patients.model import PatientHit
from almapy.vitale.reading import Bearer


class Likeness(StrEnum):
    """Why a record is proposed for a bearer; nothing is ever merged or certified by it."""

    NUMBER = "numero"  # the same 15 characters of the person's own number, and nothing against it
    TRAITS = "traits"  # same birth date, same name and first name once normalised
    CLOSE = "proche"  # same birth date and first name, or near names, or a number of other traits
    NONE = "aucun"

    @property
    def is_certain_enough(self) -> bool:
        """Tell whether one such record may be opened without asking."""
        return self in {Likeness.NUMBER, Likeness.TRAITS}


@dataclass(frozen=True, slots=True)
class BearerMatch:
    """One person of the card and the records that may be theirs, the likeliest first."""

    bearer: Bearer = field(repr=False)
    likeness: Likeness
    records: tuple[PatientHit, ...] = field(default=(), repr=False)

    @property
    def only_record(self) -> PatientHit | None:
        """Return the record to open without asking: alone, and certain enough."""
        if self.likeness.is_certain_enough and len(self.records) == 1:
            return self.records[0]
        return None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a reading changed in a record, in the French words of the screen."""

    changed: tuple[str, ...] = field(default=(), repr=False)
    left: tuple[str, ...] = field(
        default=(), repr=False
    )  # what the card says otherwise and was not taken, told to the person

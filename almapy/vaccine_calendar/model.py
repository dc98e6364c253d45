"""What the calendar says of one person on one day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Light(StrEnum):
    """The colour that goes with a status (vaccines.md §5)."""

    GREEN = "vert"
    ORANGE = "orange"
    RED = "rouge"
    GREY = "gris"


class Status(StrEnum):
    """Where one protection stands."""

    DONE = "fait"
    DUE = "a_faire"
    LATE = "en_retard"
    TO_COME = "a_venir"
    NOT_INDICATED = "non_indique"
    UNKNOWN = "indisponible"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "fait": "fait",
            "a_faire": "à faire",
            "en_retard": "en retard",
            "a_venir": "à venir",
            "non_indique": "non indiqué",
            "indisponible": "expertise indisponible",
        }[self.value]


class Obligation(StrEnum):
    """How strongly a rule is meant."""

    OBLIGATORY = "obligatoire"
    RECOMMENDED = "recommande"
    PROPOSED = "propose"
    SITUATION = "selon_situation"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "obligatoire": "obligatoire",
            "recommande": "recommandé",
            "propose": "proposé à la demande",
            "selon_situation": "selon situation",
        }[self.value]


class Confidence(StrEnum):
    """How sure the table is of a rule: seen in a public page, or general knowledge."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "high": "source publique lue",
            "medium": "en partie de connaissance générale, à vérifier",
            "low": "non vérifiée",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the calendar: a protection, where it stands and why.

    ``next_from`` is the first day of the next dose, ``next_to`` the last one on which it makes
    sense. ``planned`` are the usual days of the doses that remain. A ``refused`` one is never
    late. ``vaccines`` are the names that may be proposed; ``intervals`` and ``note`` are the words
    of the table, ``assumed`` what was added to it so that a date can be computed.
    """

    rule_id: str
    label: str
    diseases: tuple[str, ...]
    light: Light
    status: Status
    reason: str = field(repr=False)
    next_from: date | None = field(default=None, repr=False)
    next_to: date | None = field(default=None, repr=False)
    given: int = 0
    wanted: int = 0
    vaccines: tuple[str, ...] = ()
    obligation: Obligation = Obligation.RECOMMENDED
    source: str = ""
    confidence: Confidence = Confidence.HIGH
    refused: bool = field(default=False, repr=False)
    planned: tuple[date, ...] = field(default=(), repr=False)
    intervals: str = ""
    note: str = ""
    assumed: str = ""

    @property
    def word(self) -> str:
        """Return the status as it is shown: « refusé », « selon situation » for a journey."""
        if self.refused:
            return "refusé"
        if self.obligation is Obligation.SITUATION and self.confidence is not Confidence.LOW:
            return self.obligation.label
        return self.status.label


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the table of ``table_date`` says on a day; ``warnings`` are about what was given."""

    on: date
    table_date: date
    verdicts: tuple[Verdict, ...]
    warnings: tuple[str, ...] = field(default=(), repr=False)

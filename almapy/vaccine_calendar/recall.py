"""« Relances vaccinales »: what is asked for, and one line of the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from almapy.vaccine_calendar.model import Status, Verdict


@dataclass(frozen=True, slots=True)
class RecallWanted:
    """Whom to look for; what is empty or None leaves nobody out.

    ``diseases`` are NUVA codes, ages are completed years. What is only proposed and what was
    refused is left out unless ``proposed`` and ``refused`` ask for it.
    """

    diseases: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = (Status.LATE, Status.DUE)
    youngest: int | None = None
    oldest: int | None = None
    medecin_traitant_id: int | None = None
    proposed: bool = False
    refused: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RecallLine:
    """One person to call back and for what."""

    patient_id: int
    dossier: int
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    phone: str = field(repr=False)
    email: str = field(repr=False)
    medecin_traitant: str = field(repr=False)
    verdict: Verdict = field(repr=False)


TITLE = "Relances vaccinales"
COLUMNS = (
    ("Dossier", 10),
    ("Patient", 30),
    ("Date de naissance", 18),
    ("Vaccination", 40),
    ("État", 16),
    ("Depuis le", 14),
    ("Jusqu'au", 14),
    ("Raison", 60),
    ("Statut", 18),
    ("Téléphone", 16),
    ("Courriel", 26),
    ("Médecin traitant", 24),
    ("Règle", 14),
)


def cells(line: RecallLine) -> tuple[str | int, ...]:
    """Return a line as the cells of a spreadsheet, in the order of ``COLUMNS``."""
    verdict = line.verdict
    return (
        line.dossier,
        line.name,
        _day(line.birth_date),
        verdict.label,
        verdict.word,
        _day(verdict.next_from),
        _day(verdict.next_to),
        verdict.reason,
        verdict.obligation.label,
        line.phone,
        line.email,
        line.medecin_traitant,
        verdict.rule_id,
    )


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""

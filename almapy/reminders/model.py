"""Recalls: what is to be done for a patient, by whom and when."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from almapy.errors import DomainError

_LONGEST_INTERVAL = 240


class Addressee(StrEnum):
    """Who is to act."""

    DOCTOR = "medecin"
    SECRETARY = "secretaire"
    PATIENT = "patient"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {"medecin": "Médecin", "secretaire": "Secrétaire", "patient": "Patient"}[self.value]


class ReminderState(StrEnum):
    """Where a recall stands (clinical notes §5)."""

    TO_DO = "a_faire"
    DONE = "fait"
    REFUSED = "refuse"
    POINTLESS = "sans_objet"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "a_faire": "À faire",
            "fait": "Fait",
            "refuse": "Refusé par le patient",
            "sans_objet": "Sans objet",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Reminder:
    """One recall; ``every_months`` is 0 for one that does not come back.

    ``closed_on`` and ``reason`` belong to a recall that is no longer to do: a refusal says why.
    """

    label: str = field(repr=False)
    due_on: date
    addressee: Addressee = Addressee.DOCTOR
    every_months: int = 0
    urgent: bool = False
    state: ReminderState = ReminderState.TO_DO
    closed_on: date | None = None
    reason: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise DomainError("Dites ce qu'il faut rappeler.", field="label")
        if not 0 <= self.every_months <= _LONGEST_INTERVAL:
            raise DomainError("La périodicité va de 1 à 240 mois.", field="every_months")
        if self.state is ReminderState.REFUSED and not self.reason.strip():
            raise DomainError("Notez pourquoi le patient refuse.", field="reason")

    def is_late(self, today: date) -> bool:
        """Tell whether it is still to do after its day."""
        return self.state is ReminderState.TO_DO and self.due_on < today

    def postponed_by(self, months: int, today: date) -> Reminder:
        """Return the same recall that many months after its day, or after today when it is late."""
        return replace(self, due_on=months_later(max(self.due_on, today), months))

    def closed(self, state: ReminderState, on: date, reason: str = "") -> Reminder:
        """Return the recall done, refused or pointless."""
        return replace(self, state=state, closed_on=on, reason=reason)

    def next_one(self, done_on: date) -> Reminder | None:
        """Return the recall that follows one done on that day, None when it does not come back."""
        if not self.every_months:
            return None
        return replace(
            self,
            due_on=months_later(done_on, self.every_months),
            state=ReminderState.TO_DO,
            closed_on=None,
            reason="",
        )


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, its last day when the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

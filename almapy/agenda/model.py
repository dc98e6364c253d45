"""Appointments and the waiting room (clinical notes §8)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from almapy.errors import DomainError

_LONGEST_MINUTES = 8 * 60


class AppointmentState(StrEnum):
    """Where an appointment stands."""

    PLANNED = "prevu"
    CONFIRMED = "confirme"
    ARRIVED = "arrive"
    IN_ROOM = "en_consultation"
    DONE = "termine"
    ABSENT = "absent"
    CANCELLED = "annule"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "prevu": "Prévu",
            "confirme": "Confirmé",
            "arrive": "Arrivé",
            "en_consultation": "En consultation",
            "termine": "Terminé",
            "absent": "Absent",
            "annule": "Annulé",
        }[self.value]

    @property
    def takes_time(self) -> bool:
        """Tell whether the appointment holds its place in the day."""
        return self not in {AppointmentState.ABSENT, AppointmentState.CANCELLED}


class AppointmentKind(StrEnum):
    """What the time is kept for."""

    CONSULTATION = "consultation"
    HOME_VISIT = "visite"
    REMOTE = "teleconsultation"
    URGENT = "urgence"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {
            "consultation": "Consultation",
            "visite": "Visite",
            "teleconsultation": "Téléconsultation",
            "urgence": "Urgence",
            "autre": "Autre",
        }[self.value]


@dataclass(frozen=True, slots=True)
class AppointmentDraft:
    """What is entered; a person without a record is written in ``free_name``.

    ``arrived_at`` is noted when the person comes: their waiting is counted from it.
    """

    practitioner_id: int
    start: datetime
    minutes: int = 15
    patient_id: int | None = None
    free_name: str = field(default="", repr=False)
    kind: AppointmentKind = AppointmentKind.CONSULTATION
    reason: str = field(default="", repr=False)
    state: AppointmentState = AppointmentState.PLANNED
    arrived_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.patient_id is None and not self.free_name.strip():
            raise DomainError("Choisissez un patient ou écrivez un nom.", field="free_name")
        if not 1 <= self.minutes <= _LONGEST_MINUTES:
            raise DomainError("Un rendez-vous dure de 1 minute à 8 heures.", field="minutes")

    @property
    def end(self) -> datetime:
        """Return when it should end."""
        return self.start + timedelta(minutes=self.minutes)

    def overlaps(self, other: AppointmentDraft) -> bool:
        """Tell whether both hold the same practitioner at the same time."""
        return (
            self.practitioner_id == other.practitioner_id
            and self.state.takes_time
            and other.state.takes_time
            and self.start < other.end
            and other.start < self.end
        )

    def moved_on(self, state: AppointmentState, at: datetime) -> AppointmentDraft:
        """Return the appointment in that state; the moment of arrival is noted once."""
        arrived = self.arrived_at
        if state is AppointmentState.ARRIVED and arrived is None:
            arrived = at
        if state in {AppointmentState.PLANNED, AppointmentState.CONFIRMED}:
            arrived = None
        return replace(self, state=state, arrived_at=arrived)

    def waited(self, now: datetime) -> timedelta | None:
        """Return how long the person has been waiting, None when they are not."""
        if self.state is not AppointmentState.ARRIVED or self.arrived_at is None:
            return None
        return max(now - self.arrived_at, timedelta())


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment of the base; ``who`` is the patient's name, or the free one."""

    id: int
    version: int
    who: str = field(repr=False)
    practitioner: str = field(repr=False)
    data: AppointmentDraft


def next_in_turn(appointments: list[Appointment], now: datetime) -> Appointment | None:
    """Return who comes next: the first to have arrived, else the next one planned.

    A planned appointment whose time is over stays in turn: its patient may only be late.
    """
    arrived = [one for one in appointments if one.data.state is AppointmentState.ARRIVED]
    if arrived:
        return min(arrived, key=lambda one: (one.data.arrived_at or now, one.data.start, one.id))
    waiting = {AppointmentState.PLANNED, AppointmentState.CONFIRMED}
    planned = [one for one in appointments if one.data.state in waiting]
    return min(planned, key=lambda one: (one.data.start, one.id), default=None)

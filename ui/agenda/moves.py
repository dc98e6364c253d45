"""Gestures on an appointment with their way back: each keeps the version it left."""

from __future__ import annotations

from almapy.agenda.model import Appointment, AppointmentDraft
from almapy.agenda.service import AgendaService
from almapy.users.model import Actor


class Addition:
    """A new appointment; taken back it is removed, done again it is restored."""

    def __init__(self, agenda: AgendaService, actor: Actor, draft: AppointmentDraft) -> None:
        self._agenda = agenda
        self._actor = actor
        self._draft = draft
        self._held: Appointment | None = None

    def do(self) -> None:
        """Write it, or bring it back."""
        if self._held is None:
            self._held = self._agenda.add(self._actor, self._draft)
        else:
            self._held = self._agenda.restore(self._actor, self._held)

    def undo(self) -> None:
        """Remove it."""
        if self._held is not None:
            self._held = self._agenda.remove(self._actor, self._held)


class Change:
    """An appointment moved, corrected or noted."""

    def __init__(
        self, agenda: AgendaService, actor: Actor, before: Appointment, draft: AppointmentDraft
    ) -> None:
        self._agenda = agenda
        self._actor = actor
        self._before = before.data
        self._draft = draft
        self._held = before

    def do(self) -> None:
        """Write the change."""
        self._held = self._agenda.change(self._actor, self._held, self._draft)

    def undo(self) -> None:
        """Write what stood before."""
        self._held = self._agenda.change(self._actor, self._held, self._before)


class Removal:
    """An appointment taken out."""

    def __init__(self, agenda: AgendaService, actor: Actor, held: Appointment) -> None:
        self._agenda = agenda
        self._actor = actor
        self._held = held

    def do(self) -> None:
        """Take it out."""
        self._held = self._agenda.remove(self._actor, self._held)

    def undo(self) -> None:
        """Bring it back."""
        self._held = self._agenda.restore(self._actor, self._held)

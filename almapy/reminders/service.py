"""Recalls of one record and of the whole practice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind
from almapy.record.together import TogetherService
from almapy.reminders.model import Addressee, Reminder, ReminderState
from almapy.reminders.tables import ReminderRow
from almapy.users.model import Actor
from almapy.work import Works

KIND = FactKind("rappel", "Ce rappel", ReminderRow, Reminder)
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DueReminder:
    """One recall in the list of the practice, with whose it is."""

    patient_id: int
    patient: str = field(repr=False)
    label: str = field(repr=False)
    due_on: date
    addressee: Addressee
    urgent: bool


class ReminderService(TogetherService[Reminder]):
    """Recalls; one that comes back is written anew when it is done."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, KIND)

    def done(
        self, actor: Actor, fact: Fact[Reminder], on: date
    ) -> tuple[Fact[Reminder], Fact[Reminder] | None]:
        """Close a recall as done; return it and the next one, None when it does not come back.

        Both are stored or neither: a recall that comes back is never lost between the two.
        """
        actor.require(self.kind.write_right)
        following = fact.data.next_one(on)
        with self._works.begin(actor) as work:
            closed = self.change_within(work, fact, fact.data.closed(ReminderState.DONE, on))
            if following is None:
                return closed, None
            (added,) = self.add_within(work, fact.patient_id, [following])
            return closed, added

    def undone(
        self,
        actor: Actor,
        closed: Fact[Reminder],
        following: Fact[Reminder] | None,
        before: Reminder,
    ) -> Fact[Reminder]:
        """Take ``done`` back: the next recall goes, this one is returned to do as it was."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            if following is not None:
                self.remove_within(work, [following])
            return self.change_within(work, closed, before)

    def due(
        self, actor: Actor, until: date, addressee: Addressee | None = None, *, limit: int = _SHOWN
    ) -> list[DueReminder]:
        """Return what is to be done in the practice by that day, the most overdue first.

        The deceased, the archived and fictitious identities are not recalled.
        """
        actor.require(self.kind.read_right)
        query = (
            select(ReminderRow, PatientRow)
            .join(PatientRow, PatientRow.id == ReminderRow.patient_id)
            .where(ReminderRow.deleted_at.is_(None), ReminderRow.due_on <= until)
            .where(ReminderRow.state == ReminderState.TO_DO.value)
            .where(
                PatientRow.deceased.is_(False),
                PatientRow.archived.is_(False),
                PatientRow.fictitious.is_(False),
            )
            .order_by(ReminderRow.urgent.desc(), ReminderRow.due_on, ReminderRow.id)
            .limit(limit)
        )
        if addressee is not None:
            query = query.where(ReminderRow.addressee == addressee.value)
        with self._works.database.reading() as session:
            return [
                DueReminder(
                    patient_id=patient.id,
                    patient=f"{patient.used_name or patient.birth_name} "
                    f"{patient.used_first_name or patient.first_birth_first_name}",
                    label=row.label,
                    due_on=row.due_on,
                    addressee=Addressee(row.addressee),
                    urgent=row.urgent,
                )
                for row, patient in session.execute(query)
            ]

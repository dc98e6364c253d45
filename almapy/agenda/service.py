"""The agenda of the practice: a day, one appointment, whose turn it is."""

from __future__ import annotations

import uuid
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from almapy.agenda.model import (
    Appointment,
    AppointmentDraft,
    AppointmentKind,
    AppointmentState,
    next_in_turn,
)
from almapy.agenda.tables import AppointmentRow
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor, Right, Role
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

_CARERS = (Role.MEDECIN, Role.REMPLACANT, Role.INFIRMIER)


class AgendaService:
    """Appointments are seen and written by everybody who sees identities."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def practitioners(self, actor: Actor) -> list[tuple[int, str]]:
        """Return who has an agenda: number and name of each, in the order of their names."""
        actor.require(Right.IDENTITY)
        query = (
            select(AccountRow)
            .where(AccountRow.active.is_(True))
            .where(AccountRow.role.in_([role.value for role in _CARERS]))
            .order_by(AccountRow.family_name, AccountRow.first_name)
        )
        with self._works.database.reading() as session:
            return [(row.id, _name(row)) for row in session.scalars(query)]

    def day(self, actor: Actor, day: date, practitioner_id: int | None = None) -> list[Appointment]:
        """Return the appointments of a day of the practice's clock, in their order."""
        actor.require(Right.IDENTITY)
        begin = datetime.combine(day, time()).astimezone(UTC)
        end = datetime.combine(day + timedelta(days=1), time()).astimezone(UTC)
        query = (
            _standing()
            .where(AppointmentRow.start >= begin, AppointmentRow.start < end)
            .order_by(AppointmentRow.start, AppointmentRow.id)
        )
        if practitioner_id is not None:
            query = query.where(AppointmentRow.practitioner_id == practitioner_id)
        with self._works.database.reading() as session:
            return _read(session, query)

    def of_patient(self, actor: Actor, patient_id: int) -> list[Appointment]:
        """Return the appointments of a patient, latest first."""
        actor.require(Right.IDENTITY)
        query = _standing().where(AppointmentRow.patient_id == patient_id)
        with self._works.database.reading() as session:
            return _read(session, query.order_by(AppointmentRow.start.desc()))

    def add(self, actor: Actor, draft: AppointmentDraft) -> Appointment:
        """Write an appointment."""
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = AppointmentRow(uid=str(uuid.uuid4()), created_by=actor.user_id)
            _fill(row, draft)
            work.session.add(row)
            return self._told(work, row)

    def change(
        self, actor: Actor, appointment: Appointment, draft: AppointmentDraft
    ) -> Appointment:
        """Replace an appointment; raises ConflictError when it changed meanwhile."""
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = _get(work, appointment)
            _fill(row, draft)
            return self._told(work, row)

    def move_on(
        self, actor: Actor, appointment: Appointment, state: AppointmentState
    ) -> Appointment:
        """Note that the person came, went in, is done, did not come."""
        draft = appointment.data.moved_on(state, self._works.clock.now())
        return self.change(actor, appointment, draft)

    def remove(self, actor: Actor, appointment: Appointment) -> Appointment:
        """Take an appointment out; ``restore`` brings it back."""
        return self._mark(actor, appointment, removed=True)

    def restore(self, actor: Actor, appointment: Appointment) -> Appointment:
        """Bring a removed appointment back."""
        return self._mark(actor, appointment, removed=False)

    def overlapping(
        self, actor: Actor, draft: AppointmentDraft, *, besides: int | None = None
    ) -> list[Appointment]:
        """Return the appointments that hold the same practitioner at that time: to warn only."""
        day = draft.start.astimezone().date()
        around = self.day(actor, day, draft.practitioner_id)
        return [one for one in around if one.id != besides and one.data.overlaps(draft)]

    def call_next(self, actor: Actor) -> Appointment | None:
        """Call the next patient of this practitioner's day, and end the consultation before.

        Returns None when nobody waits; raises ConflictError when another post called meanwhile.
        """
        actor.require(Right.IDENTITY)
        today, now = self._works.clock.today(), self._works.clock.now()
        appointments = self.day(actor, today, actor.user_id)
        called = next_in_turn([one for one in appointments if one.data.patient_id is not None], now)
        if called is None:
            return None
        with self._works.begin(actor) as work:
            for one in appointments:
                if one.data.state is AppointmentState.IN_ROOM:
                    _get(work, one).state = AppointmentState.DONE.value
            row = _get(work, called)
            _fill(row, called.data.moved_on(AppointmentState.IN_ROOM, now))
            return self._told(work, row)

    def _mark(self, actor: Actor, appointment: Appointment, *, removed: bool) -> Appointment:
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = _get(work, appointment, removed=not removed)
            row.deleted_at = work.at if removed else None
            return self._told(work, row)

    def _told(self, work: UnitOfWork, row: AppointmentRow) -> Appointment:
        work.session.flush()
        work.announce(Changed(Topic.AGENDA))
        query = _all().where(AppointmentRow.id == row.id)
        return _read(work.session, query)[0]


def _get(work: UnitOfWork, appointment: Appointment, *, removed: bool = False) -> AppointmentRow:
    row = work.session.get(AppointmentRow, appointment.id, with_for_update=True)
    if row is None:
        raise DomainError("Ce rendez-vous n'existe plus.", code="agenda.none")
    if row.version != appointment.version or (row.deleted_at is not None) is not removed:
        raise ConflictError(
            "Ce rendez-vous a été modifié entre-temps sur un autre poste. Rien n'a été écrasé. "
            "L'agenda vient d'être relu\u00a0: recommencez."
        )
    return row


def _fill(row: AppointmentRow, draft: AppointmentDraft) -> None:
    for one in fields(AppointmentDraft):
        value = getattr(draft, one.name)
        setattr(row, one.name, value.value if hasattr(value, "value") else value)


def _all() -> Select[AppointmentRow, AccountRow, PatientRow]:
    practitioner = aliased(AccountRow)
    return (
        select(AppointmentRow, practitioner, PatientRow)
        .join(practitioner, practitioner.id == AppointmentRow.practitioner_id)
        .outerjoin(PatientRow, PatientRow.id == AppointmentRow.patient_id)
    )


def _standing() -> Select[AppointmentRow, AccountRow, PatientRow]:
    return _all().where(AppointmentRow.deleted_at.is_(None))


def _read(
    session: Session, query: Select[AppointmentRow, AccountRow, PatientRow]
) -> list[Appointment]:
    return [
        Appointment(row.id, row.version, _who(row, patient), _name(practitioner), _to_draft(row))
        for row, practitioner, patient in session.execute(query)
    ]


def _to_draft(row: AppointmentRow) -> AppointmentDraft:
    draft = AppointmentDraft(
        practitioner_id=row.practitioner_id,
        start=row.start,
        minutes=row.minutes,
        patient_id=row.patient_id,
        free_name=row.free_name,
        kind=AppointmentKind(row.kind),
        reason=row.reason,
        arrived_at=row.arrived_at,
    )
    return replace(draft, state=AppointmentState(row.state))


def _who(row: AppointmentRow, patient: PatientRow | None) -> str:
    if patient is None:
        return row.free_name
    name = patient.used_name or patient.birth_name
    return f"{name} {patient.used_first_name or patient.first_birth_first_name}"


def _name(account: AccountRow) -> str:
    return f"{account.first_name} {account.family_name}".strip()

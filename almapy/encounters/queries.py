"""Reading consultations: the list of a record, one of them, the drafts of a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from almapy.encounters.model import (
    Colleague,
    DraftLine,
    EncounterContent,
    EncounterLine,
    Nature,
    Problem,
    StoredEncounter,
    WritingHelp,
    content_from_json,
    first_line,
)
from almapy.encounters.tables import EncounterProblemRow, EncounterRow
from almapy.history.tables import HistoryItemRow
from almapy.patients.tables import PatientRow
from almapy.record.model import FormerVersion
from almapy.record.service import account_initials
from almapy.record.tables import FormerVersionRow
from almapy.users.model import Actor, Role
from almapy.users.tables import AccountRow

KIND = "consultation"


def lines_of(
    session: Session, actor: Actor, patient_id: int, *, with_removed: bool
) -> list[EncounterLine]:
    """Return the rows of the list: own drafts first, then the important ones, then by date."""
    author, replaced = aliased(AccountRow), aliased(AccountRow)
    query = (
        select(EncounterRow, author, replaced)
        .join(author, author.id == EncounterRow.author_id)
        .outerjoin(replaced, replaced.id == EncounterRow.replaced_id)
        .where(EncounterRow.patient_id == patient_id)
        .order_by(EncounterRow.held_at.desc(), EncounterRow.id.desc())
    )
    if not with_removed:
        query = query.where(EncounterRow.deleted_at.is_(None))
    rows: Any = session.execute(query)
    lines = [
        EncounterLine(
            id=row.id,
            version=row.version,
            nature=Nature(row.nature),
            held_at=row.held_at,
            title=row.title or row.reason,
            author=account_initials(writer),
            replaced=account_initials(absent),
            signed=row.signed_at is not None,
            important=row.important,
            text=row.text,
            own=row.author_id == actor.user_id,
            removed=row.deleted_at is not None,
        )
        for row, writer, absent in rows
    ]
    return sorted(lines, key=lambda one: (one.signed or one.removed, not one.important))


def stored(session: Session, row: EncounterRow, actor: Actor) -> StoredEncounter:
    """Return a row as a value."""
    numbers = {row.author_id, row.replaced_id, row.changed_by, row.signed_by} - {None}
    people = {
        account.id: account
        for account in session.scalars(select(AccountRow).where(AccountRow.id.in_(numbers)))
    }
    author = people[row.author_id]

    def initials(number: int | None) -> str:
        return account_initials(people.get(number) if number is not None else None)

    return StoredEncounter(
        id=row.id,
        uid=row.uid,
        patient_id=row.patient_id,
        version=row.version,
        content=content_of(session, row),
        created_at=row.created_at,
        author=account_initials(author),
        author_name=f"{author.first_name} {author.family_name}".strip(),
        own=row.author_id == actor.user_id,
        replaced=initials(row.replaced_id),
        changed_by=initials(row.changed_by),
        changed_at=row.changed_at,
        signed_by=initials(row.signed_by),
        signed_at=row.signed_at,
        removed=row.deleted_at is not None,
    )


def content_of(session: Session, row: EncounterRow) -> EncounterContent:
    """Return what a row says, its problems included."""
    return EncounterContent(
        nature=Nature(row.nature),
        held_at=row.held_at,
        title=row.title,
        reason=row.reason,
        text=row.text,
        in_blocks=row.in_blocks,
        interview=row.interview,
        examination=row.examination,
        conclusion=row.conclusion,
        plan=row.plan,
        important=row.important,
        replaced_id=row.replaced_id,
        problems=tuple(
            session.scalars(
                select(EncounterProblemRow.history_item_id)
                .where(EncounterProblemRow.encounter_id == row.id)
                .order_by(EncounterProblemRow.history_item_id)
            )
        ),
    )


def former_of(session: Session, encounter_id: int) -> list[FormerVersion[EncounterContent]]:
    """Return the replaced versions, latest first."""
    writer, replacer = aliased(AccountRow), aliased(AccountRow)
    query = (
        select(FormerVersionRow, writer, replacer)
        .join(writer, writer.id == FormerVersionRow.written_by)
        .join(replacer, replacer.id == FormerVersionRow.replaced_by)
        .where(FormerVersionRow.kind == KIND, FormerVersionRow.fact_id == encounter_id)
        .order_by(FormerVersionRow.version.desc())
    )
    return [
        FormerVersion(
            version=row.version,
            written_by=account_initials(one),
            written_at=row.written_at,
            replaced_by=account_initials(other),
            replaced_at=row.replaced_at,
            reason=row.reason,
            data=content_from_json(row.content),
        )
        for row, one, other in session.execute(query)
    ]


def drafts_of(session: Session, actor: Actor) -> list[DraftLine]:
    """Return what this person began and did not validate, oldest first."""
    query = (
        select(EncounterRow, PatientRow)
        .join(PatientRow, PatientRow.id == EncounterRow.patient_id)
        .where(
            EncounterRow.author_id == actor.user_id,
            EncounterRow.signed_at.is_(None),
            EncounterRow.deleted_at.is_(None),
        )
        .order_by(EncounterRow.held_at, EncounterRow.id)
    )
    return [
        DraftLine(
            id=row.id,
            patient_id=row.patient_id,
            patient_name=_name(patient),
            nature=Nature(row.nature),
            held_at=row.held_at,
            title=row.title or row.reason or first_line(row.text),
        )
        for row, patient in session.execute(query)
    ]


def names_of(session: Session, patient_ids: Sequence[int]) -> dict[int, str]:
    """Return the names these people go by."""
    rows = session.scalars(select(PatientRow).where(PatientRow.id.in_(patient_ids)))
    return {row.id: _name(row) for row in rows}


def help_for(session: Session, actor: Actor, patient_id: int) -> WritingHelp:
    """Return the doctors to stand in for, the problems of the record, and the usual choice."""
    doctors = tuple(
        Colleague(row.id, f"{row.first_name} {row.family_name}".strip(), account_initials(row))
        for row in session.scalars(
            select(AccountRow)
            .where(AccountRow.role == Role.MEDECIN.value, AccountRow.active.is_(True))
            .order_by(AccountRow.family_name, AccountRow.id)
        )
        if row.id != actor.user_id
    )
    problems = tuple(
        Problem(row.id, row.label, row.active)
        for row in session.scalars(
            select(HistoryItemRow)
            .where(HistoryItemRow.patient_id == patient_id, HistoryItemRow.deleted_at.is_(None))
            .order_by(HistoryItemRow.active.desc(), HistoryItemRow.id)
        )
    )
    usual = None
    if actor.role is Role.REMPLACANT:
        usual = _usual_replaced(session, actor, {one.id for one in doctors})
    return WritingHelp(doctors, problems, usual)


def count_doctors(session: Session) -> int:
    """Return how many doctors have an open account."""
    query = select(func.count()).where(
        AccountRow.role == Role.MEDECIN.value, AccountRow.active.is_(True)
    )
    return session.scalar(query) or 0


def _usual_replaced(session: Session, actor: Actor, doctors: set[int]) -> int | None:
    last = session.scalar(
        select(EncounterRow.replaced_id)
        .where(EncounterRow.author_id == actor.user_id, EncounterRow.replaced_id.is_not(None))
        .order_by(EncounterRow.held_at.desc(), EncounterRow.id.desc())
        .limit(1)
    )
    if last in doctors:
        return last
    return next(iter(doctors)) if len(doctors) == 1 else None


def _name(patient: PatientRow) -> str:
    name = patient.used_name or patient.birth_name
    return f"{name} {patient.used_first_name or patient.first_birth_first_name}"

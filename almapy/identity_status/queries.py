"""Reading lists of identities by status, in SQL: the status is computed where the rows are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from almapy.agenda.model import AppointmentState
from almapy.agenda.tables import AppointmentRow
from almapy.identity.documents import HIGH_CONFIDENCE_DOCUMENTS
from almapy.identity.transitions import status_of
from almapy.identity_status.model import (
    LastCall,
    StatusOrder,
    StatusQuestion,
    StatusRow,
    ToQualify,
    missing_to_qualify,
)
from almapy.insi.model import CallKind, Exchange, Outcome
from almapy.insi.tables import InsiCallRow
from almapy.patients.model import IdentityStatus, Sex
from almapy.patients.service import to_draft
from almapy.patients.tables import PatientRow, PatientTokenRow, RecentPatientRow
from almapy.patients.word_source import AFTER_EVERY_LETTER
from almapy.patients.words import WordKind, typed_words
from almapy.text import fold

_AT_ONCE = 1000  # SQLite and PostgreSQL both limit the values of one statement
_HIGH = PatientRow.identity_document.in_(sorted(HIGH_CONFIDENCE_DOCUMENTS))
_status: ColumnElement[str] = case(
    (or_(PatientRow.doubtful, PatientRow.fictitious), IdentityStatus.PROVISIONAL.value),
    (and_(PatientRow.insi_accepted, _HIGH), IdentityStatus.QUALIFIED.value),
    (PatientRow.insi_accepted, IdentityStatus.RETRIEVED.value),
    (_HIGH, IdentityStatus.VALIDATED.value),
    else_=IdentityStatus.PROVISIONAL.value,
)
"""The rule of ``identity_status``, as a column."""
_status_rank: ColumnElement[int] = case(
    {one.value: rank for rank, one in enumerate(IdentityStatus)}, value=_status
)
_LAST = (
    select(InsiCallRow.patient_id, func.max(InsiCallRow.id).label("call_id"))
    .group_by(InsiCallRow.patient_id)
    .subquery()
)
_COLUMNS = (
    PatientRow.id,
    PatientRow.dossier,
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.birth_date,
    PatientRow.sex,
    PatientRow.doubtful,
    PatientRow.fictitious,
    PatientRow.homonym,
    PatientRow.deceased,
    PatientRow.archived,
    PatientRow.merged_into,
    _status.label("status"),
)
_ORDERS: dict[StatusOrder, ColumnElement[Any] | Any] = {
    StatusOrder.BIRTH_NAME: PatientRow.birth_name,
    StatusOrder.USED_NAME: func.lower(
        case((PatientRow.used_name != "", PatientRow.used_name), else_=PatientRow.birth_name)
    ),
    StatusOrder.FIRST_NAME: PatientRow.first_birth_first_name,
    StatusOrder.BIRTH_DATE: PatientRow.birth_date,
    StatusOrder.SEX: PatientRow.sex,
    StatusOrder.DOSSIER: PatientRow.dossier,
    StatusOrder.STATUS: _status_rank,
    StatusOrder.LAST_CALL: InsiCallRow.at,
    StatusOrder.RESULT: InsiCallRow.outcome,
}
_BY_CALL = frozenset({StatusOrder.LAST_CALL, StatusOrder.RESULT})
_NOT_COMING = (AppointmentState.CANCELLED.value, AppointmentState.ABSENT.value)


def counts(session: Session, asked: StatusQuestion) -> dict[IdentityStatus, int]:
    """Count the records of each status within the states asked."""
    query = select(_status, func.count()).where(*_states(asked)).group_by(_status)
    found = {IdentityStatus(status): number for status, number in session.execute(query)}
    return {status: found.get(status, 0) for status in IdentityStatus}


def count(session: Session, asked: StatusQuestion) -> int:
    """Count the records that match."""
    query = select(func.count()).select_from(PatientRow).where(*_wanted(asked))
    return session.execute(query).scalar_one()


def rows(session: Session, asked: StatusQuestion, limit: int) -> tuple[StatusRow, ...]:
    """Return the first lines that match, in the order asked."""
    found = session.execute(_ordered(select(*_COLUMNS), asked).limit(limit)).all()
    return _with_calls(session, found)


def rows_of(session: Session, patient_ids: Collection[int]) -> dict[int, StatusRow]:
    """Return the line of each of these records."""
    ordered = sorted(patient_ids)
    lines: dict[int, StatusRow] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        found = session.execute(select(*_COLUMNS).where(PatientRow.id.in_(part))).all()
        lines |= {row.patient_id: row for row in _with_calls(session, found)}
    return lines


def ids(session: Session, asked: StatusQuestion) -> list[int]:
    """Return the number of every record that matches, in the order asked."""
    return list(session.scalars(_ordered(select(PatientRow.id), asked)))


def to_qualify(session: Session, begin: datetime, end: datetime) -> list[ToQualify]:
    """Return who comes between these moments or was opened then and is not qualified.

    Those with an appointment come first, in the order of the day.
    """
    coming = (
        select(AppointmentRow.patient_id, func.min(AppointmentRow.start))
        .where(AppointmentRow.start >= begin, AppointmentRow.start < end)
        .where(AppointmentRow.deleted_at.is_(None), AppointmentRow.state.not_in(_NOT_COMING))
        .where(AppointmentRow.patient_id.is_not(None))
        .group_by(AppointmentRow.patient_id)
    )
    first = {one: start for one, start in session.execute(coming) if one is not None}
    opened = select(RecentPatientRow.patient_id).where(
        RecentPatientRow.opened_at >= begin, RecentPatientRow.opened_at < end
    )
    wanted = set(first) | set(session.scalars(opened))
    query = (
        select(PatientRow)
        .where(PatientRow.id.in_(sorted(wanted)), _status != IdentityStatus.QUALIFIED.value)
        .where(PatientRow.deceased.is_(False), PatientRow.merged_into.is_(None))
    )
    found = [_to_qualify(row, first.get(row.id)) for row in session.scalars(query)]
    return sorted(
        found,
        key=lambda one: (one.appointment or end, fold(one.used_name), fold(one.first_name)),
    )


def _states(asked: StatusQuestion) -> list[ColumnElement[bool]]:
    left_out = (
        (asked.deceased, PatientRow.deceased.is_(False)),
        (asked.archived, PatientRow.archived.is_(False)),
        (asked.merged, PatientRow.merged_into.is_(None)),
    )
    return [condition for wanted, condition in left_out if not wanted]


def _wanted(asked: StatusQuestion) -> list[ColumnElement[bool]]:
    conditions = _states(asked)
    if asked.status is not None:
        conditions.append(_status == asked.status.value)
    kinds = [int(kind) for kind in WordKind]
    for word in typed_words(asked.typed):
        begun = select(PatientTokenRow.patient_id).where(
            PatientTokenRow.kind.in_(kinds),
            PatientTokenRow.token >= word,
            PatientTokenRow.token < word + AFTER_EVERY_LETTER,
        )
        conditions.append(PatientRow.id.in_(begun))
    return conditions


def _ordered(query: Select[*tuple[Any, ...]], asked: StatusQuestion) -> Select[*tuple[Any, ...]]:
    if asked.order in _BY_CALL:
        query = query.outerjoin(_LAST, _LAST.c.patient_id == PatientRow.id).outerjoin(
            InsiCallRow, InsiCallRow.id == _LAST.c.call_id
        )
    order = _ORDERS[asked.order]
    # Who was never asked about comes first: both engines place nothing differently.
    first = order.desc().nulls_last() if asked.descending else order.asc().nulls_first()
    names = (PatientRow.birth_name, PatientRow.first_birth_first_name, PatientRow.id)
    return query.where(*_wanted(asked)).order_by(first, *names)


def _with_calls(session: Session, found: Sequence[Row[*tuple[Any, ...]]]) -> tuple[StatusRow, ...]:
    calls = _last_calls(session, [row.id for row in found])
    return tuple(_to_row(row, calls.get(row.id)) for row in found)


def _last_calls(session: Session, patient_ids: Sequence[int]) -> dict[int, LastCall]:
    calls: dict[int, LastCall] = {}
    for start in range(0, len(patient_ids), _AT_ONCE):
        last = (
            select(func.max(InsiCallRow.id))
            .where(InsiCallRow.patient_id.in_(patient_ids[start : start + _AT_ONCE]))
            .group_by(InsiCallRow.patient_id)
        )
        query = select(
            InsiCallRow.patient_id,
            InsiCallRow.at,
            InsiCallRow.kind,
            InsiCallRow.outcome,
            InsiCallRow.code,
        ).where(InsiCallRow.id.in_(last))
        for patient_id, at, kind, outcome, code in session.execute(query):
            assert patient_id is not None
            call = Exchange(CallKind(kind), Outcome(outcome), code)
            calls[patient_id] = LastCall(at, call.outcome, call.result)
    return calls


def _to_row(row: Row[*tuple[Any, ...]], call: LastCall | None) -> StatusRow:
    return StatusRow(
        patient_id=row.id,
        dossier=row.dossier,
        birth_name=row.birth_name,
        used_name=row.used_name,
        first_name=row.first_birth_first_name,
        birth_date=row.birth_date,
        sex=Sex(row.sex),
        status=IdentityStatus(row.status),
        doubtful=row.doubtful,
        fictitious=row.fictitious,
        homonym=row.homonym,
        deceased=row.deceased,
        archived=row.archived,
        merged=row.merged_into is not None,
        last_call=call,
    )


def _to_qualify(row: PatientRow, appointment: datetime | None) -> ToQualify:
    draft = to_draft(row)
    word = "douteuse" if draft.doubtful else "fictive" if draft.fictitious else ""
    return ToQualify(
        patient_id=row.id,
        dossier=row.dossier,
        used_name=draft.used_name or draft.birth_name,
        first_name=draft.used_first_name or draft.first_birth_first_name,
        birth_name=draft.birth_name,
        birth_date=draft.birth_date,
        status=status_of(draft),
        appointment=appointment,
        missing=missing_to_qualify(draft),
        blocked=f"Identité {word}\u00a0: à lever d'abord" if word else "",
    )

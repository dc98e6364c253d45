"""Finding measures: the last of each kind, and the values of one kind in time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, Subquery, func, select
from sqlalchemy.orm import Session

from almapy.measures.model import Measure, MeasureKind, Origin, SeriesPoint
from almapy.measures.tables import MeasureRow
from almapy.record.service import account_initials
from almapy.users.tables import AccountRow

_KNOWN = tuple(kind.value for kind in MeasureKind)


def latest_measures(session: Session, patient_id: int) -> dict[MeasureKind, Measure]:
    """Return the last standing measure of each kind; the base looks for them, not the program."""
    ranked = _ranked(patient_id)
    query = select(MeasureRow).join(ranked, ranked.c.id == MeasureRow.id).where(ranked.c.rank == 1)
    return {MeasureKind(row.kind): measure_of(row) for row in session.scalars(query)}


def recent_values(
    session: Session, patient_id: int, count: int
) -> dict[MeasureKind, list[tuple[datetime, float]]]:
    """Return the last ``count`` values of each kind, oldest first, and nothing else of them."""
    ranked = _ranked(patient_id)
    query = (
        select(MeasureRow.kind, MeasureRow.taken_at, MeasureRow.value)
        .join(ranked, ranked.c.id == MeasureRow.id)
        .where(ranked.c.rank <= count)
        .order_by(ranked.c.rank.desc())
    )
    found: dict[MeasureKind, list[tuple[datetime, float]]] = {}
    for kind, taken_at, value in session.execute(query):
        found.setdefault(MeasureKind(kind), []).append((taken_at, value))
    return found


def _ranked(patient_id: int) -> Subquery:
    rank = (
        func.row_number()
        .over(
            partition_by=MeasureRow.kind,
            order_by=(MeasureRow.taken_at.desc(), MeasureRow.id.desc()),
        )
        .label("rank")
    )
    return (
        select(MeasureRow.id, rank)
        .where(
            MeasureRow.patient_id == patient_id,
            MeasureRow.deleted_at.is_(None),
            MeasureRow.kind.in_(_KNOWN),
        )
        .subquery()
    )


def series_of(session: Session, patient_id: int, kind: MeasureKind) -> list[SeriesPoint]:
    """Return the standing values of one kind, oldest first."""
    query = _in_time(patient_id).where(MeasureRow.kind == kind.value)
    return [_point(row, author) for row, author in session.execute(query)]


def _in_time(patient_id: int) -> Select[MeasureRow, AccountRow]:
    return (
        select(MeasureRow, AccountRow)
        .join(AccountRow, AccountRow.id == MeasureRow.author_id)
        .where(MeasureRow.patient_id == patient_id, MeasureRow.deleted_at.is_(None))
        .order_by(MeasureRow.taken_at, MeasureRow.id)
    )


def _point(row: MeasureRow, author: AccountRow) -> SeriesPoint:
    return SeriesPoint(
        measure_id=row.id,
        taken_at=row.taken_at,
        value=row.value,
        second=row.second,
        author=account_initials(author),
        origin=Origin(row.origin),
        comment=row.comment,
        encounter_id=row.encounter_id,
    )


def measure_of(row: MeasureRow) -> Measure:
    """Return the value that a row holds."""
    return Measure(
        kind=MeasureKind(row.kind),
        value=row.value,
        taken_at=row.taken_at,
        second=row.second,
        origin=Origin(row.origin),
        comment=row.comment,
        encounter_id=row.encounter_id,
    )

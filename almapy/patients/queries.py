"""The lines of lists of patients: by number, and those a person opened last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from almapy.patients.model import PatientHit, Sex, identity_status
from almapy.patients.tables import PatientRow, RecentPatientRow


@dataclass(frozen=True, slots=True)
class Widening:
    """Which patients, left out by default, are wanted too."""

    deceased: bool = False
    archived: bool = False
    passing: bool = False


NOT_WIDENED = Widening()
_COLUMNS = (
    PatientRow.id,
    PatientRow.dossier,
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.used_first_name,
    PatientRow.birth_date,
    PatientRow.sex,
    PatientRow.insi_accepted,
    PatientRow.identity_document,
    PatientRow.doubtful,
    PatientRow.fictitious,
    PatientRow.deceased,
    PatientRow.archived,
    PatientRow.passing,
)


def recent(session: Session, account_id: int, *, limit: int) -> list[PatientHit]:
    """Return the records this person opened last, newest first."""
    query = (
        select(*_COLUMNS)
        .join(RecentPatientRow, RecentPatientRow.patient_id == PatientRow.id)
        .where(RecentPatientRow.account_id == account_id)
        .order_by(RecentPatientRow.opened_at.desc())
        .limit(limit)
    )
    return [_to_hit(row, rank) for rank, row in enumerate(session.execute(query), start=1)]


def by_id(session: Session, patient_ids: Collection[int]) -> dict[int, PatientHit]:
    """Return the line of each of these records, in one query."""
    rows = session.execute(select(*_COLUMNS).where(PatientRow.id.in_(patient_ids)))
    hits = (_to_hit(row, rank=0) for row in rows)
    return {hit.patient_id: hit for hit in hits}


def in_order(session: Session, patient_ids: Sequence[int], *, near_from: int) -> list[PatientHit]:
    """Return the lines of these records in this order; those from ``near_from`` on are near."""
    rows = {row.id: row for row in session.execute(_lines(), {"ids": patient_ids})}
    return [
        _to_hit(rows[patient_id], place + 1, near=place >= near_from)
        for place, patient_id in enumerate(patient_ids)
        if patient_id in rows
    ]


def dossiers(session: Session, patient_ids: Collection[int]) -> dict[int, int]:
    """Return the file number of each of these records, in one query."""
    query = select(PatientRow.id, PatientRow.dossier).where(PatientRow.id.in_(patient_ids))
    return {row.id: row.dossier for row in session.execute(query)}


def count(session: Session) -> int:
    """Return how many records the practice holds, those that were merged left aside."""
    query = select(func.count()).select_from(PatientRow).where(PatientRow.merged_into.is_(None))
    return session.execute(query).scalar_one()


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    columns = [PatientRow.__table__.c[column.key] for column in _COLUMNS]
    wanted = PatientRow.__table__.c.id.in_(bindparam("ids", expanding=True))
    return select(*columns).where(wanted)


def _to_hit(row: Row[*tuple[Any, ...]], rank: int, *, near: bool = False) -> PatientHit:
    values = row._mapping  # noqa: SLF001  (the public name of a row's columns in SQLAlchemy)
    return PatientHit(
        patient_id=values["id"],
        dossier=values["dossier"],
        birth_name=values["birth_name"],
        used_name=values["used_name"],
        first_name=values["used_first_name"] or values["first_birth_first_name"],
        birth_date=values["birth_date"],
        sex=Sex(values["sex"]),
        status=identity_status(
            insi_accepted=values["insi_accepted"],
            identity_document=values["identity_document"],
            doubtful=values["doubtful"],
            fictitious=values["fictitious"],
        ),
        deceased=values["deceased"],
        archived=values["archived"],
        passing=values["passing"],
        rank=rank,
        near=near,
    )

"""Finding patients: every typed word must begin one of the words of the record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, case, func, select
from sqlalchemy.orm import Session

from almapy.patients.model import PatientHit, Sex, identity_status
from almapy.patients.tables import PatientRow, PatientTokenRow, RecentPatientRow
from almapy.patients.words import WordKind, typed_words

_AFTER_EVERY_LETTER = "\x7f"
_KIND_PENALTY = {
    WordKind.NAME: 0,
    WordKind.GLUED_NAME: 0,
    WordKind.NUMBER: 0,
    WordKind.BIRTH_DATE: 0,
    WordKind.FIRST_NAME: 2,
}


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


def search(
    session: Session, typed: str, *, limit: int, widening: Widening = NOT_WIDENED
) -> list[PatientHit]:
    """Return the patients that match every typed word, best first.

    An exact name comes before the beginning of a name, which comes before a first name.
    """
    words = typed_words(typed)
    if not words:
        return []
    found = [_matches(word, number) for number, word in enumerate(words)]
    score: ColumnElement[int] = found[0].c.score
    query: Select[*tuple[Any, ...]] = select(*_COLUMNS).join(
        found[0], found[0].c.patient_id == PatientRow.id
    )
    for one in found[1:]:
        query = query.join(one, one.c.patient_id == PatientRow.id)
        score = score + one.c.score
    query = (
        _widened(query, widening)
        .add_columns(score.label("score"))
        .order_by(score, PatientRow.birth_name, PatientRow.first_birth_first_name, PatientRow.id)
        .limit(limit)
    )
    return [_to_hit(row, rank) for rank, row in enumerate(session.execute(query), start=1)]


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


def dossiers(session: Session, patient_ids: Collection[int]) -> dict[int, int]:
    """Return the file number of each of these records, in one query."""
    query = select(PatientRow.id, PatientRow.dossier).where(PatientRow.id.in_(patient_ids))
    return {row.id: row.dossier for row in session.execute(query)}


def count(session: Session) -> int:
    """Return how many records the practice holds."""
    return session.execute(select(func.count()).select_from(PatientRow)).scalar_one()


def _matches(word: str, number: int) -> Subquery:
    penalty = case(_KIND_PENALTY, value=PatientTokenRow.kind)
    inexact = case((PatientTokenRow.token == word, 0), else_=1)
    return (
        select(PatientTokenRow.patient_id, func.min(penalty + inexact).label("score"))
        .where(PatientTokenRow.token >= word, PatientTokenRow.token < word + _AFTER_EVERY_LETTER)
        .group_by(PatientTokenRow.patient_id)
        .subquery(f"word_{number}")
    )


def _widened(query: Select[*tuple[Any, ...]], widening: Widening) -> Select[*tuple[Any, ...]]:
    if not widening.deceased:
        query = query.where(PatientRow.deceased.is_(False))
    if not widening.archived:
        query = query.where(PatientRow.archived.is_(False))
    if not widening.passing:
        query = query.where(PatientRow.passing.is_(False))
    return query


def _to_hit(row: Row[*tuple[Any, ...]], rank: int) -> PatientHit:
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
    )

"""The people of the base as matching knows them, and those whom documents name for their work."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from almapy.incoming.habits import known_senders
from almapy.matching.model import OwnPeople, Person
from almapy.patients.index import NAME_COUNTER
from almapy.patients.tables import PatientRow, WordChangeRow
from almapy.practice.tables import CounterRow
from almapy.text import fold
from almapy.users.tables import AccountRow

MOST_CHANGED = 2_000
_AT_ONCE = 2_000
_ASKED = 500
_TITLES = frozenset({"dr", "docteur", "pr", "professeur"})
_CIVILITIES = frozenset({"m", "mme", "mlle", "madame", "monsieur"})
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_FEWEST = 2
_COLUMNS = (
    PatientRow.id,
    PatientRow.dossier,
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.birth_first_names,
    PatientRow.used_first_name,
    PatientRow.sex,
    PatientRow.birth_date,
    PatientRow.matricule_ins,
    PatientRow.insured_nir,
    PatientRow.address,
    PatientRow.postal_code,
    PatientRow.town,
    PatientRow.deceased,
    PatientRow.deceased_on,
    PatientRow.archived,
    PatientRow.passing,
)


def last_change(session: Session) -> int:
    """Return the number of the last change of any record, whichever post made it."""
    query = select(CounterRow.value).where(CounterRow.name == NAME_COUNTER)
    return session.execute(query).scalar_one_or_none() or 0


def changed_since(session: Session, seq: int) -> list[int]:
    """Return the records that changed since; ``MOST_CHANGED`` and one more at most."""
    query = select(WordChangeRow.patient_id).where(WordChangeRow.seq > seq)
    return list(session.scalars(query.limit(MOST_CHANGED + 1)))


def everybody(session: Session) -> Iterator[Person]:
    """Return the people of the base, without the records that were merged into others."""
    with session.execute(_people(), execution_options={"yield_per": _AT_ONCE}) as rows:
        for row in rows:
            yield _person(row)


def people(session: Session, patient_ids: Collection[int]) -> dict[int, Person]:
    """Return those of these records that are alive in the base."""
    asked = sorted(patient_ids)
    found: dict[int, Person] = {}
    for start in range(0, len(asked), _ASKED):
        query = _people().where(PatientRow.id.in_(asked[start : start + _ASKED]))
        found |= {row.id: _person(row) for row in session.execute(query)}
    return found


def own_people(session: Session) -> OwnPeople:
    """Return the staff of the practice, and the doctors whose documents were filed."""
    accounts = select(AccountRow.family_name, AccountRow.first_name).where(
        AccountRow.active.is_(True)
    )
    practice = tuple((family, first) for family, first in session.execute(accounts) if family)
    names = (_name_of(sender) for sender in known_senders(session))
    return OwnPeople(practice, tuple(name for name in names if name is not None))


def doctors(session: Session) -> dict[int, str]:
    """Return the family names of the doctors to whom documents are addressed."""
    query = select(AccountRow.id, AccountRow.family_name).where(
        AccountRow.active.is_(True), AccountRow.role == "medecin"
    )
    return {row.id: row.family_name for row in session.execute(query)}


def _people() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).where(PatientRow.merged_into.is_(None))


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    return Person(
        patient_id=row.id,
        birth_name=row.birth_name,
        used_name=row.used_name,
        first_names=row.birth_first_names or row.first_birth_first_name,
        used_first_name=row.used_first_name,
        sex=row.sex,
        birth_date=row.birth_date,
        matricule=row.matricule_ins,
        insured_nir=row.insured_nir,
        dossier=str(row.dossier),
        address=row.address,
        postal_code=row.postal_code,
        town=row.town,
        deceased=row.deceased,
        deceased_on=row.deceased_on,
        archived=row.archived,
        passing=row.passing,
    )


def _name_of(sender: str) -> tuple[str, str] | None:
    """Return the family name and first name of « Dr Jean MARTIN »; None for anything less clear."""
    words = _WORD.findall(sender)
    if not words or fold(words[0]) not in _TITLES:
        return None
    names = [word for word in words[1:] if fold(word) not in _TITLES | _CIVILITIES]
    family = [word for word in names if word.isupper() and len(word) >= _FEWEST]
    first = [word for word in names if word not in family]
    if not family or not first:
        return None
    return " ".join(family), first[0]

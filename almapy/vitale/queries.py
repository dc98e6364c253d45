"""Questions to the base about the persons of a card."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from almapy.agenda.tables import AppointmentRow
from almapy.patients.tables import PatientRow
from almapy.vitale.matching import KnownPerson, lunar_text
from almapy.vitale.reading import Bearer

_MOST = 500  # far more than are born on one day in any practice


def known_like(session: Session, bearer: Bearer) -> list[KnownPerson]:
    """Return the records that share a number or the birth date with a person of a card.

    Those merged into another are left out, as in the search.
    """
    conditions: list[Any] = []
    if bearer.own_nir:
        conditions.append(PatientRow.matricule_ins == bearer.own_nir)
        conditions.append(PatientRow.insured_nir == bearer.own_nir)
    if bearer.birth_date is not None:
        conditions.append(PatientRow.birth_date == bearer.birth_date)
    elif bearer.birth_text:
        conditions.append(PatientRow.lunar_date == lunar_text(bearer.birth_text))
    query = (
        select(PatientRow)
        .where(or_(*conditions), PatientRow.merged_into.is_(None))
        .order_by(PatientRow.id)
        .limit(_MOST)
    )
    return [known_person(row) for row in session.scalars(query)] if conditions else []


def known_person(row: PatientRow) -> KnownPerson:
    """Return what is compared of a record."""
    return KnownPerson(
        patient_id=row.id,
        birth_name=row.birth_name,
        first_name=row.first_birth_first_name,
        birth_date=row.birth_date,
        used_name=row.used_name,
        used_first_name=row.used_first_name,
        birth_first_names=row.birth_first_names,
        lunar_date=row.lunar_date,
        matricule_ins=row.matricule_ins,
        insured_nir=row.insured_nir,
    )


def expected_on(session: Session, day: date, patient_ids: Collection[int]) -> set[int]:
    """Return which of these patients have an appointment on a day."""
    begin = datetime.combine(day, time()).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time()).astimezone(UTC)
    query = select(AppointmentRow.patient_id).where(
        AppointmentRow.patient_id.in_(patient_ids),
        AppointmentRow.deleted_at.is_(None),
        AppointmentRow.start >= begin,
        AppointmentRow.start < end,
    )
    return {one for one in session.scalars(query) if one is not None}

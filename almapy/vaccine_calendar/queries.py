"""Reading what the calendar needs, of one record and of many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from almapy.history.model import HistoryKind
from almapy.history.tables import HistoryItemRow
from almapy.measures.model import MeasureKind
from almapy.measures.queries import latest_measures
from almapy.medications.tables import LongTermTreatmentRow
from almapy.patients.tables import PatientRow
from almapy.users.tables import AccountRow
from almapy.vaccination.tables import VaccinationRow
from almapy.vaccine_calendar.conditions import Condition, ConditionKey
from almapy.vaccine_calendar.doses import ActLine
from almapy.vaccine_calendar.recall import RecallWanted
from almapy.vaccine_calendar.suggestions import Problem
from almapy.vaccine_calendar.tables import VaccineConditionRow

_KEYS = {one.value for one in ConditionKey}
_ADULT_CM = 50


def acts_of(session: Session, patient_ids: Sequence[int]) -> dict[int, list[ActLine]]:
    """Return the standing vaccinations of these records."""
    row = VaccinationRow
    query = select(
        row.patient_id, row.given_on, row.vaccine, row.label, row.diseases, row.state, row.reason
    ).where(row.deleted_at.is_(None), row.patient_id.in_(patient_ids))
    found: dict[int, list[ActLine]] = defaultdict(list)
    for patient_id, *values in session.execute(query):
        found[patient_id].append(ActLine(*values))
    return found


def conditions_of(session: Session, patient_ids: Sequence[int]) -> dict[int, list[Condition]]:
    """Return the answered conditions of these records, the latest answer of each first."""
    row = VaccineConditionRow
    query = (
        select(row.patient_id, row.condition, row.present, row.since, row.until, row.note)
        .where(row.deleted_at.is_(None), row.patient_id.in_(patient_ids))
        .order_by(row.id.desc())
    )
    found: dict[int, list[Condition]] = defaultdict(list)
    for patient_id, key, present, since, until, note in session.execute(query):
        if key in _KEYS:
            one = Condition(ConditionKey(key), present, since, until, note)
            found[patient_id].append(one)
    return found


def problems_of(session: Session, patient_id: int) -> list[Problem]:
    """Return the standing problems of a record, those of the family left aside."""
    row = HistoryItemRow
    query = select(row.label, row.cim10, row.ald_number).where(
        row.patient_id == patient_id,
        row.deleted_at.is_(None),
        row.kind != HistoryKind.FAMILY.value,
    )
    return [Problem(*values) for values in session.execute(query)]


def treatments_of(session: Session, patient_id: int, on: date) -> list[str]:
    """Return the treatments that are taken on a day."""
    row = LongTermTreatmentRow
    query = select(row.label).where(
        row.patient_id == patient_id,
        row.deleted_at.is_(None),
        or_(row.stopped_on.is_(None), row.stopped_on > on),
    )
    return list(session.scalars(query))


def body_mass_of(session: Session, patient_id: int) -> float | None:
    """Return the body mass index, measured or computed from the last height and weight."""
    latest = latest_measures(session, patient_id)
    index = latest.get(MeasureKind.BMI)
    if index is not None:
        return index.value
    weight, height = latest.get(MeasureKind.WEIGHT), latest.get(MeasureKind.HEIGHT)
    if weight is None or height is None or height.value < _ADULT_CM:
        return None
    return weight.value / (height.value / 100) ** 2


def recalled(
    wanted: RecallWanted, oldest: date | None, youngest: date | None
) -> Select[*tuple[Any, ...]]:
    """Return the question for who may be recalled, in the order of their numbers.

    ``oldest`` and ``youngest`` are the first and last birth dates. The deceased, the archived,
    fictitious and merged records, and those without a birth date are left out.
    """
    row = PatientRow
    query: Select[*tuple[Any, ...]] = (
        select(
            row.id,
            row.dossier,
            row.birth_name,
            row.used_name,
            row.used_first_name,
            row.first_birth_first_name,
            row.birth_date,
            row.sex,
            row.phone_mobile,
            row.phone_home,
            row.email,
            row.outside_medecin_traitant,
            AccountRow.first_name,
            AccountRow.family_name,
        )
        .outerjoin(AccountRow, AccountRow.id == row.medecin_traitant_id)
        .where(
            row.deceased.is_(False),
            row.archived.is_(False),
            row.fictitious.is_(False),
            row.merged_into.is_(None),
            row.birth_date.is_not(None),
        )
        .order_by(row.id)
    )
    if wanted.medecin_traitant_id is not None:
        query = query.where(row.medecin_traitant_id == wanted.medecin_traitant_id)
    if oldest is not None:
        query = query.where(row.birth_date >= oldest)
    if youngest is not None:
        query = query.where(row.birth_date <= youngest)
    return query

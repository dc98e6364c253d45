"""Reading and writing the one row of social and confidential data of a record."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date

from sqlalchemy.orm import Session

from almapy.administrative.model import Administrative
from almapy.administrative.tables import AdministrativeRow
from almapy.identity.contact import e164
from almapy.patients.tables import PatientRow
from almapy.record.tables import FormerVersionRow
from almapy.work import UnitOfWork

_KIND = "données sociales"
_NAMES = tuple(one.name for one in fields(Administrative))
_PHONES = ("legal_representative_phone", "trusted_person_phone", "emergency_contact_phone")


def read_administrative(session: Session, patient_id: int) -> Administrative:
    """Return what was entered, all of it empty when nothing was."""
    row = session.get(AdministrativeRow, patient_id)
    return _to_data(row) if row else Administrative()


def write_administrative(work: UnitOfWork, patient: PatientRow, data: Administrative) -> bool:
    """Write it beside a record whose version was checked; tell whether something changed.

    What it replaces is kept as a former version, under the version of the record it belonged to.
    """
    values = asdict(data)
    values |= {name: e164(values[name]) for name in _PHONES}
    row = work.session.get(AdministrativeRow, patient.id)
    if row is None:
        if Administrative(**values) == Administrative():
            return False
        row = AdministrativeRow(patient_id=patient.id)
        work.session.add(row)
    elif _to_data(row) == Administrative(**values):
        return False
    else:
        work.session.add(_former(work, patient, row))
    for name, value in values.items():
        setattr(row, name, value)
    row.written_by, row.written_at = work.actor.user_id, work.at
    return True


def _former(work: UnitOfWork, patient: PatientRow, row: AdministrativeRow) -> FormerVersionRow:
    content = asdict(_to_data(row))
    return FormerVersionRow(
        kind=_KIND,
        fact_id=patient.id,
        version=patient.version,
        patient_id=patient.id,
        written_by=row.written_by,
        written_at=row.written_at,
        replaced_by=work.actor.user_id,
        replaced_at=work.at,
        reason="",
        content={
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in content.items()
        },
    )


def _to_data(row: AdministrativeRow) -> Administrative:
    return Administrative(**{name: getattr(row, name) for name in _NAMES})

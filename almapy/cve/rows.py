"""Questions to the rows of booklets that several gestures share."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.cve.model import CarnetLink, LinkState, Operation, SendState
from almapy.cve.tables import CarnetLineRow, CarnetLinkRow, CarnetSendRow
from almapy.patients.tables import PatientRow
from almapy.record.service import account_initials
from almapy.users.tables import AccountRow
from almapy.vaccination.tables import VaccinationRow
from almapy.work import UnitOfWork


def links_of(session: Session, patient_id: int) -> list[CarnetLink]:
    """Return every link a record has or had, the latest first."""
    query = (
        select(CarnetLinkRow, AccountRow)
        .join(AccountRow, AccountRow.id == CarnetLinkRow.linked_by)
        .where(CarnetLinkRow.patient_id == patient_id)
        .order_by(CarnetLinkRow.id.desc())
    )
    return [to_link(row, account_initials(by)) for row, by in session.execute(query)]


def to_link(row: CarnetLinkRow, by: str) -> CarnetLink:
    """Return a link as it is shown."""
    return CarnetLink(
        id=row.id,
        patient_id=row.patient_id,
        record_uuid=row.record_uuid,
        pseudo=row.pseudo,
        state=LinkState(row.state),
        linked_at=row.linked_at,
        linked_by=by,
        ended_at=row.ended_at,
        seen_at=row.seen_at,
    )


def active_rows(session: Session, patient_id: int) -> Sequence[CarnetLinkRow]:
    """Return the standing links of a record: two after a merge, until one is chosen (R28)."""
    return session.scalars(
        select(CarnetLinkRow).where(
            CarnetLinkRow.patient_id == patient_id, CarnetLinkRow.state == LinkState.ACTIVE.value
        )
    ).all()


def only_active(session: Session, patient_id: int) -> CarnetLinkRow | None:
    """Return the one link that changes go through; None without one, or with two."""
    rows = active_rows(session, patient_id)
    return rows[0] if len(rows) == 1 else None


def is_linked(session: Session, row: CarnetSendRow) -> bool:
    """Tell whether the booklet of a change is still the one of its record."""
    return any(one.record_uuid == row.record_uuid for one in active_rows(session, row.patient_id))


def locked_patient(work: UnitOfWork, patient_id: int) -> PatientRow:
    """Return the record, held until the commit: one gesture on its booklet at a time."""
    return work.session.get_one(PatientRow, patient_id, with_for_update=True)


def lines_of(session: Session, record_uuid: str) -> dict[int, CarnetLineRow]:
    """Return what is known of each vaccination in a booklet."""
    rows = session.scalars(select(CarnetLineRow).where(CarnetLineRow.record_uuid == record_uuid))
    return {row.vaccination_id: row for row in rows}


def has_twin(session: Session, line: CarnetLineRow) -> bool:
    """Tell whether another vaccination that stands is the same line of the booklet."""
    if not line.remote_id:
        return False
    other = session.scalar(
        select(CarnetLineRow.vaccination_id)
        .join(VaccinationRow, VaccinationRow.id == CarnetLineRow.vaccination_id)
        .where(
            CarnetLineRow.record_uuid == line.record_uuid,
            CarnetLineRow.remote_id == line.remote_id,
            CarnetLineRow.vaccination_id != line.vaccination_id,
            VaccinationRow.deleted_at.is_(None),
        )
        .limit(1)
    )
    return other is not None


def waiting(session: Session, record_uuid: str, vaccination_id: int) -> Sequence[CarnetSendRow]:
    """Return the changes of one vaccination that still wait, oldest first, held on PostgreSQL."""
    return session.scalars(
        select(CarnetSendRow)
        .where(
            CarnetSendRow.record_uuid == record_uuid,
            CarnetSendRow.vaccination_id == vaccination_id,
            CarnetSendRow.state == SendState.WAITING.value,
        )
        .order_by(CarnetSendRow.id)
        .with_for_update()
    ).all()


def waiting_creation(session: Session, patient_id: int) -> CarnetSendRow | None:
    """Return the creation that was begun and not ended: its key must serve again (R9)."""
    return session.scalar(
        select(CarnetSendRow)
        .where(
            CarnetSendRow.patient_id == patient_id,
            CarnetSendRow.operation == Operation.CREATE.value,
            CarnetSendRow.state == SendState.WAITING.value,
        )
        .order_by(CarnetSendRow.id)
    )

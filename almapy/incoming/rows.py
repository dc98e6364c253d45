"""Finding the row of a document, with its version, for a change of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.documents.tables import DocumentRow
from almapy.incoming.faults import already_filed, changed_meanwhile, no_such_document, not_waiting
from almapy.incoming.model import IncomingLine, State
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.patients.tables import PatientRow
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork


def existing(session: Session, incoming_id: int, *, lock: bool = False) -> IncomingRow:
    """Return the row of a document; raises DomainError when there is none."""
    row = session.get(IncomingRow, incoming_id, with_for_update=lock or None)
    if row is None:
        raise no_such_document()
    return row


def filed_within(session: Session, incoming_id: int) -> list[DocumentRow]:
    """Return the documents of records that a row, or what was cut from it, was filed as."""
    here, found = [incoming_id], list[DocumentRow]()
    while here:
        documents = (
            select(DocumentRow)
            .join(IncomingRow, IncomingRow.document_id == DocumentRow.id)
            .where(IncomingRow.id.in_(here), IncomingRow.state == State.FILED.value)
        )
        found += session.scalars(documents.order_by(DocumentRow.id))
        parts = select(IncomingRow.id).where(IncomingRow.parent_id.in_(here))
        here = list(session.scalars(parts))
    return found


def waiting(work: UnitOfWork, line: IncomingLine) -> IncomingRow:
    """Return the row of a document that waits, as it was shown.

    Raises ConflictError when it was filed, erased, cut or changed since.
    """
    row = existing(work.session, line.id, lock=True)
    state = State(row.state)
    if state is State.FILED:
        by = work.session.get(AccountRow, row.filed_by) if row.filed_by else None
        raise already_filed(_name(by), row.filed_at)
    if not state.to_file:
        raise not_waiting()
    if row.version != line.version:
        raise changed_meanwhile()
    return row


def back_in_the_list(session: Session, row: IncomingRow) -> None:
    """Put a row back in « Documents à valider »: one in which nothing was read is tried again."""
    if session.get(IncomingReadingRow, row.id) is not None:
        row.state = State.READY.value
    else:
        row.state, row.problem = State.WAITING.value, ""
        row.attempts, row.claimed_at = 0, None


def shown_name(patient: PatientRow | None) -> str:
    """Return « NOM Prénom 14/07/1932 », empty for nobody."""
    if patient is None:
        return ""
    name = patient.used_name or patient.birth_name
    first_name = patient.used_first_name or patient.first_birth_first_name
    born = f"{patient.birth_date:%d/%m/%Y}" if patient.birth_date else ""
    return " ".join(part for part in (name, first_name.title(), born) if part)


def _name(account: AccountRow | None) -> str:
    return f"{account.first_name} {account.family_name}".strip() if account else ""

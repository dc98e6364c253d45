"""The rows of « Documents à valider » and of « Archives », and one document in whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from almapy.documents.kinds import FileKind
from almapy.documents.model import Origin
from almapy.documents.tables import DocumentRow
from almapy.incoming.faults import no_such_document
from almapy.incoming.habits import habit_of
from almapy.incoming.model import Incoming, IncomingLine, State
from almapy.incoming.options import options_of
from almapy.incoming.proposing import proposed_entry
from almapy.incoming.rows import shown_name
from almapy.incoming.sources import is_there
from almapy.incoming.stored import entry_of, guess_of, parts_of_json
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.matching.model import Decision
from almapy.patients.tables import PatientRow
from almapy.record.service import account_initials
from almapy.text import fold
from almapy.users.model import Actor
from almapy.users.tables import AccountRow

WATCHED = "Dossier surveillé"
_SEARCHED = 5_000
_TO_FILE = [state.value for state in State if state.to_file]
_importer, _recipient, _filer = (aliased(AccountRow) for _ in range(3))
_document = aliased(DocumentRow)


def to_file(session: Session, recipient_id: int | None = None) -> list[IncomingLine]:
    """Return what waits, oldest first; of one doctor when asked."""
    query = _lines().where(IncomingRow.state.in_(_TO_FILE))
    if recipient_id is not None:
        query = query.where(IncomingRow.recipient_id == recipient_id)
    return _found(session, query.order_by(IncomingRow.arrived_at, IncomingRow.id))


def archives(session: Session, typed: str, limit: int) -> list[IncomingLine]:
    """Return what was filed, latest first; those that hold every typed word."""
    query = _lines().where(IncomingRow.state == State.FILED.value)
    query = query.order_by(IncomingRow.filed_at.desc(), IncomingRow.id.desc())
    words = fold(typed).split()
    found = _found(session, query.limit(_SEARCHED if words else limit))
    return [line for line in found if all(word in _words(line) for word in words)][:limit]


def line_of(session: Session, incoming_id: int) -> IncomingLine:
    """Return one row as it stands; raises DomainError when there is none."""
    found = _found(session, _lines().where(IncomingRow.id == incoming_id))
    if not found:
        raise no_such_document()
    return found[0]


def incoming_of(session: Session, actor: Actor, incoming_id: int) -> Incoming:
    """Return one document as the review view shows it."""
    line = line_of(session, incoming_id)
    row = session.get_one(IncomingRow, incoming_id)
    reading = session.get(IncomingReadingRow, incoming_id)
    guess = guess_of(reading.guess if reading else None)
    return Incoming(
        line=line,
        kind=FileKind(row.mime),
        sha256=row.sha256,
        source_path=row.source_path,
        source_there=is_there(row.source_path, row.source_stamp),
        entry=entry_of(row.entry),
        proposed=proposed_entry(
            guess,
            habit_of(session, guess.sender_key),
            options_of(session, actor.user_id),
            arrived_at=row.arrived_at,
            name=row.name,
        ),
        guess=guess,
        parts=parts_of_json(reading.parts if reading else None),
        document_id=row.document_id,
    )


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            IncomingRow,
            _importer,
            _recipient,
            _filer,
            PatientRow,
            _document.deleted_at,
            IncomingReadingRow.guess,
            IncomingReadingRow.parts,
        )
        .join(_importer, _importer.id == IncomingRow.imported_by)
        .outerjoin(_recipient, _recipient.id == IncomingRow.recipient_id)
        .outerjoin(_filer, _filer.id == IncomingRow.filed_by)
        .outerjoin(_document, _document.id == IncomingRow.document_id)
        # A filed document may have been moved in its record since: the record tells whose it is.
        .outerjoin(
            PatientRow, PatientRow.id == func.coalesce(_document.patient_id, IncomingRow.patient_id)
        )
        .outerjoin(IncomingReadingRow, IncomingReadingRow.incoming_id == IncomingRow.id)
    )


def _found(session: Session, query: Select[*tuple[Any, ...]]) -> list[IncomingLine]:
    rows: Sequence[Any] = session.execute(query).all()
    known = _in_records(session, [found[0] for found in rows])
    return [_line(*found, in_record=known.get(found[0].sha256)) for found in rows]


def _in_records(session: Session, rows: Sequence[IncomingRow]) -> dict[str, int]:
    """Return the file number of the record that already holds the same bytes, by digest."""
    digests = {row.sha256 for row in rows if row.document_id is None}
    query = (
        select(DocumentRow.sha256, PatientRow.dossier)
        .join(PatientRow, PatientRow.id == DocumentRow.patient_id)
        .where(and_(DocumentRow.sha256.in_(digests), DocumentRow.deleted_at.is_(None)))
    )
    return {row.sha256: row.dossier for row in session.execute(query)} if digests else {}


def _line(
    row: IncomingRow,
    importer: AccountRow,
    recipient: AccountRow | None,
    filer: AccountRow | None,
    patient: PatientRow | None,
    removed_at: object,
    guess: str | None,
    parts: str | None,
    *,
    in_record: int | None,
) -> IncomingLine:
    entry = entry_of(row.entry)
    return IncomingLine(
        id=row.id,
        version=row.version,
        state=State(row.state),
        name=row.name,
        size=row.size,
        arrived_at=row.arrived_at,
        imported_by=WATCHED if row.watched else account_initials(importer),
        origin=Origin(row.origin),
        recipient_id=row.recipient_id,
        recipient=f"{recipient.first_name} {recipient.family_name}".strip() if recipient else "",
        unread=row.read_at is None,
        decision=Decision(row.decision) if row.decision else None,
        patient_id=patient.id if patient else None,
        patient=shown_name(patient),
        title=entry.title if entry and entry.title else guess_of(guess).title,
        page_count=row.page_count,
        problem=_problem(row, in_record, is_removed=removed_at is not None),
        repeats=row.repeats_id,
        alike=row.alike,
        parts_proposed=len(parts_of_json(parts)),
        filed_at=row.filed_at,
        filed_by=account_initials(filer),
    )


def _problem(row: IncomingRow, in_record: int | None, *, is_removed: bool) -> str:
    told = [row.problem] if row.problem else []
    if row.state == State.FILED.value and is_removed:
        told.append("Ce document a été retiré du dossier depuis son classement.")
    if in_record is not None and row.state in _TO_FILE:
        told.append(
            f"Un dossier contient déjà ce fichier, à l'identique\u00a0: n°\u00a0{in_record}."
        )
    return " ".join(told)


def _words(line: IncomingLine) -> str:
    return fold(f"{line.name} {line.title} {line.patient} {line.filed_by} {line.recipient}")


def counted(session: Session) -> tuple[int, int]:
    """Return how many documents wait to be read, and how many were."""
    waits = or_(IncomingRow.state == State.WAITING.value, IncomingRow.state == State.READING.value)
    query = (
        select(
            func.count().filter(waits), func.count().filter(IncomingRow.state == State.READY.value)
        )
        .select_from(IncomingRow)
        .where(IncomingRow.state.in_(_TO_FILE))
    )
    waiting, ready = session.execute(query).one()
    return waiting, ready

"""What a person does to a row of « Documents à valider » without filing it."""

from __future__ import annotations

from sqlalchemy import delete, update

from almapy.audit.model import Action
from almapy.documents.kinds import FileKind
from almapy.documents.store import StoredFile
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.incoming.faults import already_filed, not_waiting
from almapy.incoming.model import LONGEST_COMMENT, Entry, IncomingLine, State
from almapy.incoming.rows import back_in_the_list, existing, waiting
from almapy.incoming.sources import Source
from almapy.incoming.stored import entry_as_json
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.users.model import Right, Role, rights_of
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork


def keep(work: UnitOfWork, line: IncomingLine, entry: Entry) -> None:
    """Keep what was typed as it stands: what is wrong in it is told when it is filed."""
    if len(entry.comment) > LONGEST_COMMENT:
        raise DomainError(
            f"Ce commentaire dépasse {LONGEST_COMMENT} caractères. Raccourcissez-le.",
            field="comment",
        )
    row = waiting(work, line)
    row.entry = entry_as_json(entry)
    _changed(work)


def assign(work: UnitOfWork, line: IncomingLine, recipient_id: int | None) -> None:
    """Put a document in the list of a colleague who files documents."""
    row = waiting(work, line)
    if recipient_id is not None:
        account = work.session.get(AccountRow, recipient_id)
        if account is None or not account.active or not _files(account):
            raise DomainError(
                "Cette personne ne peut pas recevoir de documents. Rien n'a été modifié. "
                "Choisissez un autre destinataire.",
                field="recipient_id",
            )
    row.recipient_id = recipient_id
    _changed(work)


def mark(work: UnitOfWork, incoming_id: int, *, is_read: bool) -> None:
    """Note who read a document that waits; its version stays."""
    row = existing(work.session, incoming_id)
    if not State(row.state).to_file:
        raise already_filed() if row.state == State.FILED.value else not_waiting()
    if (row.read_at is not None) is is_read:
        return
    _write(
        work,
        row,
        read_at=work.at if is_read else None,
        read_by=work.actor.user_id if is_read else None,
    )
    _changed(work)


def erase(work: UnitOfWork, line: IncomingLine) -> Source:
    """Take a document out of the list, traced; return the file it was taken from."""
    row = waiting(work, line)
    row.state, row.claimed_by = State.ERASED.value, ""
    work.trace(Action.DOCUMENT_ERASED, detail={"en attente": row.id})
    _changed(work)
    return Source(row.source_path, row.source_stamp, row.sha256)


def bring_back(work: UnitOfWork, incoming_id: int) -> None:
    """Put an erased document back; not a part whose batch stands whole again in the list."""
    row = existing(work.session, incoming_id, lock=True)
    if row.state != State.ERASED.value:
        raise not_waiting()
    if row.parent_id is not None:
        parent = existing(work.session, row.parent_id, lock=True)
        if parent.state != State.SPLIT.value:
            raise not_waiting()
    back_in_the_list(work.session, row)
    detail: dict[str, object] = {"en attente": row.id, "geste": "rétablissement"}
    work.trace(Action.DOCUMENT_ERASED, detail=detail)
    _changed(work)


def tell(work: UnitOfWork, incoming_id: int, problem: str) -> None:
    """Tell something on a row; its version stays."""
    _write(work, existing(work.session, incoming_id), problem=problem)


def replace_content(work: UnitOfWork, line: IncomingLine, stored: StoredFile) -> None:
    """Have another stored file stand for a document, to be read.

    Its digest stays that of the bytes as received: the same file is known again when it comes.
    """
    row = waiting(work, line)
    row.file_name, row.size, row.mime = stored.name, stored.size, FileKind.PDF.value
    _to_read(work, row)


def read_again(work: UnitOfWork, line: IncomingLine) -> None:
    """Have a document read anew."""
    _to_read(work, waiting(work, line))


def _to_read(work: UnitOfWork, row: IncomingRow) -> None:
    work.session.execute(delete(IncomingReadingRow).where(IncomingReadingRow.incoming_id == row.id))
    row.state, row.problem = State.WAITING.value, ""
    row.claimed_by, row.claimed_at = "", None
    row.attempts, row.decision, row.patient_id = 0, "", None
    row.alike, row.repeats_id = False, None if row.alike else row.repeats_id
    _changed(work)


def _files(account: AccountRow) -> bool:
    granted = frozenset(Right(one) for one in account.granted if one in set(Right))
    rights = rights_of(Role(account.role), owner=account.owner, granted=granted)
    return Right.FILE_DOCUMENTS in rights


def _write(work: UnitOfWork, row: IncomingRow, **values: object) -> None:
    work.session.execute(update(IncomingRow).where(IncomingRow.id == row.id).values(**values))
    work.session.refresh(row)


def _changed(work: UnitOfWork) -> None:
    work.session.flush()
    work.announce(Changed(Topic.INCOMING))

"""What waits for the service: written with the act, kept in the order of its booklet.

Every function works inside a transaction that is already open.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from almapy.cve.lines import as_text, from_text, is_same, to_shared
from almapy.cve.model import Operation, SendState, SharedLine, Sharing
from almapy.cve.rows import has_twin, waiting
from almapy.cve.tables import CarnetLineRow, CarnetLinkRow, CarnetSendRow
from almapy.events import Changed, Topic
from almapy.record.model import Fact
from almapy.vaccination.model import Vaccination
from almapy.work import UnitOfWork

LINK_ENDED = "Le carnet n'est plus associé à ce dossier."


def share(work: UnitOfWork, link: CarnetLinkRow, fact: Fact[Vaccination]) -> None:
    """Have the booklet say what a vaccination says now: an addition, a change, or nothing."""
    line = line_row(work, link.record_uuid, fact.id)
    known = from_text(line.content)
    content = to_shared(fact.data, known)
    rows = waiting(work.session, link.record_uuid, fact.id)
    cancel(work, _untouched(rows, Operation.DELETE))
    rows = [row for row in rows if row.state == SendState.WAITING.value]
    is_known = bool(line.remote_id) and known is not None and is_same(content, known)
    if is_known and len(_untouched(rows, Operation.UPDATE)) == len(rows):
        cancel(work, rows)
        _mark(work, line, Sharing.SHARED)
        return
    last = rows[-1] if rows else None
    if last is not None and _is_untouched(last):
        last.body, last.account_id = as_text(content), work.actor.user_id
    else:
        operation = Operation.UPDATE if line.remote_id or rows else Operation.ADD
        add_row(work, link, fact.id, operation, content)
    _mark(work, line, Sharing.WAITING)


def unshare(work: UnitOfWork, link: CarnetLinkRow, vaccination_id: int) -> None:
    """Have the booklet lose a vaccination; one that never left is simply not sent.

    One that was written twice here is one line there, which stays for the other.
    """
    line = line_row(work, link.record_uuid, vaccination_id)
    rows = waiting(work.session, link.record_uuid, vaccination_id)
    if any(row.operation == Operation.DELETE.value for row in rows):
        return
    cancel(work, _untouched(rows, Operation.ADD, Operation.UPDATE))
    under_way = any(row.state == SendState.WAITING.value for row in rows)
    if not under_way and has_twin(work.session, line):
        line.remote_id, line.etag, line.content = "", "", ""
        _mark(work, line, Sharing.LOCAL)
    elif line.remote_id or under_way:
        add_row(work, link, vaccination_id, Operation.DELETE, None)
        _mark(work, line, Sharing.WAITING)
    else:
        _mark(work, line, Sharing.LOCAL)


def add_row(
    work: UnitOfWork,
    link: CarnetLinkRow,
    vaccination_id: int,
    operation: Operation,
    content: SharedLine | None,
) -> None:
    """Write one change; its key is the same at every try."""
    work.session.add(
        CarnetSendRow(
            patient_id=link.patient_id,
            record_uuid=link.record_uuid,
            vaccination_id=vaccination_id,
            account_id=work.actor.user_id,
            operation=operation.value,
            body=as_text(content) if content else "",
            key=str(uuid.uuid4()),
            state=SendState.WAITING.value,
            next_try_at=work.at,
            created_at=work.at,
        )
    )
    work.session.flush()
    tell(work, link.patient_id)


def cancel(work: UnitOfWork, rows: Iterable[CarnetSendRow], why: str = "") -> None:
    """Take changes out of the queue; they stay readable."""
    for row in rows:
        row.state, row.ended_at, row.last_error = SendState.CANCELLED.value, work.at, why
        tell(work, row.patient_id)


def strand(work: UnitOfWork, row: CarnetSendRow) -> None:
    """Take out a change whose booklet is no longer that of its record: it must not be sent."""
    row.claimed_by, row.claimed_at = "", None
    cancel(work, [row], LINK_ENDED)
    if row.vaccination_id is not None:
        line = line_row(work, row.record_uuid, row.vaccination_id)
        _mark(work, line, Sharing.SHARED if line.remote_id else Sharing.LOCAL)


def line_row(work: UnitOfWork, record_uuid: str, vaccination_id: int) -> CarnetLineRow:
    """Return what is known of a vaccination in a booklet, made when nothing was."""
    row = work.session.get(CarnetLineRow, (vaccination_id, record_uuid))
    if row is None:
        row = CarnetLineRow(
            vaccination_id=vaccination_id,
            record_uuid=record_uuid,
            remote_id="",
            etag="",
            author="",
            author_rpps="",
            validated=False,
            state=Sharing.LOCAL.value,
            reason="",
            content="",
        )
        work.session.add(row)
        work.session.flush()
    return row


def tell(work: UnitOfWork, patient_id: int) -> None:
    """Have the change announced, once a transaction."""
    fact = Changed(Topic.CARNET, patient_id)
    if fact not in work.facts:
        work.announce(fact)


def _mark(work: UnitOfWork, line: CarnetLineRow, state: Sharing) -> None:
    line.state, line.reason = state.value, ""
    work.session.flush()


def _untouched(rows: Sequence[CarnetSendRow], *operations: Operation) -> list[CarnetSendRow]:
    """Return the changes of these sorts that surely never left: dropping one drops what follows."""
    names = {one.value for one in operations}
    return [row for row in rows if row.operation in names and _is_untouched(row)]


def _is_untouched(row: CarnetSendRow) -> bool:
    return row.attempts == 0 and not row.claimed_by

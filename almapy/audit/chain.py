"""Writing and proving the chain of traces inside a session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from almapy.audit.model import EMPTY_HEAD, Entry, Head, Trace, compact, link_hash, timestamp
from almapy.audit.tables import JournalRow

_POSTGRESQL_LOCK = 0x414C4D41
_BATCH = 2000


def append(session: Session, traces: Iterable[Trace], actor: str, post: str, at: datetime) -> Head:
    """Add the traces to the chain, in the transaction of the change they tell.

    On SQLite the transaction already excludes other writers; on PostgreSQL a lock held until the
    commit does, so it is taken last.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _POSTGRESQL_LOCK})
    last = head(session)
    ts = timestamp(at)
    rows: list[dict[str, object]] = []
    for trace in traces:
        seq = last.seq + 1
        detail = compact({**trace.detail, "poste": post} if post else trace.detail)
        action = str(trace.action)
        digest = link_hash(last.hash, seq, ts, actor, action, trace.subject, detail)
        rows.append(
            {
                "seq": seq,
                "ts": ts,
                "actor": actor,
                "action": action,
                "subject": trace.subject,
                "detail": detail,
                "prev": last.hash,
                "hash": digest,
            }
        )
        last = Head(seq, digest)
    if rows:
        session.execute(insert(JournalRow), rows)
    return last


def head(session: Session) -> Head:
    """Return the last link of the chain, ``EMPTY_HEAD`` when there is none."""
    row = session.execute(
        select(JournalRow.seq, JournalRow.hash).order_by(JournalRow.seq.desc()).limit(1)
    ).first()
    return Head(row.seq, bytes(row.hash)) if row else EMPTY_HEAD


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first place where the chain does not hold, and why (French)."""

    seq: int
    why: str


def entries(session: Session, *, after: int = 0) -> Iterator[Entry]:
    """Give every link above ``after``, in order, in batches."""
    while True:
        rows = session.scalars(
            select(JournalRow).where(JournalRow.seq > after).order_by(JournalRow.seq).limit(_BATCH)
        ).all()
        if not rows:
            return
        for row in rows:
            yield to_entry(row)
        after = rows[-1].seq
        session.expunge_all()


def to_entry(row: JournalRow) -> Entry:
    """Return the row as a value that leaves the session."""
    return Entry(
        row.seq,
        row.ts,
        row.actor,
        row.action,
        row.subject,
        row.detail,
        bytes(row.prev),
        bytes(row.hash),
    )


def first_broken_link(session: Session, sealed: Iterable[Head] = ()) -> BrokenLink | None:
    """Walk the whole chain; return the first link that does not hold, or None.

    ``sealed`` are heads remembered outside the base: without them a cut tail would not be seen.
    """
    remembered = {known.seq: known.hash for known in sealed}
    latest = max(remembered, default=0)
    previous = EMPTY_HEAD
    for entry in entries(session):
        why = _fault(entry, previous)
        if why:
            return BrokenLink(previous.seq + 1, why)
        previous = Head(entry.seq, entry.hash)
        if remembered.get(entry.seq, entry.hash) != entry.hash:
            return BrokenLink(
                entry.seq, "la ligne ne correspond pas au sceau gardé hors de la base"
            )
    if latest > previous.seq:
        return BrokenLink(
            previous.seq + 1, f"la fin du journal manque (le sceau connaît la ligne {latest})"
        )
    return None


def lost_tail(session: Session, sealed: Iterable[Head]) -> BrokenLink | None:
    """Return the first remembered link that the journal no longer holds as it was; quick."""
    for known in sorted(sealed, key=lambda one: one.seq):
        row = session.get(JournalRow, known.seq)
        if row is None or bytes(row.hash) != known.hash:
            return BrokenLink(known.seq, "le sceau connaît une ligne que le journal n'a plus")
    return None


def _fault(entry: Entry, previous: Head) -> str:
    if entry.seq != previous.seq + 1:
        return "une ligne manque"
    if entry.prev != previous.hash:
        return "la ligne ne suit pas la précédente"
    expected = link_hash(
        entry.prev, entry.seq, entry.ts, entry.actor, entry.action, entry.subject, entry.detail
    )
    return "" if expected == entry.hash else "le contenu de la ligne a été modifié"

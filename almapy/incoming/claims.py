"""Sharing the reading among posts: a document is read where it was claimed, and nowhere else.

Nothing here changes the version of a row: who types meanwhile meets no conflict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.engine import CursorResult

from almapy.documents.kinds import FileKind
from almapy.events import Changed, Topic
from almapy.incoming.model import State
from almapy.incoming.tables import IncomingRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

STALE_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
REST_AFTER_FAULT = timedelta(minutes=2)
"""How long a document whose stored file or base failed lets the others go before it."""
GIVEN_UP = (
    "Ce document n'a pas pu être lu, même en recommençant. Il est gardé tel qu'il a été reçu. "
    "Classez-le à la main, ou relancez la lecture."
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One document that this reader alone may read now."""

    id: int
    name: str = field(repr=False)
    file_name: str
    kind: FileKind
    attempts: int


class Claims:
    """What one reader of one post claims; ``holder`` names it among all others."""

    def __init__(self, works: Works, holder: str) -> None:
        self._works = works
        self.holder = holder

    def next(self, actor: Actor) -> Claimed | None:
        """Claim the oldest document that waits, or that a reader left behind; None without one.

        One that was tried ``MOST_ATTEMPTS`` times is given up, and told on its row.
        """
        with self._works.database.reading() as session:  # most looks find nothing: write nothing
            if session.scalar(_to_read(self._works.clock.now()).limit(1)) is None:
                return None
        with self._works.begin(actor) as work:
            while True:
                row = self._oldest(work)
                if row is None:
                    return None
                if row.attempts < MOST_ATTEMPTS:
                    break
                _set(work, row.id, state=State.UNREADABLE.value, problem=GIVEN_UP, claimed_by="")
                work.announce(Changed(Topic.INCOMING))
            _set(
                work,
                row.id,
                state=State.READING.value,
                attempts=row.attempts + 1,
                claimed_by=self.holder,
                claimed_at=work.at,
            )
            work.announce(Changed(Topic.INCOMING))
            kind = FileKind(row.mime)
            return Claimed(row.id, row.name, row.file_name, kind, row.attempts + 1)

    def renew(self, actor: Actor, claimed: Claimed) -> None:
        """Say that the reading goes on: others take over what is silent for ten minutes."""
        with self._works.begin(actor) as work:
            _set(work, claimed.id, self.holder, claimed_at=work.at)

    def give_back(self, actor: Actor, claimed: Claimed, *, tried: bool) -> None:
        """Let it wait again; without ``tried`` this attempt counts for nothing."""
        self._let_wait(actor, claimed, tried=tried, since=None)

    def put_off(self, actor: Actor, claimed: Claimed) -> None:
        """Let it wait again after the others: what failed is not the document, but may last."""
        self._let_wait(actor, claimed, tried=False, since=self._works.clock.now())

    def _let_wait(
        self, actor: Actor, claimed: Claimed, *, tried: bool, since: datetime | None
    ) -> None:
        attempts = claimed.attempts if tried else claimed.attempts - 1
        with self._works.begin(actor) as work:
            _set(
                work,
                claimed.id,
                self.holder,
                state=State.WAITING.value,
                attempts=attempts,
                claimed_by="",
                claimed_at=since,
            )
            work.announce(Changed(Topic.INCOMING))

    def settle(self, actor: Actor, claimed: Claimed, state: State, problem: str) -> None:
        """Tell on its row why a document was not read."""
        with self._works.begin(actor) as work:
            _set(work, claimed.id, self.holder, state=state.value, problem=problem, claimed_by="")
            work.announce(Changed(Topic.INCOMING))

    def still_held(self, work: UnitOfWork, claimed: Claimed) -> bool:
        """Tell whether the document is still this reader's, and keep it so until the commit."""
        return _set(work, claimed.id, self.holder, claimed_by=self.holder) == 1

    def _oldest(self, work: UnitOfWork) -> IncomingRow | None:
        query = _to_read(work.at).limit(1).with_for_update(skip_locked=True)
        return work.session.scalar(query.execution_options(populate_existing=True))


def _to_read(now: datetime) -> Select[IncomingRow]:
    """Return the question for what waits, or was left behind by a reader, oldest first."""
    left_behind = and_(
        IncomingRow.state == State.READING.value, IncomingRow.claimed_at < now - STALE_AFTER
    )
    put_off = IncomingRow.claimed_at.between(now - REST_AFTER_FAULT, now)
    waits = and_(
        IncomingRow.state == State.WAITING.value, or_(IncomingRow.claimed_at.is_(None), ~put_off)
    )
    return (
        select(IncomingRow)
        .where(or_(waits, left_behind))
        .order_by(IncomingRow.arrived_at, IncomingRow.id)
    )


def abandon_all(works: Works, actor: Actor) -> None:
    """Let wait again whatever was being read when the program of this base ended.

    On SQLite only, where no other program can be reading.
    """
    if not works.database.is_sqlite:
        return
    with works.begin(actor) as work:
        work.session.execute(
            update(IncomingRow)
            .where(IncomingRow.state == State.READING.value)
            .values(state=State.WAITING.value, claimed_by="", claimed_at=None)
        )


def _set(work: UnitOfWork, incoming_id: int, holder: str | None = None, **values: object) -> int:
    """Write these columns of a row, only while ``holder`` reads it; return how many there are."""
    statement = update(IncomingRow).where(IncomingRow.id == incoming_id)
    if holder is not None:
        statement = statement.where(
            IncomingRow.claimed_by == holder, IncomingRow.state == State.READING.value
        )
    result = work.session.execute(
        statement.values(**values).execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount

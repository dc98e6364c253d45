"""Which change leaves next, and from which post: each is sent from one place at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import aliased

from almapy.cve.model import Operation, SendState
from almapy.cve.queue import strand
from almapy.cve.rows import has_twin, is_linked
from almapy.cve.tables import CarnetLineRow, CarnetSendRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

STALE_AFTER = timedelta(minutes=2)
"""A post that is silent for so long is dead: a call lasts ten seconds, with its sign-in twenty.

A claim that lies further ahead than that comes from a clock that was set back since.
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One change that this post alone may send now, with what is known of its line."""

    id: int
    patient_id: int
    record_uuid: str
    vaccination_id: int
    operation: Operation
    body: str = field(repr=False)
    key: str
    attempts: int
    remote_id: str
    etag: str


class SendClaims:
    """What one post claims; ``holder`` names it among all others."""

    def __init__(self, works: Works, holder: str) -> None:
        self._works = works
        self._holder = holder

    def next(self, actor: Actor) -> Claimed | None:
        """Claim the first change of this person that may leave now; None without one.

        A change waits for those before it in its booklet that are of the same person or of the
        same vaccination. One that failed lets the other booklets go first.
        """
        now = self._works.clock.now()
        with self._works.database.reading() as session:  # most looks find nothing: write nothing
            if session.scalar(_ready(actor, now).limit(1)) is None:
                return None
        with self._works.begin(actor) as work:
            for row_id in work.session.scalars(_ready(actor, work.at).limit(10)).all():
                if not self._take(work, row_id):
                    continue
                row = work.session.get_one(CarnetSendRow, row_id, populate_existing=True)
                if is_linked(work.session, row):
                    return _claimed(work, row)
                strand(work, row)
        return None

    def next_due(self, actor: Actor) -> datetime | None:
        """Return when the first change of this person may leave; None when nothing waits."""
        with self._works.database.reading() as session:
            return session.scalar(
                select(func.min(CarnetSendRow.next_try_at)).where(
                    CarnetSendRow.account_id == actor.user_id,
                    CarnetSendRow.state == SendState.WAITING.value,
                    CarnetSendRow.operation != Operation.CREATE.value,
                )
            )

    def held(self, work: UnitOfWork, claimed: Claimed) -> CarnetSendRow | None:
        """Return the row while it is still this post's, held until the commit."""
        row = work.session.get(
            CarnetSendRow, claimed.id, with_for_update=True, populate_existing=True
        )
        if row is None or row.claimed_by != self._holder:
            return None
        return row if row.state == SendState.WAITING.value else None

    def _take(self, work: UnitOfWork, row_id: int) -> bool:
        statement = (
            update(CarnetSendRow)
            .where(
                CarnetSendRow.id == row_id,
                CarnetSendRow.state == SendState.WAITING.value,
                _is_free(work.at),
            )
            .values(
                claimed_by=self._holder,
                claimed_at=work.at,
                attempts=CarnetSendRow.attempts + 1,
            )
            .execution_options(synchronize_session=False)
        )
        result = work.session.execute(statement)
        assert isinstance(result, CursorResult)
        return result.rowcount == 1


def _ready(actor: Actor, now: datetime) -> Select[int]:
    earlier = aliased(CarnetSendRow)
    blocked = exists().where(
        earlier.record_uuid == CarnetSendRow.record_uuid,
        earlier.id < CarnetSendRow.id,
        earlier.state == SendState.WAITING.value,
        or_(
            earlier.account_id == CarnetSendRow.account_id,
            earlier.vaccination_id == CarnetSendRow.vaccination_id,
        ),
    )
    return (
        select(CarnetSendRow.id)
        .where(
            CarnetSendRow.account_id == actor.user_id,
            CarnetSendRow.state == SendState.WAITING.value,
            CarnetSendRow.operation != Operation.CREATE.value,
            CarnetSendRow.next_try_at <= now,
            _is_free(now),
            ~blocked,
        )
        .order_by(CarnetSendRow.next_try_at, CarnetSendRow.id)
    )


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(
        CarnetSendRow.claimed_by == "",
        and_(
            CarnetSendRow.claimed_by != "",
            or_(
                CarnetSendRow.claimed_at < now - STALE_AFTER,
                CarnetSendRow.claimed_at > now + STALE_AFTER,
            ),
        ),
    )


def is_under_way(row: CarnetSendRow, now: datetime) -> bool:
    """Tell whether a post that lives is sending a change at this moment."""
    since = row.claimed_at
    return bool(row.claimed_by) and since is not None and abs(now - since) <= STALE_AFTER


def _claimed(work: UnitOfWork, row: CarnetSendRow) -> Claimed:
    assert row.vaccination_id is not None
    operation = Operation(row.operation)
    line = work.session.get(CarnetLineRow, (row.vaccination_id, row.record_uuid))
    if line is not None and operation is Operation.DELETE and has_twin(work.session, line):
        line = None  # written twice here, one line there: it stays for the other
    return Claimed(
        id=row.id,
        patient_id=row.patient_id,
        record_uuid=row.record_uuid,
        vaccination_id=row.vaccination_id,
        operation=operation,
        body=row.body,
        key=row.key,
        attempts=row.attempts,
        remote_id=line.remote_id if line else "",
        etag=line.etag if line else "",
    )

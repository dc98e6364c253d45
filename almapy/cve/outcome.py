"""What the answer to one change does to its row, its line and its link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select

from almapy.audit.model import Action
from almapy.cve.claims import Claimed, SendClaims
from almapy.cve.lines import as_text
from almapy.cve.model import Operation, RemoteLine, SendState, Sharing
from almapy.cve.queue import line_row, tell
from almapy.cve.revoking import revoke_within
from almapy.cve.tables import CarnetSendRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

PAUSES = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
)
"""How long a change waits after its first, second… failed try; then hourly (R20)."""


class Ending(StrEnum):
    """The ways in which a try ends."""

    DONE = "fait"
    LATER = "plus_tard"
    REFUSED = "refuse"
    CONFLICT = "conflit"
    REVOKED = "retire"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one try; ``line`` is what the booklet says now, ``by_other`` who wrote it."""

    ending: Ending
    line: RemoteLine | None = None
    why: str = ""
    by_other: bool = False
    code: str = ""


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]


class Outcomes:
    """Writes outcomes, each in one transaction with its trace."""

    def __init__(self, works: Works, claims: SendClaims) -> None:
        self._works = works
        self._claims = claims

    def write(self, actor: Actor, claimed: Claimed, outcome: Outcome) -> None:
        """Write how a try ended, unless another post took the change over meanwhile."""
        with self._works.begin(actor) as work:
            row = self._claims.held(work, claimed)
            if row is None:
                return
            row.claimed_by, row.claimed_at = "", None
            if outcome.ending is Ending.LATER:
                row.next_try_at = work.at + pause_after(row.attempts)
                row.last_error = outcome.why
            elif outcome.ending is Ending.REVOKED:
                revoke_within(work, claimed.record_uuid)
                _trace(work, claimed, outcome)
            else:
                self._ended(work, row, claimed, outcome)
                _trace(work, claimed, outcome)
            tell(work, row.patient_id)

    def give_back(self, actor: Actor, claimed: Claimed) -> None:
        """Let a change wait as it did: nobody tried it."""
        with self._works.begin(actor) as work:
            row = self._claims.held(work, claimed)
            if row is not None:
                row.claimed_by, row.claimed_at = "", None
                tell(work, row.patient_id)

    def _ended(
        self, work: UnitOfWork, row: CarnetSendRow, claimed: Claimed, outcome: Outcome
    ) -> None:
        is_done = outcome.ending is Ending.DONE
        row.state = (SendState.SENT if is_done else SendState.REFUSED).value
        row.ended_at, row.last_error = work.at, outcome.why
        line = line_row(work, claimed.record_uuid, claimed.vaccination_id)
        if outcome.line is not None:
            now = outcome.line
            line.remote_id, line.etag, line.content = now.remote_id, now.etag, as_text(now.content)
            line.validated, line.seen_at = now.validated, work.at
            if outcome.by_other:
                line.author, line.author_rpps = now.author, now.author_rpps
        if outcome.ending is Ending.CONFLICT:
            line.state, line.reason = Sharing.CONFLICT.value, ""
        elif not is_done:
            line.state, line.reason = Sharing.REFUSED.value, outcome.why
        elif claimed.operation is Operation.DELETE:
            line.remote_id, line.etag, line.content = "", "", ""
            line.author, line.author_rpps = "", ""
            line.state, line.reason = Sharing.LOCAL.value, ""
        else:
            line.state, line.reason = Sharing.SHARED.value, ""
        work.session.flush()
        if _others_wait(work, row):
            line.state = Sharing.WAITING.value


def _others_wait(work: UnitOfWork, row: CarnetSendRow) -> bool:
    return (
        work.session.scalar(
            select(CarnetSendRow.id).where(
                CarnetSendRow.record_uuid == row.record_uuid,
                CarnetSendRow.vaccination_id == row.vaccination_id,
                CarnetSendRow.state == SendState.WAITING.value,
            )
        )
        is not None
    )


def _trace(work: UnitOfWork, claimed: Claimed, outcome: Outcome) -> None:
    is_done = outcome.ending is Ending.DONE
    detail: dict[str, object] = {
        "carnet": claimed.record_uuid,
        "geste": claimed.operation.label,
        "numéro": claimed.vaccination_id,
    }
    if not is_done:
        detail["motif"] = outcome.code or outcome.ending.value
    work.trace(
        Action.CARNET_SENT if is_done else Action.CARNET_REFUSED,
        patient_id=claimed.patient_id,
        detail=detail,
    )

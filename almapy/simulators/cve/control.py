"""The handle of the simulated service: what goes wrong next, and what was received."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from almapy.simulators.cve.lines import change_line
from almapy.simulators.cve.moments import ServiceClock, written
from almapy.simulators.cve.store import Store

_KEPT = 500


class FailMode(StrEnum):
    """How a call goes wrong."""

    STATUS = "status"
    DROP_BEFORE = "drop_before"
    DROP_AFTER_STORING = "drop_after_storing"
    SLOW = "slow"


@dataclass(slots=True)
class Failure:
    """What the next calls meet; ``path`` is the start of the path of those concerned."""

    times: int
    mode: FailMode
    status: int
    seconds: float
    path: str


@dataclass(frozen=True, slots=True)
class Received:
    """One call as it was answered; status 0: the connection was cut."""

    method: str
    path: str
    status: int
    code: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message that the service sent; ``code`` is the one it tells, empty without."""

    to: str
    subject: str
    text: str
    at: str
    code: str


@dataclass(frozen=True, slots=True)
class KeyUse:
    """How often an Idempotency-Key was received, and how often something was stored for it."""

    received: int
    stored: int


class CveControl:
    """Commands one simulated service; every method may be called from any thread."""

    def __init__(self, store: Store, clock: ServiceClock) -> None:
        self._store = store
        self._clock = clock
        self._changed = threading.Condition()
        self._failures: list[Failure] = []
        self._received: deque[Received] = deque(maxlen=_KEPT)
        self._closed = False
        self._released = 0

    def fail(
        self,
        times: int = 1,
        *,
        mode: FailMode | str = FailMode.STATUS,
        status: int = 503,
        seconds: float = 0.0,
        path: str = "",
    ) -> None:
        """Have the next calls go wrong; 0 times: none any more. Raises ValueError."""
        failure = Failure(times, FailMode(mode), status, seconds, path)
        if times < 0 or not 400 <= status < 600 or not 0 <= seconds < 3600:  # noqa: PLR2004
            raise ValueError("no such failure")
        with self._changed:
            if times:
                self._failures.append(failure)
            else:
                self._failures.clear()

    def release(self) -> None:
        """End the slow answers under way."""
        with self._changed:
            self._released += 1
            self._changed.notify_all()

    def advance(self, seconds: float) -> None:
        """Move the clock of the service on."""
        self._clock.advance(timedelta(seconds=seconds))

    def set_clock(self, moment: datetime | None) -> None:
        """Make it that moment (aware) for the service; None: the true time again."""
        self._clock.put_at(moment)

    def revoke(self, uuid: str) -> bool:
        """Take the carnet from every professional; tell whether somebody had it."""
        with self._store.turn() as base:
            done = base.execute("UPDATE access SET revoked = 1 WHERE uuid = ?", (uuid,))
        return done.rowcount > 0

    def revoke_certificates(self, email: str) -> None:
        """Refuse from now on the certificates of that account."""
        with self._store.turn() as base:
            base.execute("UPDATE certificate SET revoked = 1 WHERE email = ?", (email,))

    def edit(self, vaccination_id: int, **changed: object) -> None:
        """Change a line as somebody else would: a new etag."""
        with self._store.turn() as base:
            change_line(base, vaccination_id, changed, written(self._clock.now()))

    @property
    def outbox(self) -> tuple[Mail, ...]:
        """Return the messages sent, the oldest first."""
        with self._store.turn() as base:
            rows = base.execute("SELECT * FROM outbox ORDER BY id").fetchall()
        return tuple(
            Mail(row["to_address"], row["subject"], row["text"], row["at"], row["code"])
            for row in rows
        )

    @property
    def keys(self) -> dict[str, KeyUse]:
        """Return the log of Idempotency-Keys."""
        with self._store.turn() as base:
            rows = base.execute("SELECT * FROM key_log ORDER BY rowid").fetchall()
        return {row["key"]: KeyUse(row["received"], row["stored"]) for row in rows}

    @property
    def received(self) -> tuple[Received, ...]:
        """Return the last calls answered, the oldest first; at most 500."""
        with self._changed:
            return tuple(self._received)

    def count(self, method: str, path: str) -> int:
        """Return how many such calls were answered; ``path`` is the start, without /cve/v1."""
        return sum(one.method == method and one.path.startswith(path) for one in self.received)

    def wait_for(self, method: str, path: str, count: int = 1, seconds: float = 10.0) -> bool:
        """Wait until so many such calls were answered; tell whether they were."""
        with self._changed:
            return self._changed.wait_for(
                lambda: (
                    sum(
                        one.method == method and one.path.startswith(path) for one in self._received
                    )
                    >= count
                ),
                seconds,
            )

    def note(self, received: Received) -> None:
        """Keep one call."""
        with self._changed:
            self._received.append(received)
            self._changed.notify_all()

    def take(self, path: str) -> Failure | None:
        """Return what a call on this path is to meet, and count it."""
        with self._changed:
            for one in self._failures:
                if path.startswith(one.path):
                    one.times -= 1
                    if not one.times:
                        self._failures.remove(one)
                    return one
        return None

    def hold(self, seconds: float) -> None:
        """Wait so long, less when released or closed meanwhile."""
        with self._changed:
            ticket = self._released
            self._changed.wait_for(lambda: self._closed or self._released != ticket, seconds)

    def close(self) -> None:
        """End every wait for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

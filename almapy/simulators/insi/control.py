"""The handle of the simulated INSi: what it is to do next, and what it received."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from almapy.simulators.insi.answers import Style
from almapy.simulators.insi.behaviour import Behaviour, Trouble

_KEPT = 200
_REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Received:
    """One call as it was received; ``refused`` is the detail code of the fault, or empty.

    ``port`` is « carte », « certificat » or the name of a server with a wrong certificate;
    ``caller`` the identifier of the card or the CN of the software certificate.
    """

    at: datetime
    port: str
    action: str
    message_id: str
    caller: str
    refused: str
    body: bytes = field(repr=False)


class InsiControl:
    """Commands one simulated INSi; every method may be called from any thread.

    ``replays`` accepts saved messages again: an old Temps, a MessageID already seen.
    ``clock_offset`` is how far the clock of the service is from that of this post.
    ``latency`` delays every answer, in seconds. ``style`` None: each answer in turn.
    """

    def __init__(self, *, replays: bool = False) -> None:
        self.replays = replays
        self.clock_offset = timedelta()
        self.latency = 0.0
        self.style: Style | None = None
        self._wanted_replays = replays
        self._changed = threading.Condition()
        self._behaviours: deque[Behaviour] = deque()
        self._received: deque[Received] = deque(maxlen=_KEPT)
        self._seen: dict[str, None] = {}
        self._believed: set[bytes] = set()
        self._count = 0
        self._answered = 0
        self._released = 0
        self._closed = False

    def next(self, *behaviours: Behaviour) -> None:
        """Add behaviours for the calls to come, in this order, after those that wait."""
        with self._changed:
            self._behaviours.extend(behaviours)

    def delay(self, seconds: float, times: int | None = 1) -> None:
        """Have the next calls wait so long; ``release`` ends the waits under way."""
        self.next(Behaviour(Trouble.DELAY, times, seconds=seconds))

    def fault(self, detail: str, times: int | None = 1) -> None:
        """Have the next calls end in the fault of this detail code; raises ValueError."""
        self.next(Behaviour(Trouble.FAULT, times, fault=detail))

    def replay(self, answer: bytes, times: int | None = 1) -> None:
        """Have the next calls answered by this file, as it is (§4.8: CNDA files)."""
        self.next(Behaviour(Trouble.REPLAY, times, answer=answer))

    def believe(self, certificate: bytes) -> None:
        """Believe the card of this DER certificate too: simulated CPS have an authority apart."""
        with self._changed:
            self._believed.add(certificate)

    def believes(self, certificate: bytes) -> bool:
        """Tell whether the card of this DER certificate was told to be believed."""
        with self._changed:
            return certificate in self._believed

    def reset(self) -> None:
        """Answer well and at once again, and forget what was received."""
        with self._changed:
            self.replays = self._wanted_replays
            self.clock_offset = timedelta()
            self.latency = 0.0
            self.style = None
            self._behaviours.clear()
            self._received.clear()
            self._seen.clear()
            self._count = 0
            self._released += 1
            self._changed.notify_all()

    def release(self) -> None:
        """End the delays under way: what waits is answered now."""
        with self._changed:
            self._released += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every wait for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def count(self) -> int:
        """Return how many calls were received since the last reset."""
        with self._changed:
            return self._count

    @property
    def received(self) -> tuple[Received, ...]:
        """Return the last calls received, the oldest first; at most 200 are kept."""
        with self._changed:
            return tuple(self._received)

    def wait_for(self, count: int, seconds: float = 10.0) -> bool:
        """Wait until so many calls were received; tell whether they were in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count >= count, seconds)

    def note(self, received: Received) -> None:
        """Keep one call."""
        with self._changed:
            self._received.append(received)
            self._count += 1
            self._changed.notify_all()

    def is_new(self, message_id: str) -> bool:
        """Tell whether this identifier comes for the first time, and remember it."""
        with self._changed:
            if message_id in self._seen:
                return False
            self._seen[message_id] = None
            if len(self._seen) > _REMEMBERED:
                del self._seen[next(iter(self._seen))]
            return True

    def take(self) -> Behaviour | None:
        """Return how the present call is to be answered, and count it off."""
        with self._changed:
            if not self._behaviours:
                return None
            first = self._behaviours[0]
            if first.times is not None:
                left = first.times - 1
                if left:
                    self._behaviours[0] = replace(first, times=left)
                else:
                    self._behaviours.popleft()
            return first

    def ticket(self) -> int:
        """Return what ``hold`` compares: a release that comes later ends the wait."""
        with self._changed:
            return self._released

    def hold(self, seconds: float, ticket: int) -> None:
        """Wait so long, less when released since the ticket, or closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._released != ticket, seconds)

    def next_style(self) -> Style:
        """Return how the next answer is spelled."""
        with self._changed:
            if self.style is not None:
                return self.style
            self._answered += 1
            return list(Style)[self._answered % len(Style)]

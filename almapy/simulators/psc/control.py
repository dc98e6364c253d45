"""The handle of the simulated Pro Santé Connect: what it is to do next, and what it received."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from datetime import timedelta

from almapy.simulators.psc.behaviour import Behaviour, Trouble

_KEPT = 500


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long things last, in seconds (docs/psc-relay.md)."""

    ticket: float = 60.0
    confirmation: float = 120.0
    access_token: float = 120.0
    session: float = 4 * 3600.0


@dataclass(frozen=True, slots=True)
class Received:
    """One call as it was answered: nothing secret of it is kept."""

    method: str
    path: str
    status: int
    code: str = ""


class PscControl:
    """Commands one simulated Pro Santé Connect; every method may be called from any thread.

    ``clock_offset`` is how far the clock of the service is from that of this post; ``lifetimes``
    holds for what begins from then on.
    """

    def __init__(self) -> None:
        self.clock_offset = timedelta()
        self.lifetimes = Lifetimes()
        self._changed = threading.Condition()
        self._behaviours: deque[Behaviour] = deque()
        self._received: deque[Received] = deque(maxlen=_KEPT)
        self._released = 0
        self._closed = False

    def next(self, *behaviours: Behaviour) -> None:
        """Add behaviours for the calls to come; each waits for a call on its path."""
        with self._changed:
            self._behaviours.extend(behaviours)

    def trouble(self, trouble: Trouble, path: str = "", times: int | None = 1) -> None:
        """Have the next calls on this path go wrong."""
        self.next(Behaviour(trouble, times, path))

    def delay(self, seconds: float, path: str = "", times: int | None = 1) -> None:
        """Have the next calls wait so long; ``release`` ends the waits under way."""
        self.next(Behaviour(Trouble.DELAY, times, path, seconds))

    def release(self) -> None:
        """End the delays under way: what waits is answered now."""
        with self._changed:
            self._released += 1
            self._changed.notify_all()

    def reset(self) -> None:
        """Answer well and at once again, and forget what was received."""
        with self._changed:
            self.clock_offset = timedelta()
            self.lifetimes = Lifetimes()
            self._behaviours.clear()
            self._received.clear()
            self._released += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every wait for good."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def is_closed(self) -> bool:
        """Tell whether the simulator is stopping."""
        return self._closed

    @property
    def received(self) -> tuple[Received, ...]:
        """Return the last calls answered, the oldest first; at most 500 are kept."""
        with self._changed:
            return tuple(self._received)

    def count(self, path: str) -> int:
        """Return how many calls on this path were answered since the last reset."""
        return sum(one.path.startswith(path) for one in self.received)

    def wait_for(self, path: str, count: int = 1, seconds: float = 10.0) -> bool:
        """Wait until so many calls on this path were answered; tell whether they were."""
        with self._changed:
            return self._changed.wait_for(
                lambda: sum(one.path.startswith(path) for one in self._received) >= count, seconds
            )

    def note(self, received: Received) -> None:
        """Keep one call."""
        with self._changed:
            self._received.append(received)
            self._changed.notify_all()

    def take(self, path: str, among: frozenset[Trouble]) -> Behaviour | None:
        """Return the first behaviour of these troubles for a call on this path, and count it."""
        with self._changed:
            for place, one in enumerate(self._behaviours):
                if one.trouble in among and path.startswith(one.path):
                    if one.times == 1:
                        del self._behaviours[place]
                    elif one.times is not None:
                        self._behaviours[place] = replace(one, times=one.times - 1)
                    return one
        return None

    def hold(self, seconds: float) -> None:
        """Wait so long, less when released meanwhile, or closed."""
        with self._changed:
            ticket = self._released
            self._changed.wait_for(lambda: self._closed or self._released != ticket, seconds)

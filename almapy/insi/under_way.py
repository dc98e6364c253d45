"""The searches and verifications that run now: a base closes after the last line of the last one.

One that outlived its base would open it again to store its call, be it another base by then.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from almapy.errors import DomainError
from almapy.stop import Stop

_LAST_WAIT = 10.0
"""Seconds; a call that was asked to stop ends within one."""


class UnderWay:
    """Safe between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._stops: list[Stop] = []
        self._closed = False

    @contextmanager
    def one(self, stop: Stop) -> Iterator[None]:
        """Count what is done inside as running; raises DomainError once closed."""
        with self._changed:
            if self._closed:
                raise DomainError(
                    "La session se ferme. Rien n'a été envoyé. Reconnectez-vous, puis relancez.",
                    code="insi.closed",
                )
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._changed:
                self._stops.remove(stop)
                self._changed.notify_all()

    def interrupt(self) -> None:
        """Stop what runs and wait until it has ended."""
        with self._changed:
            stops = list(self._stops)
        for stop in stops:
            stop.ask()
        with self._changed:
            self._changed.wait_for(lambda: not self._stops, timeout=_LAST_WAIT)

    def close(self) -> None:
        """Let nothing begin any more, then as ``interrupt``."""
        with self._changed:
            self._closed = True
        self.interrupt()

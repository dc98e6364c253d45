"""The time of the simulated service, and how it writes moments."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

from almapy.clock import Clock, civil_day


class ServiceClock:
    """The clock it was given, moved as far as a test says."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._moved = timedelta()

    def now(self) -> datetime:
        """Return the present moment of the service, in UTC."""
        with self._guard:
            return self._clock.now() + self._moved

    def today(self) -> date:
        """Return the civil day of the service."""
        with self._guard:
            if not self._moved:
                return self._clock.today()
            return civil_day(self._clock.now() + self._moved)

    def advance(self, by: timedelta) -> None:
        """Move further from the true time."""
        with self._guard:
            self._moved += by

    def put_at(self, moment: datetime | None) -> None:
        """Make it that moment now; None: the true time again."""
        with self._guard:
            self._moved = moment - self._clock.now() if moment else timedelta()


def written(moment: datetime) -> str:
    """Return « 2026-11-22T10:00:00.000000Z »: in this form moments sort by themselves."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def read(text: str) -> datetime:
    """Return a moment; raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no time zone")
    return moment.astimezone(UTC)

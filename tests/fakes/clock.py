"""A clock that moves only when a test says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


class FakeClock:
    def __init__(self, now: datetime = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)) -> None:
        self._now = now
        self._ticks = 1000.0

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.astimezone().date()

    def monotonic(self) -> float:
        return self._ticks

    def advance(self, delta: timedelta) -> None:
        self._now += delta
        self._ticks += delta.total_seconds()

    def set_back(self, delta: timedelta) -> None:
        """Move the wall clock back; the monotonic one goes on."""
        self._now -= delta

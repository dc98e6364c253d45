"""Time as the program sees it, replaceable in tests."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Where every service takes the time from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    def today(self) -> date:
        """Return the civil date of the post."""

    def monotonic(self) -> float:
        """Return seconds that never go back, for delays."""


class SystemClock:
    """The clock of this post."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the civil date of the post."""
        return datetime.now().astimezone().date()

    def monotonic(self) -> float:
        """Return seconds that never go back, for delays."""
        return time.monotonic()


def civil_day(moment: datetime) -> date:
    """Return the civil day of a moment on this post."""
    return moment.astimezone().date()

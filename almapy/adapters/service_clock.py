"""The clock of this post against that of a service (PSC notes §7, L14)."""

from __future__ import annotations

from datetime import datetime, timedelta

from almapy.clock import Clock
from almapy.psc.faults import ClockWrong

TOLERANCE = timedelta(seconds=60)


def require_same_time(clock: Clock, told: datetime | None) -> None:
    """Raise ClockWrong when the service's time is more than 60 s from ours; None tells nothing."""
    if told is not None and abs(clock.now() - told) > TOLERANCE:
        raise ClockWrong

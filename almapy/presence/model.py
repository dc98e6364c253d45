"""Who has a record open at this moment, and who changed it last."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

SEEN_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody else has the record open; ``since`` is when they opened it."""

    name: str = field(repr=False)
    post: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is to be known of one open record.

    ``last_change`` numbers the last change traced in it, 0 for none; ``changed_by`` is who made
    it, empty when it was made here by the person who asks.
    """

    others: tuple[Presence, ...] = field(default=(), repr=False)
    last_change: int = 0
    changed_by: str = field(default="", repr=False)

"""The treatment taken for long, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class LongTermTreatment:
    """One line of the « Traitement de fond »; ``stopped_on`` is the first day without it."""

    label: str = field(repr=False)
    posology: str = field(default="", repr=False)
    started_on: date | None = None
    stopped_on: date | None = None
    stop_reason: str = field(default="", repr=False)
    note: str = field(default="", repr=False)

    def is_taken(self, today: date) -> bool:
        """Tell whether the line still runs on that day."""
        return self.stopped_on is None or self.stopped_on > today

"""The treatment taken for long, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class LongTermTreatment:
    """One line of the « Traitement de fond »."""

    label: str = field(repr=False)
    posology: str = field(default="", repr=False)
    started_on: date | None = None
    stopped_on: date | None = None

"""What a verification of many INS in the background tells while it runs and when it is over."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class BatchState(StrEnum):
    """Where a batch stands."""

    NONE = "aucune"
    RUNNING = "en_cours"
    PAUSED = "suspendue"
    STOPPED = "arretee"
    DONE = "terminee"

    @property
    def is_over(self) -> bool:
        """Tell whether no further call will be made."""
        return self in {BatchState.NONE, BatchState.STOPPED, BatchState.DONE}


class Verdict(StrEnum):
    """What became of one record.

    ``AWAY`` and ``BLOCKED`` say nothing of the record: the service did not answer, or no call can
    be made until somebody changes something.
    """

    RIGHT = "juste"
    DISCORDANT = "discordante"
    FAILED = "sans_resultat"
    LEFT_OUT = "ecartee"
    AWAY = "injoignable"
    BLOCKED = "empechee"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record to be looked at, and why (French, never a trait)."""

    patient_id: int
    why: str


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Where a batch stands; ``reason`` says why it paused by itself, empty otherwise.

    ``number`` grows with each batch of a session.
    """

    number: int = 0
    state: BatchState = BatchState.NONE
    total: int = 0
    right: int = 0
    discordant: int = 0
    failed: int = 0
    left_out: int = 0
    reason: str = ""

    @property
    def done(self) -> int:
        """Return how many records need no further call."""
        return self.right + self.discordant + self.failed + self.left_out


@dataclass(frozen=True, slots=True)
class BatchReport:
    """The records that somebody has to look at, in the order in which they were settled."""

    discordant: tuple[Finding, ...] = field(default=())
    failed: tuple[Finding, ...] = field(default=())
    left_out: tuple[Finding, ...] = field(default=())

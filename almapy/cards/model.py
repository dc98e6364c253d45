"""What a post knows of its card readers: slots, cards by their kind, what just happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class CardFamily(StrEnum):
    """The kind of a card, told by its answer to reset alone (card notes §1.4)."""

    VITALE_2 = "vitale"
    VITALE_1 = "vitale1"
    CPS = "cps"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """Return the French name of the kind."""
        return {
            "vitale": "Carte Vitale",
            "vitale1": "Carte Vitale 1",
            "cps": "Carte CPS",
            "unknown": "Carte inconnue",
        }[self.value]

    @property
    def is_vitale(self) -> bool:
        """Tell whether this is a carte Vitale, readable here or not."""
        return self in {CardFamily.VITALE_1, CardFamily.VITALE_2}


class ReaderState(StrEnum):
    """How it stands with the readers of a post; none of these is a fault of the program."""

    STOPPED = "stopped"  # nobody watches
    NOT_INSTALLED = "not_installed"  # pyscard or its system library is missing
    NO_SERVICE = "no_service"  # pcscd (or the Windows service) does not answer
    NO_READER = "no_reader"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Slot:
    """One reader as PC/SC names it, and the card in it; ``family`` is None when it is empty.

    ``insertion`` counts the cards seen in this slot: two readings with the same number were made
    on the same card, left in its place meanwhile.
    """

    reader: str
    family: CardFamily | None = None
    atr: bytes = field(default=b"", repr=False)
    insertion: int = 0


class CardEventKind(StrEnum):
    """What just happened on a post."""

    INSERTED = "inserted"
    REMOVED = "removed"
    READERS = "readers"  # a reader came or went
    STATE = "state"  # the service of the readers started, stopped…


@dataclass(frozen=True, slots=True)
class CardEvent:
    """One thing that happened; ``slot`` is set for a card (for REMOVED: what the slot held)."""

    kind: CardEventKind
    state: ReaderState
    slot: Slot | None = None

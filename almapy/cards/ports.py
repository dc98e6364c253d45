"""What the card service wants of a system of readers: PC/SC, or the simulated readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Transmit = Callable[[bytes], bytes]
"""Sends one command APDU and returns the answer, SW1 SW2 included; raises CardRemoved, CardMute."""


@dataclass(frozen=True, slots=True)
class SlotSight:
    """One reader as the system shows it now; ``atr`` is empty without a card.

    ``count`` is the system's own count of insertions and removals, when it has one: a card pulled
    out and put back between two looks changes it. ``is_mute`` tells a card that did not answer the
    reset: upside down, dirty, or no chip at all.
    """

    reader: str
    atr: bytes = field(default=b"", repr=False)
    count: int = 0
    is_mute: bool = False

    @property
    def has_card(self) -> bool:
        """Tell whether something is in the reader."""
        return bool(self.atr) or self.is_mute


class CardConnection(Protocol):
    """One card, held alone for a few commands. Belongs to one thread."""

    @property
    def atr(self) -> bytes:
        """Return the answer to reset of this very card."""

    def transmit(self, command: bytes) -> bytes:
        """Send a command, return the answer with SW1 SW2.

        May block for as long as the card is mute. Raises CardRemoved, CardMute, CardUnreadable.
        """

    def close(self) -> None:
        """Let the card go, reset. Never raises."""


class CardContext(Protocol):
    """One conversation with the service of readers."""

    def wait(self, seen: Sequence[SlotSight] | None, seconds: float) -> tuple[SlotSight, ...]:
        """Return the readers as soon as they differ from ``seen``, or after ``seconds``.

        None asks for the present state at once. Returns early when ``cancel`` was called. Raises
        CardServiceAbsent when the service went away: the context is over then.
        """

    def connect(self, reader: str) -> CardConnection:
        """Hold the card of a reader for a few commands, shared with other programs between them.

        Raises ReaderAbsent, CardAbsent, CardBusy, CardMute, CardRemoved, CardServiceAbsent.
        """

    def cancel(self) -> None:
        """Wake ``wait``, from any thread."""

    def close(self) -> None:
        """End the conversation. Never raises."""


class CardSystem(Protocol):
    """The readers of a post. Each thread opens a context of its own."""

    @property
    def simulated(self) -> bool:
        """Tell whether the readers are simulated: screens then say « Simulateur »."""

    def open(self) -> CardContext:
        """Begin a conversation.

        Raises CardServiceAbsent; ImportError when the library of the readers is not installed.
        """

"""Readers that exist in memory, with virtual cards in them, seen as a system of readers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from almapy.cards.faults import CardAbsent, CardRemoved, CardUnreadable, ReaderAbsent
from almapy.cards.ports import SlotSight
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault, Faults, TornOut

_SW_LENGTH = 2


@dataclass(slots=True)
class _Place:
    """One reader; ``turn`` is held by who talks to its card."""

    reader: str
    card: VirtualCard | None = None
    count: int = 0
    faults: Faults = field(default_factory=Faults)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def sight(self) -> SlotSight:
        return SlotSight(self.reader, self.card.atr if self.card else b"", self.count)


class ReaderBoard:
    """Some readers in memory; may be used from any thread."""

    simulated = True

    def __init__(self, readers: Sequence[str]) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._places = {reader: _Place(reader) for reader in readers}

    def open(self) -> BoardContext:
        """Begin a conversation."""
        return BoardContext(self)

    def card(self, reader: str) -> VirtualCard | None:
        """Return the card that is in a reader."""
        with self._changed:
            return self._places[reader].card

    def put(self, reader: str, card: VirtualCard | None) -> None:
        """Put a card in, or take the one that is in out: None."""
        with self._changed:
            place = self._places[reader]
            if place.card is not None:
                place.count += 1
                place.card = None
            if card is not None:
                card.reset()
                place.count += 1
                place.card = card
            place.faults.set(None)
            self._changed.notify_all()

    def fault(self, reader: str, fault: Fault | None) -> None:
        """Have the next commands to a reader meet this fault."""
        self._places[reader].faults.set(fault)

    def sights(self) -> tuple[SlotSight, ...]:
        """Return the readers as they are."""
        with self._changed:
            return tuple(place.sight() for place in self._places.values())

    def wait(self, context: BoardContext, seen: Sequence[SlotSight], seconds: float) -> None:
        """Return once the readers differ, the context was cancelled, or after ``seconds``."""
        with self._changed:
            self._changed.wait_for(
                lambda: context.is_cancelled or self.sights() != tuple(seen), seconds
            )

    def wake(self) -> None:
        """Have those who wait look whether they were cancelled."""
        with self._changed:
            self._changed.notify_all()

    def hold(self, reader: str) -> BoardConnection:
        """Hold a card alone. Raises ReaderAbsent, CardAbsent."""
        place = self._places.get(reader)
        if place is None:
            raise ReaderAbsent
        if place.card is None:
            raise CardAbsent
        place.turn.acquire()
        card, count = place.card, place.count
        if card is None:
            place.turn.release()
            raise CardAbsent
        return BoardConnection(self, place, card, count)


class BoardContext:
    """One conversation with readers in memory."""

    def __init__(self, board: ReaderBoard) -> None:
        self._board = board
        self.is_cancelled = False

    def wait(self, seen: Sequence[SlotSight] | None, seconds: float) -> tuple[SlotSight, ...]:
        """Return the readers once they differ from ``seen``; see ``CardContext.wait``."""
        if seen is not None:
            self._board.wait(self, seen, seconds)
        return self._board.sights()

    def connect(self, reader: str) -> BoardConnection:
        """Hold the card of a reader; see ``CardContext.connect``."""
        return self._board.hold(reader)

    def cancel(self) -> None:
        """Wake ``wait``; later ones return at once."""
        self.is_cancelled = True
        self._board.wake()

    def close(self) -> None:
        """End the conversation."""


class BoardConnection:
    """One virtual card held alone."""

    def __init__(self, board: ReaderBoard, place: _Place, card: VirtualCard, count: int) -> None:
        self._board = board
        self._place = place
        self._card = card
        self._count = count

    @property
    def atr(self) -> bytes:
        """Return the answer to reset of this card."""
        return self._card.atr

    def transmit(self, command: bytes) -> bytes:
        """Send a command, return the answer with SW1 SW2; see ``CardConnection.transmit``."""
        self._check()
        try:
            answer = self._place.faults.answer(self._card.process, command)
        except TornOut:
            self._board.put(self._place.reader, None)
            raise CardRemoved from None
        self._check()
        if len(answer) < _SW_LENGTH:
            raise CardUnreadable("sa réponse est incomplète")
        return answer

    def close(self) -> None:
        """Let the card go, reset."""
        self._card.reset()
        self._place.turn.release()

    def _check(self) -> None:
        if self._place.count != self._count:
            raise CardRemoved

"""Readers in memory that also fail: no library, no service, pulled out, held by others."""

from __future__ import annotations

import queue
from collections.abc import Sequence

from almapy.cards.faults import CardBusy, CardServiceAbsent
from almapy.cards.model import CardEvent, CardEventKind
from almapy.cards.ports import CardConnection, SlotSight
from almapy.demo.reader_board import BoardConnection, BoardContext, ReaderBoard, _Place
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault
from almapy.simulators.readers.files import CardImage

FIRST, SECOND = "Lecteur 1", "Lecteur 2"


class FakeCardSystem(ReaderBoard):
    """Two empty readers, of which everything may go wrong; has the verbs of ``pcsc_post`` too."""

    simulated = False

    def __init__(self, readers: Sequence[str] = (FIRST, SECOND)) -> None:
        super().__init__(readers)
        self.readers = tuple(readers)
        self.system = self
        self.installed = True
        self.running = True
        self.held_by_another: set[str] = set()
        self.opened = 0
        self.closed = 0

    def insert(self, card: CardImage, slot: int = 0) -> None:
        self.put(self.readers[slot], VirtualCard(card))

    def swap_unseen(self, card: CardImage, slot: int = 0) -> None:
        self.insert(card, slot)

    def eject(self, slot: int = 0) -> None:
        self.put(self.readers[slot], None)

    def set_fault(self, fault: Fault | None, slot: int = 0) -> None:
        self.fault(self.readers[slot], fault)

    def open(self) -> BoardContext:
        if not self.installed:
            raise ImportError("smartcard")
        if not self.running:
            raise CardServiceAbsent
        self.opened += 1
        return _FailingContext(self)

    def stop(self, *, killed: bool = False) -> None:
        """Stop the service of the readers: every conversation is over."""
        with self._changed:
            self.running = False
            for place in self._places.values():
                place.count += 1
                place.faults.set(None)
            self._changed.notify_all()

    def start(self) -> None:
        with self._changed:
            self.running = True

    def plug(self, reader: str) -> None:
        with self._changed:
            self._places[reader] = _Place(reader)
            self._changed.notify_all()

    def unplug(self, reader: str) -> None:
        """Pull the reader out, with the card that is in it."""
        with self._changed:
            self.put(reader, None)
            del self._places[reader]
            self._changed.notify_all()

    def wait_for_silence(self, slot: int = 0, seconds: float = 5.0) -> bool:
        """Wait until a mute card has a command before it; tell whether that came."""
        return self._places[self.readers[slot]].faults.silent.wait(seconds)

    def wait(self, context: BoardContext, seen: Sequence[SlotSight], seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(
                lambda: not self.running or context.is_cancelled or self.sights() != tuple(seen),
                seconds,
            )


class _FailingContext(BoardContext):
    def __init__(self, system: FakeCardSystem) -> None:
        super().__init__(system)
        self._system = system

    def wait(self, seen: Sequence[SlotSight] | None, seconds: float) -> tuple[SlotSight, ...]:
        sights = super().wait(seen, seconds)
        if not self._system.running:
            raise CardServiceAbsent
        return sights

    def connect(self, reader: str) -> CardConnection:
        if not self._system.running:
            raise CardServiceAbsent
        if reader in self._system.held_by_another:
            raise CardBusy
        return _FailingConnection(self._system, super().connect(reader))

    def close(self) -> None:
        self._system.closed += 1


class _FailingConnection:
    def __init__(self, system: FakeCardSystem, connection: BoardConnection) -> None:
        self._system = system
        self._connection = connection
        self.atr = connection.atr

    def transmit(self, command: bytes) -> bytes:
        try:
            return self._connection.transmit(command)
        finally:
            if not self._system.running:
                raise CardServiceAbsent

    def close(self) -> None:
        self._connection.close()


class Events:
    """Keeps what the card service tells, and waits for what is expected."""

    def __init__(self) -> None:
        self._queue: queue.Queue[CardEvent] = queue.Queue()
        self.all: list[CardEvent] = []

    def __call__(self, event: CardEvent) -> None:
        self._queue.put(event)

    def next(self, kind: CardEventKind, seconds: float = 5.0) -> CardEvent:
        """Return the next event of this kind; those before it are kept in ``all``."""
        while True:
            event = self._queue.get(timeout=seconds)
            self.all.append(event)
            if event.kind is kind:
                return event

    def none_within(self, seconds: float) -> bool:
        try:
            self.all.append(self._queue.get(timeout=seconds))
        except queue.Empty:
            return True
        return False

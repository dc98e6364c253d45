"""Who holds the card of a reader: one at a time, and never the caller for longer than it allows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any, Final, Generic, TypeVar

from almapy.cards.faults import CardBusy, CardMute, CardRemoved, CardServiceAbsent
from almapy.cards.ports import CardConnection, CardSystem, Transmit
from almapy.clock import Clock

T = TypeVar("T")

_LAST_MOMENT: Final = 0.25  # seconds


class Turns:
    """Lends the card of each reader to one piece of work at a time, in a thread made for it."""

    def __init__(self, system: CardSystem, clock: Clock) -> None:
        self._system = system
        self._clock = clock
        self._changed = threading.Condition()
        self._holders: dict[str, _Turn[Any]] = {}

    def use(self, reader: str, work: Callable[[Transmit], T], seconds: float) -> T:
        """Return what ``work`` returns; see ``CardService.use``."""
        begun = self._clock.monotonic()
        turn = _Turn(self._system, reader, work)
        self._take_place(reader, turn, seconds)
        threading.Thread(
            target=self._run, args=(reader, turn), name="card exchange", daemon=True
        ).start()
        if not turn.ends_within(max(0.0, seconds - (self._clock.monotonic() - begun))):
            with self._changed:
                turn.given_up = True
                self._changed.notify_all()
            raise turn.why_late()
        return turn.result()

    def _take_place(self, reader: str, turn: _Turn[T], seconds: float) -> None:
        def is_decided() -> bool:
            holder = self._holders.get(reader)
            return holder is None or holder.given_up

        with self._changed:
            self._changed.wait_for(is_decided, seconds)
            # A card that was just pulled out frees its reader at once.
            if not self._changed.wait_for(lambda: reader not in self._holders, _LAST_MOMENT):
                raise CardBusy
            self._holders[reader] = turn

    def _run(self, reader: str, turn: _Turn[T]) -> None:
        try:
            turn.run()
        finally:
            with self._changed:
                del self._holders[reader]
                self._changed.notify_all()


class _Turn(Generic[T]):
    """One piece of work on one card; ``given_up`` once its caller stopped waiting."""

    def __init__(self, system: CardSystem, reader: str, work: Callable[[Transmit], T]) -> None:
        self.given_up = False
        self._system = system
        self._reader = reader
        self._work = work
        self._outcome: Future[T] = Future()
        self._held = False
        self._removed = False

    def run(self) -> None:
        try:
            outcome = self._on_card()
        except BaseException as error:  # noqa: BLE001  (given to the caller as it is)
            self._outcome.set_exception(error)
        else:
            self._outcome.set_result(outcome)

    def ends_within(self, seconds: float) -> bool:
        return bool(wait([self._outcome], seconds).done)

    def result(self) -> T:
        return self._outcome.result()

    def why_late(self) -> CardMute | CardBusy:
        """Return CardBusy as long as another program kept the card from us."""
        return CardMute() if self._held else CardBusy()

    def _on_card(self) -> T:
        try:
            context = self._system.open()
        except ImportError:
            raise CardServiceAbsent from None
        try:
            connection = context.connect(self._reader)
            try:
                self._held = True
                value = self._work(lambda command: self._transmitted(connection, command))
            finally:
                connection.close()
        finally:
            context.close()
        if self._removed:  # whatever the work made of it
            raise CardRemoved
        return value

    def _transmitted(self, connection: CardConnection, command: bytes) -> bytes:
        if self.given_up:
            raise CardMute
        try:
            return connection.transmit(command)
        except CardRemoved:
            self._removed = True
            raise

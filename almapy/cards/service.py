"""The cards of a post: what is in its readers, what happens to them, one exchange at a time."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from almapy.cards.families import family_of
from almapy.cards.faults import CardServiceAbsent
from almapy.cards.model import CardEvent, CardEventKind, CardFamily, ReaderState, Slot
from almapy.cards.ports import CardSystem, SlotSight, Transmit
from almapy.cards.probing import family_by_application
from almapy.cards.sights import Sights
from almapy.cards.turns import Turns
from almapy.cards.watcher import Watcher
from almapy.clock import Clock
from almapy.errors import AlmaPyError

_log = logging.getLogger(__name__)

T = TypeVar("T")
Listener = Callable[[CardEvent], None]

_USE_SECONDS: Final = 10.0
_PROBE_SECONDS: Final = 2.0
_FIRST_LOOK_SECONDS: Final = 2.0


class CardService:
    """Watches the readers in a thread of its own and lends cards to who reads them.

    May be used from any thread, before ``start`` and without it too. Nothing of what a card holds
    is logged, nor kept.
    """

    def __init__(self, system: CardSystem, clock: Clock) -> None:
        self._system = system
        self._turns = Turns(system, clock)
        self._guard = threading.Lock()
        self._listeners: list[Listener] = []
        self._sights = Sights()
        self._state = ReaderState.STOPPED
        self._watcher: Watcher | None = None
        self._looked = threading.Event()

    @property
    def simulated(self) -> bool:
        """Tell whether the readers are simulated."""
        return self._system.simulated

    def start(self) -> None:
        """Begin to watch; nothing happens when that was done already."""
        with self._guard:
            if self._watcher is not None:
                return
            self._looked.clear()
            self._watcher = Watcher(self._system, self._take)
            self._watcher.start()

    def close(self) -> None:
        """Stop watching; the readers are then unknown. May be called twice, and start again."""
        with self._guard:
            watcher, self._watcher = self._watcher, None
        if watcher is None:
            return
        watcher.close()
        with self._guard:
            if self._watcher is None:
                self._state = ReaderState.STOPPED
                self._sights.take(())

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Have this told each event, from the thread of the service; return what undoes it.

        A listener that raises is logged and stops nobody.
        """
        with self._guard:
            self._listeners.append(listener)

        def unlisten() -> None:
            with self._guard, contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return unlisten

    def state(self) -> ReaderState:
        """Return how it stood with the readers when they were last seen."""
        with self._guard:
            return self._state

    def slots(self) -> tuple[Slot, ...]:
        """Return the readers and their cards as last seen, in the order of the system."""
        with self._guard:
            return self._sights.slots

    def look(self) -> tuple[Slot, ...]:
        """Return the readers as they are now; without the thread they are asked from here."""
        with self._guard:
            watched = self._watcher is not None
        if watched:
            self._looked.wait(_FIRST_LOOK_SECONDS)
        else:
            self._look_from_here()
        return self.slots()

    def use(
        self, reader: str, work: Callable[[Transmit], T], *, seconds: float = _USE_SECONDS
    ) -> T:
        """Run ``work`` on the card of a reader, which nobody else reaches meanwhile; return it.

        ``work`` runs in another thread; the card is reset at its end. The caller waits no longer
        than ``seconds``: a card that stays mute beyond is left to that thread, and its reader is
        busy until it lets go. Raises what ``work`` raises, and ReaderAbsent, CardAbsent,
        CardRemoved, CardMute, CardBusy, CardUnreadable, CardServiceAbsent: then nothing that was
        read before comes out.
        """
        return self._turns.use(reader, work, seconds)

    def _look_from_here(self) -> None:
        try:
            context = self._system.open()
        except ImportError:
            self._take(ReaderState.NOT_INSTALLED, ())
            return
        except CardServiceAbsent:
            self._take(ReaderState.NO_SERVICE, ())
            return
        try:
            seen = context.wait(None, 0)
        except CardServiceAbsent:
            self._take(ReaderState.NO_SERVICE, ())
        else:
            self._take(ReaderState.READY if seen else ReaderState.NO_READER, seen)
        finally:
            context.close()

    def _take(self, state: ReaderState, seen: tuple[SlotSight, ...]) -> None:
        """Keep what was seen and tell it; only one thread at a time does this."""
        families = {sight: self._family(sight) for sight in seen if self._sights.is_new(sight)}
        with self._guard:
            events = []
            if state is not self._state:
                self._state = state
                _log.info("card readers", extra={"state": state.value})
                events.append(CardEvent(CardEventKind.STATE, state))
            for kind, slot in self._sights.take(seen, families):
                events.append(CardEvent(kind, state, slot))
            listeners = tuple(self._listeners)
        for event in events:
            self._tell(event, listeners)
        self._looked.set()

    def _family(self, sight: SlotSight) -> CardFamily:
        family = family_of(sight.atr)
        if family is not CardFamily.UNKNOWN or sight.is_mute:
            return family
        try:
            return self.use(sight.reader, family_by_application, seconds=_PROBE_SECONDS)
        except (AlmaPyError, ImportError):
            return CardFamily.UNKNOWN

    def _tell(self, event: CardEvent, listeners: tuple[Listener, ...]) -> None:
        for listener in listeners:
            try:
                listener(event)
            except Exception:  # noqa: BLE001  (it must not stop the others)
                _log.exception("a listener of the cards failed")

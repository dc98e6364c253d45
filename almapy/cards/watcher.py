"""The thread that watches the readers of a post, for as long as the program runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from almapy.cards.faults import CardServiceAbsent
from almapy.cards.model import ReaderState
from almapy.cards.ports import CardContext, CardSystem, SlotSight

_log = logging.getLogger(__name__)

_LONGEST_WAIT: Final = 60.0
_RETRY: Final = 1.5  # seconds before a service that does not answer is asked again
_AFTER_FAULT: Final = 30.0  # seconds before what nobody expected is tried again
_NUDGE: Final = 0.05
_LONGEST_END: Final = 3.0

Report = Callable[[ReaderState, tuple[SlotSight, ...]], None]


class Watcher:
    """Reports the readers at the first look and each time they change; works once, then ends.

    It sleeps inside the service of the readers: nothing is asked in turns. A service that stops is
    waited for and found again. ``report`` is called from this thread and must not raise.
    """

    def __init__(self, system: CardSystem, report: Report) -> None:
        self._system = system
        self._report = report
        self._ending = threading.Event()
        self._guard = threading.Lock()
        self._context: CardContext | None = None
        self._thread = threading.Thread(target=self._run, name="cards", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def close(self) -> None:
        """End the thread: woken, waited for a moment, left alone when the system holds it."""
        self._ending.set()
        if self._thread is threading.current_thread():
            return
        for _ in range(int(_LONGEST_END / _NUDGE)):
            # A wake-up that comes just before the wait would be lost: it is repeated.
            with self._guard:
                if self._context is not None:
                    self._context.cancel()
            self._thread.join(_NUDGE)
            if not self._thread.is_alive():
                return
        _log.warning("the readers hold their thread")

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._watch(self._system.open())
            except ImportError:
                self._report(ReaderState.NOT_INSTALLED, ())
                return  # installing a library takes a new start of the program
            except CardServiceAbsent:
                self._report(ReaderState.NO_SERVICE, ())
                self._ending.wait(_RETRY)
            except Exception:  # noqa: BLE001  (the readers stay watched)
                _log.exception("watching the readers failed")
                self._report(ReaderState.NO_SERVICE, ())
                self._ending.wait(_AFTER_FAULT)

    def _watch(self, context: CardContext) -> None:
        with self._guard:
            self._context = context
        try:
            seen = context.wait(None, 0)
            while not self._ending.is_set():
                self._report(ReaderState.READY if seen else ReaderState.NO_READER, seen)
                seen = context.wait(seen, _LONGEST_WAIT)
        finally:
            with self._guard:
                self._context = None
            context.close()

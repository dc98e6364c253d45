"""Stopping outside work that somebody gave up waiting for."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Stop:
    """Asked to stop once, from any thread; whoever works registers how to be interrupted."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._guard = threading.Lock()
        self._interrupts: list[Callable[[], None]] = []

    @property
    def asked(self) -> bool:
        """Tell whether the work is to end."""
        return self._asked.is_set()

    def ask(self) -> None:
        """Have the work end: what was registered is called once, here."""
        with self._guard:
            self._asked.set()
            interrupts, self._interrupts = self._interrupts, []
        for interrupt in interrupts:
            interrupt()

    def on_asked(self, interrupt: Callable[[], None]) -> Callable[[], None]:
        """Have this called when the work is to end; return the function that takes it back.

        Called at once when that was asked already. ``interrupt`` must not raise.
        """
        with self._guard:
            if not self._asked.is_set():
                self._interrupts.append(interrupt)
                return lambda: self._forget(interrupt)
        interrupt()
        return lambda: None

    def wait(self, seconds: float) -> bool:
        """Wait so long, less when asked to stop; tell whether it was asked."""
        return self._asked.wait(seconds)

    def _forget(self, interrupt: Callable[[], None]) -> None:
        with self._guard:
            if interrupt in self._interrupts:
                self._interrupts.remove(interrupt)

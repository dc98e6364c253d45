"""Waiting for a connector that may never come back, without being held by it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from almapy.stop import Stop

T = TypeVar("T")


class NoAnswer(Exception):  # noqa: N818  (named after the fact)
    """The work did not end within the time that was given."""


class Patience(Generic[T]):
    """One piece of work in a thread of its own, which is left behind when it hangs."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._ended = threading.Event()
        self._value: list[T] = []
        self._failure: Exception | None = None

    def wait(self, stop: Stop, seconds: float) -> T | None:
        """Return what the work gives, None once ``stop`` was asked.

        Raises what the work raises, NoAnswer after ``seconds``: the work is asked to stop.
        """
        take_back = stop.on_asked(self._ended.set)
        threading.Thread(target=self._run, name="almapy-vitale", daemon=True).start()
        came = self._ended.wait(seconds)
        take_back()
        if stop.asked:
            return None
        if not came:
            stop.ask()
            raise NoAnswer
        if self._failure is not None:
            raise self._failure
        return self._value[0]

    def _run(self) -> None:
        try:
            self._value.append(self._work())
        except Exception as error:  # noqa: BLE001  (raised again where it is waited for)
            self._failure = error
        self._ended.set()

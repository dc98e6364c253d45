"""What may go wrong with a virtual card, chosen by a test or a person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


class TornOut(Exception):  # noqa: N818  (named after the fact)
    """The card left the reader before it had answered."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to commands; ``count`` of them, after ``after`` that work.

    One of: ``mute_seconds`` without answer, ``status`` alone instead of the answer, ``shorter``
    (the answer lacks so many bytes), ``torn_out`` in the middle of the command.
    """

    after: int = 0
    count: int = 1
    mute_seconds: float = 0.0
    status: int = 0
    shorter: int = 0
    torn_out: bool = False


class Faults:
    """The fault that a slot is told to have; may be used from several threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._fault: Fault | None = None
        self._passed = 0
        self._released = threading.Event()
        self.silent = threading.Event()

    def set(self, fault: Fault | None) -> None:
        """Have the next commands meet this fault; None: none any more, a mute card speaks again."""
        with self._guard:
            self._fault, self._passed = fault, 0
            former, self._released = self._released, threading.Event()
        former.set()

    def answer(self, process: Callable[[bytes], bytes], command: bytes) -> bytes:
        """Answer a command through the fault. Raises TornOut."""
        with self._guard:
            fault, released = self._due(), self._released
        if fault is None:
            return process(command)
        if fault.torn_out:
            raise TornOut
        if fault.mute_seconds:
            self.silent.set()
            released.wait(fault.mute_seconds)
            self.silent.clear()
            return process(command)
        if fault.status:
            return fault.status.to_bytes(2, "big")
        answer = process(command)
        return answer[: -2 - fault.shorter] + answer[-2:]

    def _due(self) -> Fault | None:
        if self._fault is None:
            return None
        self._passed += 1
        if self._passed > self._fault.after + self._fault.count:
            self._fault = None
            return None
        return self._fault if self._passed > self._fault.after else None

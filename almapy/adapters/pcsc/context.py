"""One conversation with the service of readers: what is in them, and cards lent."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from almapy.adapters.pcsc.codes import (
    CANCELLED,
    NO_READERS,
    NO_SUCH_READER,
    SERVICE_GONE,
    SUCCESS,
    TIMEOUT,
    connection_fault,
    unsigned,
)
from almapy.adapters.pcsc.connection import PcscConnection
from almapy.cards.faults import CardServiceAbsent
from almapy.cards.ports import SlotSight

_PLUG_AND_PLAY: Final = "\\\\?PnP?\\Notification"
_COUNT_SHIFT: Final = 16  # the high word of a state counts insertions and removals
_REST: Final = 0.1  # seconds after a wake-up for something that nobody looks at
_WITHOUT_PLUG_AND_PLAY: Final = 2.0
_REMOVAL_MS: Final = 600

State = tuple[str, int, list[int]]


class PcscContext:
    """A context of PC/SC; ``cancel`` alone may be called from another thread."""

    def __init__(self, api: Any, handle: int) -> None:
        self._api = api
        self._handle = handle
        self._cancelled = threading.Event()

    def wait(self, seen: Sequence[SlotSight] | None, seconds: float) -> tuple[SlotSight, ...]:
        """Return the readers once they differ from ``seen``, after ``seconds`` or ``cancel``.

        Sleeps in the service of the readers. Raises CardServiceAbsent when that service went away.
        """
        end = time.monotonic() + seconds
        woken = False
        while True:
            states = self._states()
            sights = tuple(self._sight(state) for state in states)
            left = end - time.monotonic()
            if seen is None or sights != tuple(seen) or left <= 0 or self._cancelled.is_set():
                return sights
            if woken:
                self._cancelled.wait(_REST)
            woken = self._sleep(states, left)

    def connect(self, reader: str) -> PcscConnection:
        """Hold the card of a reader; see ``CardContext.connect``."""
        api = self._api
        code, handle, _protocol = api.SCardConnect(
            self._handle,
            reader,
            api.SCARD_SHARE_SHARED,
            api.SCARD_PROTOCOL_T0 | api.SCARD_PROTOCOL_T1,
        )
        if unsigned(code) != SUCCESS:
            raise connection_fault(unsigned(code))
        connection = PcscConnection(api, handle, lambda: self._keeps_its_card(reader))
        connection.begin()
        return connection

    def cancel(self) -> None:
        """Wake ``wait``, from any thread; later waits return at once."""
        self._cancelled.set()
        self._api.SCardCancel(self._handle)

    def close(self) -> None:
        """End the conversation."""
        self._api.SCardReleaseContext(self._handle)

    def _states(self) -> list[State]:
        code, names = self._api.SCardListReaders(self._handle, [])
        code = unsigned(code)
        if code in SERVICE_GONE:
            raise CardServiceAbsent
        if code == NO_READERS or not names:
            return []
        code, states = self._api.SCardGetStatusChange(
            self._handle, 0, [(name, self._api.SCARD_STATE_UNAWARE) for name in names]
        )
        code = unsigned(code)
        if code in {SUCCESS, TIMEOUT}:
            return list(states)
        if code in NO_SUCH_READER:  # one left between the two questions
            return [state for name in names if (state := self._state_of(name)) is not None]
        raise CardServiceAbsent

    def _state_of(self, reader: str) -> State | None:
        unaware = [(reader, self._api.SCARD_STATE_UNAWARE)]
        code, states = self._api.SCardGetStatusChange(self._handle, 0, unaware)
        return states[0] if unsigned(code) in {SUCCESS, TIMEOUT} else None

    def _keeps_its_card(self, reader: str) -> bool:
        """Tell whether the card stays where it is; readers take a moment to see that one left."""
        before = self._state_of(reader)
        if before is None or not before[1] & self._api.SCARD_STATE_PRESENT:
            return False
        known = before[1] & ~self._api.SCARD_STATE_CHANGED
        self._api.SCardGetStatusChange(self._handle, _REMOVAL_MS, [(reader, known)])
        after = self._state_of(reader)
        return after is not None and self._sight(after) == self._sight(before)

    def _sight(self, state: State) -> SlotSight:
        reader, event, atr = state
        present = bool(event & self._api.SCARD_STATE_PRESENT)
        return SlotSight(
            reader,
            bytes(atr) if present else b"",
            event >> _COUNT_SHIFT,
            is_mute=present and bool(event & self._api.SCARD_STATE_MUTE),
        )

    def _sleep(self, states: list[State], seconds: float) -> bool:
        """Sleep until one of these states is over, or a reader comes or goes; tell whether so."""
        known = [(name, event & ~self._api.SCARD_STATE_CHANGED) for name, event, _atr in states]
        readers = (_PLUG_AND_PLAY, len(states) << _COUNT_SHIFT)
        code = self._slept([*known, readers], seconds)
        if code in NO_SUCH_READER:  # macOS has no such notification, or a reader just left
            turn = min(_WITHOUT_PLUG_AND_PLAY, seconds)
            code = self._slept(known, turn) if known else TIMEOUT
            if not known:
                self._cancelled.wait(turn)
        if code not in {SUCCESS, TIMEOUT, CANCELLED}:
            self._cancelled.wait(_REST)
        return code == SUCCESS

    def _slept(self, known: list[tuple[str, int]], seconds: float) -> int:
        code, _states = self._api.SCardGetStatusChange(self._handle, int(seconds * 1000), known)
        if unsigned(code) in SERVICE_GONE:
            raise CardServiceAbsent
        return unsigned(code)

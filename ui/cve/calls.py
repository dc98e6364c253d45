"""The calls to the service of booklets that one view has under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from almapy.stop import Stop
from ui.desk import Desk
from ui.tasks import Lane

T = TypeVar("T")


@dataclass(eq=False, slots=True)
class _Call:
    """One call; one that ``writes`` goes on when the view that began it is closed."""

    writes: bool
    stop: Stop = field(default_factory=Stop)


class CarnetCalls:
    """Runs them aside and drops an answer that nobody waits for any more.

    What was stored before the service was called is sent whatever becomes of the view.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner
        self._all: list[_Call] = []
        self._awaited: list[_Call] = []
        # Signing out must not wait for the service: a plain function outlives the view.
        owner.destroyed.connect(partial(_stop_all, self._all))

    @property
    def is_waiting(self) -> bool:
        """Tell whether an answer is awaited."""
        return bool(self._awaited)

    def begin(
        self,
        work: Callable[[Stop], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        writes: bool = False,
    ) -> None:
        """Call aside; one of the two functions is called, unless ``give_up`` came before."""
        call = _Call(writes)
        self._all.append(call)
        self._awaited.append(call)

        def answered(value: T) -> None:
            if self._ends(call):
                done(value)

        def refused(error: Exception) -> None:
            if self._ends(call):
                failed(error)

        self._desk.run(self._owner, lambda: work(call.stop), answered, refused, lane=Lane.IO)

    def give_up(self) -> None:
        """Wait for nothing any more: what only reads is stopped, what writes goes on."""
        given_up, self._awaited[:] = list(self._awaited), []
        for call in given_up:
            if not call.writes:
                call.stop.ask()

    def interrupt(self) -> None:
        """Stop every call under way; each tells how it ended."""
        _stop_all(self._all)

    def _ends(self, call: _Call) -> bool:
        self._all.remove(call)
        if call not in self._awaited:
            return False
        self._awaited.remove(call)
        return True


def _stop_all(calls: list[_Call], _destroyed: object = None) -> None:
    for call in list(calls):
        call.stop.ask()

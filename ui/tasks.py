"""Work outside the thread of the windows, and its results back in it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6 import QtCore
from PySide6.QtCore import QObject, Signal, Slot

from ui.garbage import GarbageKeeper

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

T = TypeVar("T")


class Lane(Enum):
    """Where work queues: ``DATA`` one at a time in order, ``IO`` several side by side."""

    DATA = 1
    IO = 3


class _Job:
    """One piece of work and what it leads to; empty once its outcome was handed over."""

    def __init__(
        self,
        owner: QObject,
        work: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_failed: Callable[[Exception], None],
    ) -> None:
        self.held: tuple[Any, ...] = (owner, work, on_done, on_failed)

    def run(self) -> tuple[bool, Any]:
        """Work; return whether it succeeded, and the value or the failure."""
        try:
            return True, self.held[1]()
        except Exception as error:  # noqa: BLE001  (whatever fails is told to the owner)
            return False, error


class TaskRunner(QObject):
    """One for a whole program. Workers touch only this Qt object, which outlives them.

    A signal object per task crashes now and then (PySide6 6.11 and 6.12); one long-lived object
    does not.
    """

    busy_changed = Signal(object)
    _finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._outcomes: deque[tuple[Any, ...]] = deque()
        self._guard = threading.Lock()
        self._garbage = GarbageKeeper(self)
        self._under_way = 0
        self._is_closed = False

    def submit(
        self,
        owner: QObject,
        work: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        *,
        lane: Lane = Lane.DATA,
    ) -> None:
        """Run ``work`` in a worker, then one of the two callbacks in this thread.

        Nothing is called when ``owner`` was destroyed meanwhile. Nothing begins after ``close``:
        what was to be prepared is wanted no more.
        """
        if self._is_closed:
            return
        job = _Job(owner, work, on_done, on_failed)
        self._under_way += 1
        self.busy_changed.emit(self._under_way)
        self._pool(lane).submit(self._run, job)

    @property
    def under_way(self) -> int:
        """Return how many pieces of work have not delivered yet."""
        return self._under_way

    def settle(self) -> None:
        """Take what stands now as staying to the end; called once the window is built."""
        self._garbage.settle()

    def close(self) -> None:
        """Wait for the work at hand, drop what had not begun."""
        self._is_closed = True
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._garbage.stop()

    def _pool(self, lane: Lane) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415  (not before a window)

        if not self._pools:
            # Not in the constructor: loading `Qt` takes 15 ms, and nothing runs before a window.
            queued = QtCore.Qt.ConnectionType.QueuedConnection
            self._finished.connect(self._deliver, queued)
        if lane not in self._pools:
            name = f"almapy-{lane.name.lower()}"
            self._pools[lane] = ThreadPoolExecutor(lane.value, thread_name_prefix=name)
        return self._pools[lane]

    def _run(self, job: _Job) -> None:
        """Run in the worker; whatever touches Qt objects is let go in the thread of the windows.

        A worker that dropped the last reference to a widget would destroy it in the wrong thread:
        under the lock, everything the job holds moves to the queue before anybody can take it out.
        """
        done = job.run()
        with self._guard:
            self._outcomes.append((*job.held, *done))
            job.held = ()
            del done
        self._finished.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._guard:
            owner, _work, on_done, on_failed, is_good, value = self._outcomes.popleft()
        self._under_way -= 1
        self.busy_changed.emit(self._under_way)
        if shiboken6.isValid(owner):
            (on_done if is_good else on_failed)(value)

"""The processes that read: lent to one document at a time, replaced when they break or age."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from almapy.adapters import helper_process
from almapy.adapters.helper_process import HelperGone, HelperProcess, environment_of
from almapy.adapters.reading.wire import HELPER_VERB, LONGEST_LINE
from almapy.ocr.faults import ReaderFailed, ReadingStopped
from almapy.stop import Stop

_log = logging.getLogger(__name__)
_LISTENING = 0.2
_ONE_THREAD = ("OMP_THREAD_LIMIT", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass(slots=True, eq=False)
class Run:
    """One process. ``is_free`` tells that it said all of a document and may get the next one."""

    process: HelperProcess
    is_free: bool = False
    is_ready: bool = False
    was_interrupted: bool = False
    documents: int = field(default=0)

    def interrupt(self) -> None:
        """End it from another thread; whoever hears it gets HelperGone."""
        self.was_interrupted = True
        self.process.interrupt()


class ReadingPool:
    """At most ``workers`` processes, each started when one is first missing."""

    def __init__(
        self, workers: int, *, start_seconds: float, documents: int, command: Sequence[str] = ()
    ) -> None:
        self._start_seconds = start_seconds
        self._most_documents = documents
        self._command = list(command)
        self._places = threading.Semaphore(workers)
        self._guard = threading.Lock()
        self._idle: list[Run] = []
        self._busy: set[Run] = set()

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the numbers of the processes that run."""
        with self._guard:
            return tuple(run.process.pid for run in (*self._idle, *self._busy))

    @contextlib.contextmanager
    def lent(self, stop: Stop) -> Iterator[Run]:
        """Lend a process once one is free.

        Raises ReadingStopped when somebody gave up or the pool was closed, HelperGone when the
        process ended by itself, ReaderFailed when none could be started.
        """
        while not self._places.acquire(timeout=_LISTENING):
            if stop.asked:
                raise ReadingStopped
        try:
            run = self._taken()
            forget = stop.on_asked(run.interrupt)
            try:
                yield self._made_ready(run)
            except HelperGone:
                if run.was_interrupted:
                    raise ReadingStopped from None
                raise
            finally:
                forget()
                self._give_back(run)
        finally:
            self._places.release()

    def close(self) -> None:
        """End the processes, also those that read; the pool may be used again afterwards."""
        with self._guard:
            idle, self._idle = self._idle, []
            for run in self._busy:
                run.interrupt()
        for run in idle:
            run.process.end()

    def _taken(self) -> Run:
        with self._guard:
            while self._idle:
                run = self._idle.pop()
                if run.process.alive:
                    break
                run.process.kill()
            else:
                run = Run(self._started())
            run.is_free = False
            self._busy.add(run)
            return run

    def _made_ready(self, run: Run) -> Run:
        if not run.is_ready:
            run.process.hear(self._start_seconds)
            run.is_ready = True
        return run

    def _give_back(self, run: Run) -> None:
        run.documents += 1
        with self._guard:
            self._busy.discard(run)
            is_kept = (
                run.is_free
                and not run.was_interrupted
                and run.process.alive
                and run.documents < self._most_documents
            )
            if is_kept:
                self._idle.append(run)
        if not is_kept:
            run.process.kill()

    def _started(self) -> HelperProcess:
        command = self._command or helper_process.command_of(
            "almapy.adapters.reading.helper", HELPER_VERB
        )
        environment = environment_of(os.environ) | dict.fromkeys(_ONE_THREAD, "1")
        try:
            return HelperProcess(
                command, environment, longest_line=LONGEST_LINE, is_background=True
            )
        except OSError as error:
            _log.warning("no process to read documents could be started")
            raise ReaderFailed from error

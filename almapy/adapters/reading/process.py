"""Documents read in processes of their own: one that crashes or hangs takes nothing with it."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from almapy.adapters.helper_process import HelperGone
from almapy.adapters.reading.engine_choice import engine_state
from almapy.adapters.reading.pool import ReadingPool, Run
from almapy.adapters.reading.wire import Fault, message_of, page_of, remarks_of
from almapy.documents.kinds import accepted_kind
from almapy.errors import DomainError
from almapy.ocr.faults import (
    PasswordWanted,
    ReaderFailed,
    ReadingStopped,
    ReadingTooLong,
    UnreadableFile,
)
from almapy.ocr.model import DocumentText, EngineState, PageText, TextSource
from almapy.ocr.ports import ReadingWanted
from almapy.stop import Stop

_log = logging.getLogger(__name__)
_MOST_WORKERS = 3
MOST_WORDS = 1_000_000
"""Words kept of one document, some hundreds of megabytes: five hundred dense pages have less."""
_TOO_DENSE = (
    "Ce document contient trop de texte pour être lu en entier. Cette page est gardée telle "
    "qu'elle a été reçue. Regardez-la, et classez le document à la main."
)
_NONSENSE = (KeyError, TypeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document, in seconds, and how many documents a process reads in its life.

    ``page`` also bounds the opening; it is long because the processes give way to everything else
    on a busy post. A page that lets its time pass, or ends the process, is left
    out and the others are read: ``lost_pages`` times, then the document is given up.
    """

    start: float = 30.0
    page: float = 90.0
    document: float = 1200.0
    lost_pages: int = 2
    documents: int = 100


class ProcessReader:
    """Implements ``ocr.ports.DocumentReader``: nothing starts before the first document.

    ``workers`` is how many documents are read at once: by default half of the cores, three at
    most. ``command`` replaces what starts a process.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        limits: Limits = Limits(),
        command: Sequence[str] = (),
    ) -> None:
        self.workers = workers or max(1, min(_MOST_WORKERS, (os.cpu_count() or 1) // 2))
        self._limits = limits
        self._pool = ReadingPool(
            self.workers, start_seconds=limits.start, documents=limits.documents, command=command
        )

    @property
    def engine(self) -> EngineState:
        """Tell whether pictures can be read here; documents with a text layer always are."""
        return engine_state()

    @property
    def pids(self) -> tuple[int, ...]:
        """Return the numbers of the processes that run."""
        return self._pool.pids

    def read(
        self,
        wanted: ReadingWanted,
        stop: Stop | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> DocumentText:
        """Return what is written there; see ``ocr.ports.DocumentReader``."""
        try:
            kind = accepted_kind(wanted.data)
        except DomainError as refused:
            raise UnreadableFile(refused.message, code=refused.code) from None
        request = {
            "size": len(wanted.data),
            "kind": kind.value,
            "password": wanted.password,
            "all_pages": wanted.all_pages,
        }
        reading = _Reading(request, wanted.data, self._limits, progress)
        stop = stop or Stop()
        while not reading.is_over:
            if stop.asked:
                raise ReadingStopped
            try:
                with self._pool.lent(stop) as run:
                    reading.go_on(run)
            except HelperGone as gone:
                reading.lose(gone)
        return reading.result()

    def close(self) -> None:
        """End the processes; the reader may be used again afterwards."""
        self._pool.close()


class _Reading:
    """One document: what was heard of it, from one process or from several."""

    def __init__(
        self,
        request: dict[str, Any],
        data: bytes,
        limits: Limits,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._request, self._data, self._limits = request, data, limits
        self._progress = progress
        self._begun: float | None = None
        self._wanted: list[int] | None = None
        self._count = self._words = 0
        self._remarks: tuple[str, ...] = ()
        self._read: dict[int, PageText] = {}
        self._lost: dict[int, DomainError] = {}

    @property
    def is_over(self) -> bool:
        """Tell whether every page was read or lost."""
        return self._wanted is not None and not self._left()

    def go_on(self, run: Run) -> None:
        """Have a process read the pages that are left; raises what it tells, and HelperGone."""
        self._begun = self._begun or time.monotonic()
        without = [*self._read, *self._lost]
        line = json.dumps(self._request | {"without": without}).encode() + b"\n"
        run.process.say(line, self._data, seconds=self._limits.page)
        while True:
            said = run.process.hear(self._seconds())
            try:
                run.is_free = "fault" in said or "end" in said
                if run.is_free:
                    break
                self._hear(said)
            except _NONSENSE:
                raise HelperGone from None
            if self._progress is not None:
                self._progress(len(self._read) + len(self._lost), len(self._wanted or ()))
        if "fault" in said:
            raise _fault_of(said)
        if self._wanted is None or self._left():
            run.is_free = False
            raise HelperGone

    def lose(self, gone: HelperGone) -> None:
        """Leave out the page that ended the process; raises what the whole document meets then."""
        fault: DomainError = ReadingTooLong() if gone.late else ReaderFailed()
        left = self._left()
        _log.warning(
            "a process that reads documents ended",
            extra={"late": gone.late, "status": gone.status, "opened": bool(left)},
        )
        if not left or not self._seconds():
            raise fault
        self._lost[left[0]] = fault
        if (not self._left() and not self._read) or len(self._lost) > self._limits.lost_pages:
            raise fault

    def result(self) -> DocumentText:
        """Return what was read; a lost page says so."""
        for number, fault in self._lost.items():
            self._read[number] = PageText(number, (), TextSource.NONE, 0.0, problem=fault.message)
        spent = time.monotonic() - (self._begun or time.monotonic())
        return DocumentText(
            tuple(self._read[number] for number in self._wanted or ()),
            self._count,
            round(1000 * spent),
            self._remarks,
        )

    def _hear(self, said: dict[str, Any]) -> None:
        if "page" in said:
            page = page_of(said["page"])
            if page.number not in self._left():
                raise ValueError
            self._words += sum(len(part.words) for line in page.lines for part in line.segments)
            if self._words > MOST_WORDS:
                page = PageText(page.number, (), TextSource.NONE, 0.0, problem=_TOO_DENSE)
            self._read[page.number] = page
        elif self._wanted is None:
            self._wanted = _numbers(said["to_read"])
            self._count, self._remarks = int(said["count"]), remarks_of(said["remarks"])

    def _left(self) -> list[int]:
        return [
            number
            for number in self._wanted or ()
            if number not in self._read and number not in self._lost
        ]

    def _seconds(self) -> float:
        """Return how long the next line may take."""
        spent = time.monotonic() - (self._begun or time.monotonic())
        return max(0.0, min(self._limits.page, self._limits.document - spent))


def _numbers(told: Iterable[object]) -> list[int]:
    numbers = [one for one in told if isinstance(one, int)]
    if not numbers or numbers != sorted(set(numbers)):
        raise ValueError
    return numbers


def _fault_of(said: dict[str, Any]) -> DomainError:
    match said["fault"]:
        case Fault.UNREADABLE:
            return UnreadableFile(message_of(said.get("message", "")))
        case Fault.PASSWORD:
            return PasswordWanted()
        case Fault.WRONG_PASSWORD:
            return PasswordWanted(wrong=True)
        case Fault.TOO_MUCH:
            return ReadingTooLong()
        case _:
            return ReaderFailed()

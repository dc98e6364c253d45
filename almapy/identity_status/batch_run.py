"""One batch as its threads share it: what is left to verify, what was found, whether to go on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from almapy.identity_status.batch_model import (
    BatchProgress,
    BatchReport,
    BatchState,
    Finding,
    Verdict,
)
from almapy.stop import Stop

AWAY_IN_A_ROW = 3
_COUNTED = (Verdict.RIGHT, Verdict.DISCORDANT, Verdict.FAILED, Verdict.LEFT_OUT)


class BatchRun:
    """Safe between threads; who waits here is woken by what happens, nobody polls.

    The first call is made alone: it loads what all the others use, and tells whether anybody
    answers before several are asked.

    A call without an answer is suspect until the next answer tells that the service is there: it
    then counts as failed. ``AWAY_IN_A_ROW`` of them pause the batch, and are asked again when it
    goes on.
    """

    def __init__(self, number: int, patient_ids: Iterable[int]) -> None:
        self.stop = Stop()
        self._number = number
        self._waiting = deque(dict.fromkeys(patient_ids))
        self._total = len(self._waiting)
        self._under_way = 0
        self._called = False
        self._suspects: list[Finding] = []
        self._found: dict[Verdict, list[Finding]] = {verdict: [] for verdict in _COUNTED}
        self._state = BatchState.RUNNING
        self._reason = ""
        self._version = 1
        self._changed = threading.Condition()
        self._end_when_empty()

    @property
    def progress(self) -> BatchProgress:
        """Return where the batch stands."""
        with self._changed:
            return self._progress()

    @property
    def report(self) -> BatchReport:
        """Return the records to look at, so far."""
        with self._changed:
            return BatchReport(
                tuple(self._found[Verdict.DISCORDANT]),
                tuple(self._found[Verdict.FAILED]),
                tuple(self._found[Verdict.LEFT_OUT]),
            )

    def take(self) -> int | None:
        """Wait for the next record to verify; None when the batch is over."""
        with self._changed:
            self._changed.wait_for(self._may_take_or_leave)
            if self._state.is_over:
                return None
            self._under_way += 1
            return self._waiting.popleft()

    def put(self, patient_id: int, verdict: Verdict, why: str = "") -> None:
        """Note what became of a record that was taken; after a stop nothing is noted."""
        finding = Finding(patient_id, why)
        with self._changed:
            self._under_way -= 1
            if self._state.is_over:
                return
            self._called |= verdict is not Verdict.LEFT_OUT  # no call was made for that one
            if verdict is Verdict.BLOCKED:
                self._suspects.append(finding)
                self._pause(why)
            elif verdict is Verdict.AWAY:
                self._suspects.append(finding)
                if self._state is BatchState.PAUSED or len(self._suspects) >= AWAY_IN_A_ROW:
                    self._pause(why)
            else:
                if verdict is not Verdict.LEFT_OUT:
                    self._count_suspects()
                self._found[verdict].append(finding)
            self._end_when_empty()
            self._tell()

    def pause(self) -> None:
        """Begin no further call; those under way end."""
        with self._changed:
            if self._state is BatchState.RUNNING:
                self._state = BatchState.PAUSED
                self._tell()

    def resume(self) -> None:
        """Go on after a pause, whoever asked for it."""
        with self._changed:
            if self._state is BatchState.PAUSED:
                self._state, self._reason = BatchState.RUNNING, ""
                self._tell()

    def end(self) -> None:
        """Stop for good, calls under way included."""
        with self._changed:
            if not self._state.is_over:
                self._state = BatchState.STOPPED
                self._tell()
        self.stop.ask()

    def news(self, known: int) -> tuple[int, BatchProgress]:
        """Wait for something newer than version ``known``; return its version and the progress."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > known)
            return self._version, self._progress()

    def rest(self, seconds: float) -> None:
        """Wait so long, or until the batch is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.is_over, timeout=seconds)

    def _may_take_or_leave(self) -> bool:
        if self._state.is_over:
            return True
        is_free = self._called or not self._under_way
        return self._state is BatchState.RUNNING and is_free and bool(self._waiting)

    def _pause(self, why: str) -> None:
        """Put the suspects back, to be asked first when somebody has the batch go on."""
        self._waiting.extendleft(one.patient_id for one in reversed(self._suspects))
        self._suspects.clear()
        if self._state is BatchState.RUNNING:
            self._state, self._reason = BatchState.PAUSED, why

    def _count_suspects(self) -> None:
        self._found[Verdict.FAILED] += self._suspects
        self._suspects.clear()

    def _end_when_empty(self) -> None:
        if not self._waiting and not self._under_way and not self._state.is_over:
            self._count_suspects()
            self._state, self._reason = BatchState.DONE, ""

    def _progress(self) -> BatchProgress:
        counts = {verdict: len(found) for verdict, found in self._found.items()}
        return BatchProgress(
            number=self._number,
            state=self._state,
            total=self._total,
            right=counts[Verdict.RIGHT],
            discordant=counts[Verdict.DISCORDANT],
            failed=counts[Verdict.FAILED],
            left_out=counts[Verdict.LEFT_OUT],
            reason=self._reason,
        )

    def _tell(self) -> None:
        self._version += 1
        self._changed.notify_all()

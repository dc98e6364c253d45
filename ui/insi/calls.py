"""The calls of one session: one at a time for a record, several records side by side."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from almapy.insi.results import SearchResult
from almapy.patients.model import Patient
from almapy.stop import Stop
from ui.desk import Desk
from ui.insi.question import Question
from ui.tasks import Lane


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """A call whose answer is waited for; ``dossier`` is the file number of its record."""

    patient_id: int
    dossier: int
    question: Question = field(repr=False)
    told_elsewhere: bool = False
    stop: Stop = field(default_factory=Stop, repr=False)
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> int:
        """Return since how many whole seconds it is waited for."""
        return int(time.monotonic() - self.began)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came back and was not dealt with yet: a result, or why there is none.

    ``told_elsewhere``: who asked tells that it came, where the page is not in front.
    """

    patient_id: int
    dossier: int
    question: Question = field(repr=False)
    result: SearchResult | None = field(default=None, repr=False)
    error: Exception | None = field(default=None, repr=False)
    told_elsewhere: bool = False


class Calls(QObject):
    """An answer waits under the number of its record until somebody deals with it there."""

    answered = Signal(object)  # Answer

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._running: dict[int, Running] = {}
        self._answers: dict[int, Answer] = {}
        # Signing out must not wait for the teleservice: a plain function outlives this object.
        self.destroyed.connect(_stopper(self._running))

    def put(self, patient: Patient, question: Question, *, told_elsewhere: bool = False) -> None:
        """Ask in the background; an answer that waited for this record gives way."""
        if patient.id in self._running:
            return
        self._answers.pop(patient.id, None)
        running = Running(patient.id, patient.dossier, question, told_elsewhere)
        self._running[patient.id] = running
        service, actor = self._desk.application.insi, self._desk.actor

        def work() -> SearchResult:
            return question.put(service, actor, running.stop, patient.id)

        def done(result: SearchResult) -> None:
            self._end(running, result, None)

        def failed(error: Exception) -> None:
            self._end(running, None, error)

        self._desk.run(self, work, done, failed, lane=Lane.IO)

    def running(self, patient_id: int) -> Running | None:
        """Return the call under way for a record."""
        return self._running.get(patient_id)

    def answer(self, patient_id: int) -> Answer | None:
        """Return the answer that waits for a record."""
        return self._answers.get(patient_id)

    def interrupt(self, patient_id: int) -> None:
        """Give up waiting; what still comes back is shown to nobody, its trace stays."""
        running = self._running.pop(patient_id, None)
        if running is not None:
            running.stop.ask()

    def settle(self, answer: Answer) -> None:
        """Let go of an answer that was dealt with."""
        if self._answers.get(answer.patient_id) is answer:
            del self._answers[answer.patient_id]

    def _end(self, running: Running, result: SearchResult | None, error: Exception | None) -> None:
        if self._running.get(running.patient_id) is not running:
            return
        answer = Answer(
            running.patient_id,
            running.dossier,
            running.question,
            result,
            error,
            running.told_elsewhere,
        )
        del self._running[running.patient_id]
        self._answers[running.patient_id] = answer
        self.answered.emit(answer)


def calls_of(desk: Desk) -> Calls:
    """Return the calls of this desk."""
    return desk.findChild(Calls) or Calls(desk, desk)


def _stopper(running: dict[int, Running]) -> Callable[[], None]:
    def stop_all() -> None:
        for one in list(running.values()):
            one.stop.ask()

    return stop_all

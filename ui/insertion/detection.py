"""« Détecter via OCR »: reading a file in the background, with its progress and its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from almapy.incoming.model import Detected, PersonFound
from almapy.matching.model import Decision
from almapy.ocr.faults import ReadingStopped
from almapy.ocr.model import TextSource
from almapy.stop import Stop
from ui.desk import Desk
from ui.tasks import Lane

_LOOK_MS = 150


@dataclass(frozen=True, slots=True)
class Seen:
    """What was detected; ``people`` are all candidates, whatever the boxes say.

    ``unread`` says in French why the document gave no text, empty when it did.
    """

    detected: Detected = field(repr=False)
    people: tuple[PersonFound, ...] = field(default=(), repr=False)
    unread: str = ""

    @property
    def sure(self) -> PersonFound | None:
        """Return the one person it is sure of."""
        sure = self.detected.match.patient_id
        return next((one for one in self.people if one.patient_id == sure), None)

    def speaks_against(self, patient_id: int) -> bool:
        """Tell whether the document seems to be somebody else's than this patient's."""
        match = self.detected.match
        if match.decision is Decision.SURE:
            return match.patient_id != patient_id
        known = {one.patient_id for one in match.candidates}
        return match.decision is Decision.PROPOSE and patient_id not in known


class Detection(QObject):
    """One reading at a time; the answer about a former file is thrown away."""

    progressed = Signal(object)  # str, for the line beside the button
    finished = Signal(object)  # Seen
    failed = Signal(object)  # Exception
    stopped = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stop: Stop | None = None
        self._pages = (0, 0)
        self._turn = 0
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._tell)

    @property
    def is_running(self) -> bool:
        """Tell whether a file is being read."""
        return self._stop is not None

    def start(self, data: bytes) -> None:
        """Read these bytes and match them."""
        self.forget()
        self._turn += 1
        turn, stop = self._turn, Stop()
        self._stop, self._pages = stop, (0, 0)
        self._look.start()
        self._tell()

        def done(seen: Seen) -> None:
            if self._ends(turn):
                self.finished.emit(seen)

        def failed(error: Exception) -> None:
            if not self._ends(turn):
                return
            if isinstance(error, ReadingStopped):
                self.stopped.emit()
            else:
                self.failed.emit(error)

        self._desk.run(self, self._work(data, stop), done, failed, lane=Lane.IO)

    @Slot()
    def interrupt(self) -> None:
        """Have the reading end; nothing was kept."""
        if self._stop is not None:
            self._stop.ask()

    def forget(self) -> None:
        """Have the reading end and hear nothing more of it."""
        self.interrupt()
        self._turn += 1
        self._stop = None
        self._look.stop()

    def _work(self, data: bytes, stop: Stop) -> Callable[[], Seen]:
        application, actor = self._desk.application, self._desk.actor

        def progress(read: int, pages: int) -> None:
            self._pages = (read, pages)  # looked at by the timer, in the thread of the windows

        def work() -> Seen:
            detected = application.incoming.detect(actor, data, stop=stop, progress=progress)
            people = application.matching.found(
                actor, detected.match, deceased=True, archived=True, passing=True
            )
            unread = ""
            if detected.text.source is TextSource.NONE:
                problems = (page.problem for page in detected.text.pages)
                unread = next(filter(None, problems), "")
                unread = unread or application.incoming_reading.progress().engine
            return Seen(detected, tuple(people), unread)

        return work

    def _ends(self, turn: int) -> bool:
        if turn != self._turn:
            return False
        self._stop = None
        self._look.stop()
        return True

    @Slot()
    def _tell(self) -> None:
        read, pages = self._pages
        page = f"page {min(read + 1, pages)} / {pages}" if pages > 1 else "le document est lu"
        self.progressed.emit(f"Lecture en cours\u00a0: {page}…")

"""Reading ahead of time: the watched folder is looked at, and what waits is read, oldest first.

It runs in threads of its own from sign-in to sign-out, also while the post is locked: nothing is
shown there, and what is read stays in the encrypted base.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from almapy.events import Changed, EventBus, Topic
from almapy.incoming import lines
from almapy.incoming.claims import Claims, abandon_all
from almapy.incoming.lookout import Lookout
from almapy.incoming.model import Progress
from almapy.incoming.reader_turn import ReaderTurn
from almapy.incoming.rematching import Rematching
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.work import Works

LOOK_EVERY = 3.0
REST = 5.0
AFTER_FAULT = 30.0
_LAST_WAIT = 1.0
_log = logging.getLogger(__name__)
Listener = Callable[[Progress], None]


@dataclass(slots=True)
class _Run:
    """One session of reading: its person, its threads and how it is stopped."""

    actor: Actor
    wake: threading.Event
    unlisten: Callable[[], None]
    stop: Stop = field(default_factory=Stop)
    cleared: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)


class ReadingService:
    """Reads for one person at a time; several posts share the work.

    ``at_once`` documents are read side by side here.
    """

    def __init__(
        self,
        works: Works,
        events: EventBus,
        lookout: Lookout,
        turn: ReaderTurn,
        rematching: Rematching,
        *,
        post: str,
        at_once: int = 1,
    ) -> None:
        self._works = works
        self._events = events
        self._lookout = lookout
        self._turn = turn
        self._rematching = rematching
        self._post = post
        self._at_once = at_once
        self._guard = threading.Lock()
        self._progress = Progress()
        self._listeners: list[Listener] = []
        self._run: _Run | None = None

    def start(self, actor: Actor) -> None:
        """Begin for this person; nothing begins for who does not file documents."""
        if not actor.may(Right.FILE_DOCUMENTS):
            return
        self.stop()
        wake = threading.Event()

        def heard(fact: Changed) -> None:
            if fact.topic in {Topic.INCOMING, Topic.PATIENT}:
                wake.set()

        run = _Run(actor, wake, self._events.subscribe(heard))
        works = [("almapy-watch", self._watch)]
        works += [(f"almapy-read-{number}", self._read) for number in range(self._at_once)]
        run.threads += [
            threading.Thread(target=work, args=(run,), name=name, daemon=True)
            for name, work in works
        ]
        with self._guard:
            self._run = run
        for thread in run.threads:
            thread.start()

    def stop(self) -> None:
        """End within a second: what was being read waits again, for any post."""
        with self._guard:
            run, self._run = self._run, None
        if run is None:
            return
        run.unlisten()
        run.stop.ask()
        run.wake.set()
        run.cleared.set()
        for thread in run.threads:
            if thread is not threading.current_thread():
                thread.join(_LAST_WAIT)
        self._tell(reading="", page=0, pages=0)  # the next person sees no name of this one's

    def progress(self) -> Progress:
        """Return what the reading is doing."""
        return self._progress

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear each progress, in a thread of the reading; return the function that ends it."""
        with self._guard:
            self._listeners.append(listener)

        def unlisten() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unlisten

    def _watch(self, run: _Run) -> None:
        self._guarded(run, lambda: abandon_all(self._works, run.actor))
        run.cleared.set()
        while not run.stop.asked:
            self._guarded(run, lambda: self._look(run))
            run.stop.wait(LOOK_EVERY)

    def _look(self, run: _Run) -> None:
        self._tell(watched=self._lookout.look(run.actor, run.stop))

    def _read(self, run: _Run) -> None:
        claims = Claims(self._works, f"{self._post[:20]}:{uuid.uuid4()}")
        run.cleared.wait()
        while not run.stop.asked:
            run.wake.clear()
            more = self._guarded(run, lambda: self._turn.take(run.actor, claims, run.stop, self))
            if not more and not run.stop.asked:
                self._guarded(run, lambda: self._rematching.again(run.actor, run.stop))
                self._guarded(run, self._count)
                run.wake.wait(REST)

    def _guarded(self, run: _Run, step: Callable[[], object]) -> object:
        try:
            return step()
        except Exception:  # noqa: BLE001  (the base may be away for a while: the next turn tries again)
            if not run.stop.asked:
                _log.exception("a turn of reading failed")
                run.stop.wait(AFTER_FAULT)
            return None

    def began(self, name: str) -> None:
        """Hear that a document begins to be read."""
        self._tell(reading=name, page=0, pages=0)

    def reads(self, page: int, pages: int) -> None:
        """Hear how far the reading of a document is."""
        self._tell(page=page, pages=pages)

    def ended(self) -> None:
        """Hear that the reading of a document ended."""
        self._count()

    def _count(self) -> None:
        with self._works.database.reading() as session:
            waiting, ready = lines.counted(session)
        self._tell(
            waiting=waiting,
            ready=ready,
            reading="",
            page=0,
            pages=0,
            engine=self._turn.engine_problem(),
        )

    def _tell(self, **changes: object) -> None:
        with self._guard:
            before, self._progress = self._progress, replace(self._progress, **changes)  # type: ignore[arg-type]
            told, listeners = self._progress, tuple(self._listeners)
        if told == before:
            return
        for listener in listeners:
            try:
                listener(told)
            except Exception:  # noqa: BLE001  (a listener is foreign code)
                _log.exception("a listener of the reading failed")

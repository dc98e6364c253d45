"""The unit of work: a change, its traces and its announcement succeed or fail together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from almapy.audit.chain import append
from almapy.audit.model import NO_SUBJECT, Action, Head, Trace, patient_subject
from almapy.clock import Clock
from almapy.db.database import Database
from almapy.events import Changed, EventBus
from almapy.users.model import Actor


class UnitOfWork:
    """One transaction of one person: rows through ``session``, traces, announcements."""

    def __init__(self, session: Session, actor: Actor, clock: Clock) -> None:
        self.session = session
        self.actor = actor
        self.at = clock.now()
        self.traces: list[Trace] = []
        self.facts: list[Changed] = []

    def trace(
        self,
        action: Action,
        *,
        patient_id: int | None = None,
        subject: str = NO_SUBJECT,
        detail: dict[str, object] | None = None,
    ) -> None:
        """Have this written in the journal when the change is committed, and only then."""
        about = subject if patient_id is None else patient_subject(patient_id)
        self.traces.append(Trace(action, about, detail or {}))

    def announce(self, fact: Changed) -> None:
        """Have this told to listeners after the commit."""
        self.facts.append(fact)


class Works:
    """Begins units of work; one for a whole application."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        events: EventBus,
        keep_head: Callable[[Head], None],
    ) -> None:
        self.database = database
        self.clock = clock
        self._events = events
        self._keep_head = keep_head

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[UnitOfWork]:
        """Open a transaction for this person; it commits with its traces at the end.

        Raises ConflictError, StorageFull or ExternalError; nothing is kept then.
        """
        head: Head | None = None
        with self.database.writing() as session:
            work = UnitOfWork(session, actor, self.clock)
            yield work
            session.flush()
            if work.traces:
                head = append(session, work.traces, actor.login, actor.post, work.at)
        if head is not None:
            self._keep_head(head)
        for fact in work.facts:
            self._events.publish(fact)

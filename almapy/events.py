"""Facts told to whoever listens, after they were committed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_log = logging.getLogger(__name__)


class Topic(StrEnum):
    """What a fact is about."""

    PATIENT = "patient"
    ACCOUNT = "account"
    PRACTICE = "practice"
    PREFERENCE = "preference"
    BACKUP = "backup"
    RECORD = "record"  # the clinical content of one record
    MESSAGE = "message"
    AGENDA = "agenda"
    PRESENCE = "presence"
    INCOMING = "incoming"  # documents that wait, or what was read in them
    CARNET = "carnet"  # links to shared vaccination booklets and what waits for them
    INSI = "insi"  # a call to INSi, or what was decided about one


@dataclass(frozen=True, slots=True)
class Changed:
    """Something of this topic was committed; ``patient_id`` when it belongs to one record."""

    topic: Topic
    patient_id: int | None = None


Listener = Callable[[Changed], None]


class EventBus:
    """Tells every listener, in the thread that committed; a listener that fails stops nobody."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._guard = threading.Lock()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener and return the function that removes it."""
        with self._guard:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._guard:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, fact: Changed) -> None:
        """Tell the fact to all who listened when it was published."""
        with self._guard:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(fact)
            except Exception:  # noqa: BLE001  (a listener is foreign code)
                _log.exception("a listener failed", extra={"topic": fact.topic})

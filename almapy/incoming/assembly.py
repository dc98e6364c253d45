"""Putting « Gestion des documents » together, once for an open base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from almapy.documents.service import DocumentService
from almapy.documents.store import DocumentStore
from almapy.encounters.service import EncounterService
from almapy.events import EventBus
from almapy.incoming.contents import Contents
from almapy.incoming.filing import Filer
from almapy.incoming.lookout import Lookout
from almapy.incoming.people import MatchingService
from almapy.incoming.reader_turn import ReaderTurn
from almapy.incoming.reading import ReadingService
from almapy.incoming.rematching import Rematching
from almapy.incoming.results import Understanding
from almapy.incoming.service import IncomingService
from almapy.incoming.splitting import Splitter
from almapy.incoming.taking import Taker
from almapy.ocr.model import EngineState
from almapy.ocr.ports import DocumentReader
from almapy.patients.service import PatientService
from almapy.work import Works


@dataclass(frozen=True, slots=True)
class Around:
    """What incoming documents need of the rest of the program.

    ``watched_folder`` names the folder of this post, empty for none; ``remedy`` tells in French
    what to do about a missing engine; ``at_once`` documents are read side by side.
    """

    events: EventBus
    store: DocumentStore
    reader: DocumentReader
    documents: DocumentService
    encounters: EncounterService
    patients: PatientService
    watched_folder: Callable[[], str]
    remedy: Callable[[EngineState], str]
    post: str
    at_once: int = 1


@dataclass(frozen=True, slots=True)
class IncomingParts:
    """The three services of incoming documents."""

    matching: MatchingService
    service: IncomingService
    reading: ReadingService


def assembled(works: Works, around: Around) -> IncomingParts:
    """Return the services, plugged into what surrounds them."""
    store = around.store
    taker = Taker(works, store)
    matching = MatchingService(works, around.patients)
    understanding = Understanding(works, matching)
    splitter = Splitter(works, store, taker, understanding)
    service = IncomingService(
        works,
        around.reader,
        matching,
        taker=taker,
        contents=Contents(works, store, around.documents),
        filer=Filer(works, store, taker, around.documents, around.encounters),
        splitter=splitter,
        understanding=understanding,
    )
    turn = ReaderTurn(works, store, around.reader, understanding, splitter, remedy=around.remedy)
    reading = ReadingService(
        works,
        around.events,
        Lookout(works, taker, around.watched_folder),
        turn,
        Rematching(works, matching),
        post=around.post,
        at_once=around.at_once,
    )
    return IncomingParts(matching, service, reading)

"""One turn of reading: claim a document, read it, understand it, keep what was found."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from almapy.documents.store import DocumentDamaged, DocumentMissing, DocumentStore
from almapy.errors import AlmaPyError
from almapy.events import Changed, Topic
from almapy.incoming import results
from almapy.incoming.claims import GIVEN_UP, MOST_ATTEMPTS, Claimed, Claims
from almapy.incoming.model import State
from almapy.incoming.results import Understanding, Understood
from almapy.incoming.splitting import Splitter
from almapy.ocr.faults import (
    PasswordWanted,
    ReaderFailed,
    ReadingStopped,
    ReadingTooLong,
    UnreadableFile,
)
from almapy.ocr.model import DocumentText, EngineState
from almapy.ocr.ports import DocumentReader, ReadingWanted
from almapy.stop import Stop
from almapy.users.model import Actor
from almapy.work import Works

RENEW_AFTER = 60.0
"""Seconds after which a reading that goes on says so to the other posts."""
_LASTING = (UnreadableFile, ReadingTooLong, DocumentMissing, DocumentDamaged)
_log = logging.getLogger(__name__)


class Told(Protocol):
    """Who hears how the reading goes."""

    def began(self, name: str) -> None:
        """Hear that a document begins to be read."""

    def reads(self, page: int, pages: int) -> None:
        """Hear how far it is."""

    def ended(self) -> None:
        """Hear that it ended."""


class ReaderTurn:
    """Reads what waits, one document after the other; safe for several threads."""

    def __init__(
        self,
        works: Works,
        store: DocumentStore,
        reader: DocumentReader,
        understanding: Understanding,
        splitter: Splitter,
        *,
        remedy: Callable[[EngineState], str],
    ) -> None:
        self._works = works
        self._store = store
        self._reader = reader
        self._understanding = understanding
        self._splitter = splitter
        self._remedy = remedy

    def engine_problem(self) -> str:
        """Return in French what is missing to read pictures, empty when nothing is."""
        state = self._reader.engine
        return "" if state is EngineState.READY else self._remedy(state)

    def take(self, actor: Actor, claims: Claims, stop: Stop, told: Told) -> bool:
        """Read the oldest document that waits; tell whether there was one."""
        claimed = claims.next(actor)
        if claimed is None:
            return False
        told.began(claimed.name)
        try:
            self._read(actor, claims, claimed, stop, told)
        except ReadingStopped:
            claims.give_back(actor, claimed, tried=False)
            return False
        except PasswordWanted as error:
            claims.settle(actor, claimed, State.LOCKED, error.message)
        except _LASTING as error:
            claims.settle(actor, claimed, State.UNREADABLE, error.message)
        except ReaderFailed as error:
            self._again(actor, claims, claimed, error.message)
        except AlmaPyError:  # the base or the disk: nothing is wrong with the document
            claims.put_off(actor, claimed)
            raise
        except Exception:
            self._again(actor, claims, claimed, GIVEN_UP)
            raise
        told.ended()
        return True

    def _read(self, actor: Actor, claims: Claims, claimed: Claimed, stop: Stop, told: Told) -> None:
        clock = self._works.clock
        renewed = clock.monotonic()

        def progress(page: int, pages: int) -> None:
            nonlocal renewed
            if clock.monotonic() - renewed > RENEW_AFTER:
                renewed = clock.monotonic()
                claims.renew(actor, claimed)
            told.reads(page, pages)

        wanted = ReadingWanted(self._store.read(claimed.file_name))
        if stop.asked:
            raise ReadingStopped
        text = self._reader.read(wanted, stop, progress)
        if stop.asked:
            raise ReadingStopped
        self._keep(actor, claims, claimed, text)

    def _keep(self, actor: Actor, claims: Claims, claimed: Claimed, text: DocumentText) -> None:
        understood: Understood = self._understanding.of(actor, text)
        pieces = self._splitter.split_alone(actor, claimed.id, understood)
        with self._works.database.reading() as session:
            alike = results.first_alike(session, claimed.id, understood)
        with self._works.begin(actor) as work:
            if not claims.still_held(work, claimed):
                return  # filed, erased or cut by somebody meanwhile, or taken over by another post
            results.write_results(work, claimed.id, understood, alike)
            if pieces is not None:
                self._splitter.write_alone(work, claimed.id, pieces)
            work.announce(Changed(Topic.INCOMING))

    def _again(self, actor: Actor, claims: Claims, claimed: Claimed, problem: str) -> None:
        if claimed.attempts >= MOST_ATTEMPTS:
            claims.settle(actor, claimed, State.UNREADABLE, problem)
        else:
            claims.give_back(actor, claimed, tried=True)

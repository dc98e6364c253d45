"""Taking documents in: stored encrypted, read back, then named by a row; never the other way."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.documents.kinds import LARGEST, FileKind, accepted_kind, too_large
from almapy.documents.model import Origin
from almapy.documents.store import DocumentDamaged, DocumentStore, StoredFile
from almapy.errors import AlmaPyError, ExternalError
from almapy.events import Changed, Topic
from almapy.incoming.model import State, Taken
from almapy.incoming.sources import stamp_of
from almapy.incoming.tables import IncomingRow
from almapy.patients.index import next_value
from almapy.users.model import Actor
from almapy.work import Works

_COUNTER = "incoming"
_LONGEST_NAME = 240


@dataclass(frozen=True, slots=True)
class Brought:
    """Bytes that were brought, and where they lay: both empty for what was pasted."""

    data: bytes = field(repr=False)
    name: str = field(repr=False)
    origin: Origin = Origin.IMPORT
    path: str = field(default="", repr=False)
    stamp: str = ""
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """One document that was taken in; ``repeats`` tells that the same bytes came before.

    ``is_new`` is false for a file of the watched folder that another post took first.
    """

    id: int
    repeats: bool = False
    is_new: bool = True


class Taker:
    """Takes documents in, each on its own: what is wrong with one stops none of the others."""

    def __init__(self, works: Works, store: DocumentStore) -> None:
        self._works = works
        self._store = store

    def files(
        self, actor: Actor, paths: Sequence[Path], progress: Callable[[int, int], None] | None
    ) -> Taken:
        """Take in files of a person's own choice; ``progress`` hears (done, all)."""
        taken = Taken()
        for number, path in enumerate(paths, start=1):
            taken = self._with(taken, path.name, partial(self._file, actor, path))
            if progress is not None:
                progress(number, len(paths))
        return taken

    def one(self, actor: Actor, brought: Brought) -> Taken:
        """Take in bytes that lie in the memory."""
        return self._with(Taken(), brought.name, lambda: self.keep(actor, brought))

    def keep(self, actor: Actor, brought: Brought) -> Kept:
        """Store one document and make its row.

        Raises DomainError for what no record keeps, StorageFull or ExternalError when the disk
        fails; there is no row then.
        """
        kind, stored = self.stored(brought.data)
        with self._works.begin(actor) as work:
            session = work.session
            if brought.watched:
                next_value(session, _COUNTER)  # two posts that see the same file take turns
                same = _same_file(session, brought, stored)
                if same is not None:
                    return Kept(same, is_new=False)
            first = first_with(session, stored.sha256)
            row = IncomingRow(
                uid=str(uuid.uuid4()),
                state=State.WAITING.value,
                name=shown_file_name(brought.name),
                mime=kind.value,
                file_name=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                origin=brought.origin.value,
                arrived_at=work.at,
                imported_by=actor.user_id,
                watched=brought.watched,
                source_path=storable(brought.path),
                source_stamp=brought.stamp,
                repeats_id=first,
            )
            session.add(row)
            session.flush()
            work.announce(Changed(Topic.INCOMING))
            return Kept(row.id, repeats=first is not None)

    def stored(self, data: bytes) -> tuple[FileKind, StoredFile]:
        """Put bytes in the store and read them back; what comes back is what was given."""
        kind = accepted_kind(data)
        stored = self._store.put(data)
        if hashlib.sha256(self._store.read(stored.name)).hexdigest() != stored.sha256:
            raise DocumentDamaged(
                "Ce document n'a pas été relu comme il avait été reçu\u00a0: il n'a pas été pris. "
                "Le fichier d'origine est intact. Vérifiez le disque des données, puis recommencez."
            )
        return kind, stored

    def _file(self, actor: Actor, path: Path) -> Kept:
        data, stamp = read_file(path)
        return self.keep(actor, Brought(data, path.name, path=str(path.absolute()), stamp=stamp))

    @staticmethod
    def _with(taken: Taken, name: str, keep: Callable[[], Kept]) -> Taken:
        try:
            kept = keep()
        except AlmaPyError as error:
            sentence = f"«\u00a0{shown_file_name(name)}\u00a0»\u00a0: {error.message}"
            return Taken(taken.added, (*taken.refused, sentence), taken.repeated)
        repeated = (*taken.repeated, kept.id) if kept.repeats else taken.repeated
        return Taken((*taken.added, kept.id), taken.refused, repeated)


def read_file(path: Path) -> tuple[bytes, str]:
    """Return the bytes of a file and the stamp it had; never more than a document may have.

    Raises DomainError over the limit, ExternalError when it cannot be read or is being written.
    """
    try:
        if not path.is_file():
            raise FileNotFoundError  # a pipe without writer would be waited for without end
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(LARGEST + 1)
            after = os.fstat(file.fileno())
    except (OSError, ValueError) as error:
        raise ExternalError(
            "Ce fichier ne peut pas être lu. Rien n'a été modifié. Vérifiez qu'il existe encore, "
            "que son disque est branché et qu'aucun programme ne l'occupe, puis recommencez.",
            code="incoming.file",
            retryable=True,
        ) from error
    if len(data) > LARGEST:
        raise too_large()
    if stamp_of(before) != stamp_of(after) or after.st_size != len(data):
        raise ExternalError(
            "Ce fichier est en cours d'écriture. Rien n'a été modifié. Attendez la fin de sa "
            "numérisation ou de sa copie, puis recommencez.",
            code="incoming.being_written",
            retryable=True,
        )
    return data, stamp_of(after)


def shown_file_name(name: str) -> str:
    """Return a file name as it is kept: without folder, nor what no screen can show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = last.encode("utf-8", "replace").decode()
    return (
        "".join(c if c.isprintable() else " " for c in clean).strip()[:_LONGEST_NAME] or "Document"
    )


def first_with(session: Session, sha256: str, *, besides: int | None = None) -> int | None:
    """Return the first document with these bytes that was not erased."""
    query = (
        select(IncomingRow.id)
        .where(IncomingRow.sha256 == sha256, IncomingRow.state != State.ERASED.value)
        .order_by(IncomingRow.id)
        .limit(1)
    )
    if besides is not None:
        query = query.where(IncomingRow.id != besides)
    return session.scalar(query)


def _same_file(session: Session, brought: Brought, stored: StoredFile) -> int | None:
    """Return the row of this very file, taken before here or on another post."""
    query = select(IncomingRow.id).where(
        IncomingRow.watched.is_(True),
        IncomingRow.sha256 == stored.sha256,
        IncomingRow.name == shown_file_name(brought.name),
        IncomingRow.source_stamp == brought.stamp,
    )
    return session.scalar(query.limit(1))


def storable(path: str) -> str:
    """Return the path as a base keeps it; nothing for bytes that are no text."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return ""
    return path

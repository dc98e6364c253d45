"""Making one backup: copied, written, then proved by restoring it, and only then named."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from almapy import durable_file
from almapy.audit import chain
from almapy.audit.model import Head
from almapy.audit.seal import sealed_heads
from almapy.backup.archive import BASE, KEYS, Archive, document_member, write_archive
from almapy.backup.copy import copy_base
from almapy.backup.manifest import DamagedBackup, Manifest
from almapy.backup.places import UNVERIFIED, BackupFolder, require_room
from almapy.backup.verify import (
    damaged_in,
    documents_problem,
    extract_documents,
    restore_base,
    sample_of,
)
from almapy.clock import Clock
from almapy.db import schema
from almapy.db.database import Database, open_sqlite
from almapy.db.key_file import KeyFile
from almapy.db.keys import DataKey, KeyRing
from almapy.db.soundness import table_counts
from almapy.documents.queries import named_files
from almapy.documents.store import DocumentStore
from almapy.errors import FormatError
from almapy.paths import Folders

_SCRATCH = ".scratch-"
_LEFT_BEHIND = timedelta(days=1)
_ROOM_IN_BASES = 3


@dataclass(frozen=True, slots=True)
class Made:
    """One archive on disk; ``problem`` (French) tells why it is not called verified."""

    path: Path
    manifest: Manifest
    size: int
    problem: str

    @property
    def verified(self) -> bool:
        """Tell whether it was restored and found the same."""
        return not self.problem


class BackupMaker:
    """Makes archives of one open base; its scratch files are encrypted like the base."""

    def __init__(
        self,
        database: Database,
        folders: Folders,
        documents: DocumentStore,
        data_key: DataKey,
        *,
        base_id: str,
        clock: Clock,
    ) -> None:
        self._database = database
        self._folders = folders
        self._documents = documents
        self._data_key = data_key
        self._base_id = base_id
        self._clock = clock

    def make(self, target: Path, beside: BackupFolder | None, *, every_document: bool) -> Made:
        """Make an archive at ``target`` and restore it to a scratch place.

        ``beside`` is the folder whose archives share their documents; without it the archive holds
        them. One that cannot be verified gets a name that says so. Raises AlmaPyError when there
        is no archive at all; nothing is left then.
        """
        base_size = self._base_size()
        require_room(self._folders.backups, base_size * _ROOM_IN_BASES)
        require_room(target.parent, base_size + (0 if beside else self._documents_size()))
        with self._scratch() as scratch:
            sealed, problem = self._sealed()
            copy = scratch / BASE
            copy_base(self._database, self._folders.base, copy, self._data_key.database_key())
            draft = self._draft(copy, beside=beside is not None)
            waiting = target.with_name(
                f".{target.name}.{secrets.token_hex(4)}{durable_file.TEMPORARY_SUFFIX}"
            )
            files = self._files(draft, copy, beside)
            ring = KeyFile(self._folders.keys).read(KeyRing.from_json).value
            write_archive(waiting, draft, ring.to_json(), files, self._data_key.audit_key())
            try:
                copy.unlink()
                problem = problem or self._problem(
                    waiting, scratch, sealed, beside, every_document=every_document
                )
                size = waiting.stat().st_size
                path = target.with_stem(target.stem + UNVERIFIED) if problem else target
                with durable_file.writing_faults(path.parent):
                    waiting.replace(path)
                    durable_file.sync_folder(path.parent)
            except BaseException:
                waiting.unlink(missing_ok=True)
                raise
            return Made(path, draft, size, problem)

    def _draft(self, copy: Path, *, beside: bool) -> Manifest:
        database = open_sqlite(copy, self._data_key.database_key())
        try:
            with database.reading() as session:
                counts, head = table_counts(session), chain.head(session)
            version = schema.version_of(database)
        finally:
            database.close()
        return Manifest(
            made_at=self._clock.now(),
            base_id=self._base_id,
            schema=version,
            counts=counts,
            head=head,
            documents=tuple(self._documents.names()),
            beside=beside,
        )

    def _files(
        self, draft: Manifest, copy: Path, beside: BackupFolder | None
    ) -> Iterable[tuple[str, Path]]:
        yield BASE, copy
        if beside is not None:
            beside.add_documents(self._documents, draft.documents)
            return
        for name in draft.documents:
            yield document_member(name), self._documents.path(name)

    def _problem(
        self,
        path: Path,
        scratch: Path,
        sealed: Sequence[Head],
        beside: BackupFolder | None,
        *,
        every_document: bool,
    ) -> str:
        try:
            with Archive.open(path) as archive:
                ring = archive.ring()
                if ring.check_value != self._data_key.check_value():
                    raise DamagedBackup(KEYS)
                manifest = archive.manifest(self._data_key)
                restored = scratch / "restored.db"
                base = restore_base(archive, manifest, self._data_key, restored, sealed)
                try:
                    with base.reading() as session:
                        named = named_files(session)
                finally:
                    base.close()
                names = manifest.documents if every_document else sample_of(manifest.documents)
                if beside is None:
                    damaged = self._damaged_inside(archive, names, scratch)
                else:
                    damaged = self._damaged_beside(beside, names)
                damaged += sorted(named.difference(manifest.documents))
        except DamagedBackup as error:
            return (
                f"La sauvegarde restaurée n'est pas ce qu'elle devrait être ({error.path}). Elle "
                "est gardée sous un nom qui le dit, et la dernière sauvegarde vérifiée reste en "
                "place. Lancez «\u00a0almapy check\u00a0» et prévenez l'assistance."
            )
        return documents_problem(damaged)

    def _damaged_inside(self, archive: Archive, names: Sequence[str], scratch: Path) -> list[str]:
        archive.prove_all()
        store = self._store(scratch / "documents")
        extract_documents(archive, names, store)
        return damaged_in(store, names)

    def _damaged_beside(self, beside: BackupFolder, names: Sequence[str]) -> list[str]:
        store = self._store(beside.documents)
        damaged = damaged_in(store, names)
        if damaged:
            beside.forget_documents(damaged)
            beside.add_documents(self._documents, damaged)
        return damaged_in(store, damaged)

    def _store(self, folder: Path) -> DocumentStore:
        return DocumentStore(folder, self._data_key, self._base_id)

    def _sealed(self) -> tuple[Sequence[Head], str]:
        """Return the heads remembered before the copy: it must hold them all."""
        try:
            return sealed_heads(self._folders.seals, self._data_key.audit_key()), ""
        except FormatError as error:
            return (), error.message

    def _documents_size(self) -> int:
        names = self._documents.names()
        return sum(self._documents.path(name).stat().st_size for name in names)

    def _base_size(self) -> int:
        if self._database.is_sqlite:
            names = (self._folders.base, self._folders.base.with_name("almapy.db-wal"))
            return sum(path.stat().st_size for path in names if path.exists())
        with self._database.reading() as session:
            return int(
                session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
            )

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        folder = self._folders.backups
        before = self._clock.now() - _LEFT_BEHIND
        durable_file.remove_leftovers(folder, before)
        with durable_file.writing_faults(folder):
            for left in folder.glob(_SCRATCH + "*"):
                if left.stat().st_mtime < before.timestamp():
                    shutil.rmtree(left, ignore_errors=True)
            scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
        try:
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

"""Restoring a backup to a new place, on either engine, never over a practice."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.orm import Session

from almapy import durable_file
from almapy.audit import chain
from almapy.audit.model import Action, Head, Trace, timestamp
from almapy.audit.seal import Seal
from almapy.backup.archive import Archive
from almapy.backup.copy import copy_rows
from almapy.backup.manifest import DamagedBackup, Manifest
from almapy.backup.places import BackupFolder, copy_file
from almapy.backup.verify import damaged_in, documents_problem, extract_documents, restore_base
from almapy.clock import Clock
from almapy.db import schema
from almapy.db.database import Database, open_postgresql
from almapy.db.key_file import KeyFile
from almapy.db.keys import DataKey, KeyRing
from almapy.db.soundness import table_counts
from almapy.documents.store import DocumentStore
from almapy.errors import DomainError, StorageFull
from almapy.paths import Folders
from almapy.settings import PostSettings, save
from almapy.users.model import Right
from almapy.users.service import account_of

_SEAL = "restauration.seal"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key of a backup and the account that gave it, empty for the printed key."""

    data_key: DataKey
    user_uid: str


Unlock = Callable[[KeyRing], Unlocked]


def with_password(login: str, password: str) -> Unlock:
    """Open the backup as a person could open it on its day; an empty login means the first."""

    def unlock(ring: KeyRing) -> Unlocked:
        return Unlocked(*ring.open_with_password(login or ring.users[0].login, password))

    return unlock


def with_recovery_key(typed: str) -> Unlock:
    """Open the backup with the key that was printed at its time."""
    return lambda ring: Unlocked(ring.open_with_recovery_key(typed), "")


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored; ``problems`` (French) tell of documents that the backup lost."""

    folder: Path
    made_at: datetime
    patients: int
    documents: int
    audit_rows: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the backup gave back everything it told of."""
        return not self.problems


def restore(
    source: Path,
    to: Path,
    unlock: Unlock,
    clock: Clock,
    *,
    post: str,
    database_url: str = "",
) -> RestoreReport:
    """Restore a backup to a new or empty folder, and compare it with its manifest.

    With ``database_url`` the rows go to that empty PostgreSQL base and the folder holds the rest.
    Slow. Raises WrongPassword, WrongRecoveryKey, DamagedBackup, NewerBase, DomainError when the
    place is taken, StorageFull or another AlmaPyError; the place is then as before.
    """
    with Archive.open(source) as archive:
        ring = archive.ring()
        unlocked = unlock(ring)
        manifest = archive.manifest(unlocked.data_key)
        with _new_folder(to):
            _require_room(to, manifest)
            restoration = _Restoration(archive, source, manifest, unlocked, Folders(to))
            damaged = restoration.documents()
            head = restoration.base(database_url, clock, post)
            restoration.finish(ring, head)
    problem = documents_problem(damaged)
    return RestoreReport(
        folder=to,
        made_at=manifest.made_at,
        patients=manifest.patients,
        documents=len(manifest.documents) - len(damaged),
        audit_rows=manifest.audit_rows,
        problems=(problem,) if problem else (),
    )


class _Restoration:
    """The steps of one restoration; the keys come last: without them nothing can be opened."""

    def __init__(
        self,
        archive: Archive,
        source: Path,
        manifest: Manifest,
        unlocked: Unlocked,
        folders: Folders,
    ) -> None:
        self._archive = archive
        self._source = source
        self._manifest = manifest
        self._unlocked = unlocked
        self._folders = folders

    def documents(self) -> list[str]:
        """Bring the documents and prove each; return those that are lost."""
        manifest, folder = self._manifest, self._folders.documents
        store = DocumentStore(folder, self._unlocked.data_key, manifest.base_id)
        folder.mkdir()
        if not manifest.beside:
            self._archive_documents(store)
            return damaged_in(store, manifest.documents)
        beside = BackupFolder(self._source.parent, manifest.base_id).documents
        for name in manifest.documents:
            kept = beside / name[:2] / name
            if kept.is_file():
                store.path(name).parent.mkdir(exist_ok=True)
                copy_file(kept, store.path(name))
        return damaged_in(store, manifest.documents)

    def base(self, database_url: str, clock: Clock, post: str) -> Head:
        """Bring the base to its engine with the trace of the restoration; return that trace."""
        data_key, folders = self._unlocked.data_key, self._folders
        restored = restore_base(self._archive, self._manifest, data_key, folders.base)
        with closing(restored):
            schema.upgrade(restored, sqlite_path=None, key=None)
            if not database_url:
                with restored.writing() as session:
                    return self._trace(session, clock, post)
            with closing(open_postgresql(database_url)) as server:
                head = self._move(restored, server, clock, post)
        for left in folders.root.glob(folders.base.name + "*"):
            left.unlink()
        save(folders.settings, PostSettings(database_url=_without_password(database_url)))
        return head

    def finish(self, ring: KeyRing, head: Head) -> None:
        """Seal the traces of the new place and put the keys there."""
        folders = self._folders
        folders.backups.mkdir()
        folders.logs.mkdir()
        Seal(folders.seals / _SEAL, self._unlocked.data_key.audit_key()).write(head)
        KeyFile(folders.keys).write(ring.to_json())
        durable_file.sync_folder(folders.root)

    def _move(self, restored: Database, server: Database, clock: Clock, post: str) -> Head:
        _require_empty(server)
        schema.upgrade(server, sqlite_path=None, key=None)
        with server.writing() as session:
            copy_rows(restored, session)
            head = self._trace(session, clock, post)
            broken = chain.first_broken_link(session, [head])
            if broken:
                raise DamagedBackup(f"journal des traces, ligne {broken.seq}\u00a0: {broken.why}")
        return head

    def _trace(self, session: Session, clock: Clock, post: str) -> Head:
        detail: dict[str, object] = {"sauvegarde du": timestamp(self._manifest.made_at)}
        login = ""
        if self._unlocked.user_uid:
            actor = account_of(session, self._unlocked.user_uid).at(post)
            actor.require(Right.BACK_UP)
            login = actor.login
        else:
            detail["par"] = "clé de secours"
        return chain.append(
            session, [Trace(Action.RESTORED, detail=detail)], login, post, clock.now()
        )

    def _archive_documents(self, store: DocumentStore) -> None:
        self._archive.prove_all()
        extract_documents(self._archive, self._manifest.documents, store)


@contextmanager
def _new_folder(to: Path) -> Iterator[None]:
    """Make the folder for the time of the restoration, and empty it again when that fails."""
    with durable_file.writing_faults(to):
        existed = to.exists()
        if existed and (not to.is_dir() or any(to.iterdir())):
            raise DomainError(
                f"«\u00a0{to}\u00a0» n'est pas un dossier vide\u00a0: rien n'y a été restauré et "
                "rien n'a été modifié. Indiquez un dossier nouveau ou vide.",
                code="restore.occupied",
            )
        to.mkdir(parents=True, exist_ok=True)
        try:
            yield
        except BaseException:
            for child in to.iterdir():
                if child.is_dir():
                    shutil.rmtree(child, ignore_errors=True)
                else:
                    child.unlink(missing_ok=True)
            if not existed:
                to.rmdir()
            raise


def _require_room(to: Path, manifest: Manifest) -> None:
    if shutil.disk_usage(to).free < sum(member.size for member in manifest.members):
        raise StorageFull(
            "Le disque n'a pas la place de cette sauvegarde. Rien n'a été restauré et la "
            "sauvegarde est intacte. Libérez de la place ou choisissez un autre disque."
        )


def _require_empty(server: Database) -> None:
    with server.reading() as session:
        counts = table_counts(session)
    if any(count for name, count in counts.items() if name != "alembic_version"):
        raise DomainError(
            "La base du serveur n'est pas vide\u00a0: rien n'y a été restauré et rien n'a été "
            "modifié. Indiquez une base nouvelle, créée pour ce cabinet.",
            code="restore.occupied",
        )


def _without_password(url: str) -> str:
    """Return the address as settings may hold it; the password stays with libpq."""
    parts = make_url(url)
    return URL.create(
        "postgresql",
        username=parts.username,
        host=parts.host,
        port=parts.port,
        database=parts.database,
        query=parts.difference_update_query(["password"]).query,
    ).render_as_string()

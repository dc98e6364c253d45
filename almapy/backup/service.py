"""Backups for people: made and verified, kept for a year in two places, remembered."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from almapy import durable_file
from almapy.audit.model import Action
from almapy.audit.tables import JournalRow
from almapy.backup import record
from almapy.backup.archive import Archive
from almapy.backup.maker import BackupMaker, Made
from almapy.backup.manifest import DamagedBackup
from almapy.backup.places import BackupFolder, copy_file, digest_of, full, require_room
from almapy.backup.record import LastBackup
from almapy.db.faults import DamagedBase
from almapy.documents.store import DocumentStore
from almapy.errors import AlmaPyError, DomainError, ExternalError, StorageFull
from almapy.events import Changed, EventBus, Topic
from almapy.paths import Folders
from almapy.users.keeper import KeyKeeper
from almapy.users.model import Actor, Right, Role
from almapy.work import Works

_NOBODY = "(automatique)"
_DISK_CODES = frozenset({"base.disk", "base.read_only", "base.unopenable"})


@dataclass(frozen=True, slots=True)
class BackupReport:
    """One backup as it is told to people: ``size`` in bytes, ``problems`` in French.

    A verified backup may come with a problem: that of the second folder.
    """

    path: Path
    patients: int
    documents: int
    audit_rows: int
    size: int
    seconds: float
    verified: bool
    problems: tuple[str, ...] = ()


class BackupService:
    """Makes backups of the open base and tells how old the last good one is.

    ``make`` takes seconds: never in the thread of the windows. The reads are quick.
    """

    def __init__(
        self,
        works: Works,
        folders: Folders,
        documents: DocumentStore,
        keeper: KeyKeeper,
        *,
        base_id: str,
        events: EventBus,
        post: str,
        second_folder: str = "",
    ) -> None:
        self._works = works
        self._folders = folders
        self._base_id = base_id
        self._documents = documents
        self._data_key = keeper.data_key
        self._own = BackupFolder(folders.backups, base_id)
        self.use_second_folder(second_folder)
        self._events = events
        self._nobody = Actor(
            0, _NOBODY, "", "", Role.ADMINISTRATEUR, frozenset({Right.BACK_UP}), post
        )
        self._maker = BackupMaker(
            works.database,
            folders,
            documents,
            keeper.data_key,
            base_id=base_id,
            clock=works.clock,
        )
        self._one_at_a_time = threading.Lock()

    def make(
        self, actor: Actor, target: Path | None = None, *, every_document: bool = False
    ) -> BackupReport:
        """Make a backup and verify it by restoring it.

        Without ``target`` it goes to the backups of this post and to the second folder of its
        settings, and older ones beyond 7 days, 5 weeks and 12 months are removed. ``target`` is a
        new file, or a folder, outside the data; it holds everything and needs the right to back
        up. Raises AlmaPyError when nothing could be made; the failure is remembered.
        """
        if target is not None:
            actor.require(Right.BACK_UP)
        with self._one_at_a_time:
            try:
                return self._make(actor, target, every_document=every_document)
            except AlmaPyError as error:
                told = self._in_other_words(error)
                self._remember_failure(told.message)
                raise told from error

    def use_second_folder(self, path: str) -> None:
        """Copy the next backups to this folder too; an empty path names none."""
        folder = Path(path).expanduser()
        self._second = BackupFolder(folder, self._base_id) if path else None

    def make_unasked(self) -> BackupReport:
        """Make the backup that no person asked for, as ``make`` does without target."""
        return self.make(self._nobody)

    def last(self) -> LastBackup | None:
        """Return the last verified backup, or None."""
        return record.load(self._folders.backups).last

    def trouble(self) -> str:
        """Return what is wrong with the last attempt or the second folder, empty if nothing is."""
        known = record.load(self._folders.backups)
        return known.failure or known.alarm

    def age(self) -> timedelta | None:
        """Return how old the last verified backup is, None when there is none."""
        last = self.last()
        return self._works.clock.now() - last.at if last else None

    def is_overdue(self, days: int) -> bool:
        """Tell whether the practice has gone ``days`` days without a verified backup (A-USR-03).

        Before the first backup the days count from the first trace of the base.
        """
        age = self.age()
        if age is None:
            with self._works.database.reading() as session:
                first = session.scalar(select(JournalRow.ts).order_by(JournalRow.seq).limit(1))
            if first is None:
                return False
            age = self._works.clock.now() - datetime.fromisoformat(first)
        return age >= timedelta(days=days)

    def _make(self, actor: Actor, target: Path | None, *, every_document: bool) -> BackupReport:
        start = self._works.clock.monotonic()
        with durable_file.writing_faults(self._folders.root):
            self._own.path.mkdir(parents=True, exist_ok=True)
        if target is None:
            path = self._own.new_archive(self._works.clock.now())
            made = self._maker.make(path, self._own, every_document=every_document)
        else:
            made = self._maker.make(self._named(target), None, every_document=every_document)
        known = record.load(self._folders.backups)
        told = [made.problem]
        if target is None:
            if made.verified:
                known = replace(known, alarm=self._copy_to_second(made))
                told.append(known.alarm)
            told.append(self._tidy(self._own))
        if made.verified:
            known = record.good(made.manifest.made_at, made.path, made.size, known.alarm)
        else:
            known = known.failed(made.problem)
        record.save(self._folders.backups, known)
        self._trace(actor, made)
        return BackupReport(
            path=made.path,
            patients=made.manifest.patients,
            documents=len(made.manifest.documents),
            audit_rows=made.manifest.audit_rows,
            size=made.size,
            seconds=self._works.clock.monotonic() - start,
            verified=made.verified,
            problems=tuple(filter(None, told)),
        )

    def _trace(self, actor: Actor, made: Made) -> None:
        detail: dict[str, object] = {
            "fichier": made.path.name,
            "octets": made.size,
            "verifiee": made.verified,
        }
        with self._works.begin(actor) as work:
            work.trace(Action.BACKED_UP, detail=detail)
            work.announce(Changed(Topic.BACKUP))

    def _named(self, target: Path) -> Path:
        if target.is_dir():
            return BackupFolder(target, self._base_id).new_archive(self._works.clock.now())
        if target.exists():
            raise DomainError(
                f"Le fichier «\u00a0{target.name}\u00a0» existe déjà\u00a0: il n'a pas été touché "
                "et la sauvegarde n'a pas été faite. Choisissez un autre nom.",
                code="backup.exists",
            )
        return target

    def _copy_to_second(self, made: Made) -> str:
        """Return the sentence of the alarm, empty when the copy is there and the same."""
        second = self._second
        if second is None:
            return ""
        try:
            require_room(second.path, made.size)
            second.add_documents(self._documents, made.manifest.documents)
            copy = second.path / made.path.name
            copy_file(made.path, copy)
            with durable_file.writing_faults(second.path):
                same = digest_of(copy) == digest_of(made.path)
                if not same:
                    copy.unlink()
            if same:
                return self._tidy(second)
            reason = "la copie relue n'est pas la même."
        except AlmaPyError as error:
            reason = error.message
        return (
            f"Second dossier de sauvegarde «\u00a0{second.path}\u00a0»\u00a0: {reason} La "
            "sauvegarde de ce poste est bonne et vérifiée, mais il n'y en a pas d'autre ailleurs."
        )

    def _tidy(self, folder: BackupFolder) -> str:
        """Remove what is too old; return the sentence of what hindered it."""
        try:
            folder.remove_old()
            named: set[str] = set()
            with durable_file.writing_faults(folder.path):
                kept = (*folder.archives(), *folder.unverified())
            for path in kept:
                with Archive.open(path) as archive:
                    named.update(archive.manifest(self._data_key).documents)
            folder.remove_documents_except(named)
        except DamagedBackup:
            return (
                f"L'ancienne sauvegarde «\u00a0{path.name}\u00a0» est abîmée\u00a0: elle ne pourra "
                "pas être restaurée. Celle d'aujourd'hui n'en dépend pas. Vérifiez l'état du "
                "disque, puis effacez l'ancienne."
            )
        except AlmaPyError as error:
            return error.message
        return ""

    def _in_other_words(self, error: AlmaPyError) -> AlmaPyError:
        if isinstance(error, StorageFull):
            return full()
        if isinstance(error, DamagedBase):
            return record.damaged_base(self._folders.backups)
        if error.code in _DISK_CODES:
            return ExternalError(
                "Un disque n'a pas répondu correctement\u00a0: la sauvegarde n'a pas été faite. Le "
                "cabinet et les sauvegardes précédentes sont intacts. Vérifiez le disque et la "
                "place libre, puis recommencez.",
                code="backup.disk",
                retryable=True,
            )
        return error

    def _remember_failure(self, sentence: str) -> None:
        with suppress(AlmaPyError):  # the failure itself is raised; a full disk cannot keep it
            known = record.load(self._folders.backups)
            record.save(self._folders.backups, known.failed(sentence))
        self._events.publish(Changed(Topic.BACKUP))

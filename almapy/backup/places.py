"""Names and files in a folder of backups: archives by date, documents beside them, what is kept.

The documents are not copied again into each archive of the folder: their names are their content,
so one folder beside the archives serves all of them.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from almapy import durable_file
from almapy.documents.store import DocumentStore
from almapy.errors import ExternalError, StorageFull

UNVERIFIED = "-NON-VERIFIEE"
VERIFIED_NAMES = "almapy-*Z.zip"
_SHOWN_ID = 8
_FORMAT = "%Y-%m-%dT%H%M%SZ"
_CHUNK = 1024 * 1024
_PERIODS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (7, lambda moment: moment.date()),
    (5, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
)


class BackupFolder:
    """One folder where backups of one base are kept; several bases may share it."""

    def __init__(self, path: Path, base_id: str) -> None:
        self.path = path
        self._prefix = f"almapy-{base_id[:_SHOWN_ID]}"
        self._name = re.compile(re.escape(self._prefix) + r"-(\d{4}-\d\d-\d\dT\d{6}Z)\.zip")

    @property
    def documents(self) -> Path:
        """Return where the documents of all archives of this folder are."""
        return self.path / f"{self._prefix}-documents"

    def new_archive(self, now: datetime) -> Path:
        """Return a free name for an archive made now; the name tells nothing else."""
        moment = now.astimezone(UTC)
        while (path := self.path / f"{self._prefix}-{moment:{_FORMAT}}.zip").exists():
            moment += timedelta(seconds=1)
        return path

    def archives(self) -> dict[Path, datetime]:
        """Return the verified archives with their moment, the newest first."""
        found = {}
        for path in self.path.iterdir():
            named = self._name.fullmatch(path.name)
            if named:
                moment = datetime.strptime(named[1], _FORMAT).replace(tzinfo=UTC)
                found[path] = moment
        return dict(sorted(found.items(), key=lambda item: item[1], reverse=True))

    def unverified(self) -> list[Path]:
        """Return the archives that were kept although they could not be verified."""
        return sorted(self.path.glob(f"{self._prefix}-*{UNVERIFIED}.zip"))

    def remove_old(self) -> None:
        """Remove archives beyond 7 days, 5 weeks and 12 months, and former unverified ones."""
        with durable_file.writing_faults(self.path):
            archives = self.archives()
            keep = kept(archives.values())
            for path, moment in archives.items():
                if moment not in keep:
                    path.unlink(missing_ok=True)
            for path in self.unverified()[:-1]:
                path.unlink(missing_ok=True)

    def remove_documents_except(self, names: set[str]) -> None:
        """Remove the documents that no archive of this folder names any more."""
        with durable_file.writing_faults(self.path):
            for path in self.documents.glob("[0-9a-f][0-9a-f]/*"):
                if path.name not in names:
                    path.unlink(missing_ok=True)

    def add_documents(self, source: DocumentStore, names: Iterable[str]) -> None:
        """Bring in the documents that are not here yet; raises StorageFull or ExternalError.

        On the disk of the data a file only gets a second name, which takes no room: a stored file
        is never changed, and stays when one of its names goes.
        """
        for name in names:
            target = self._document(name)
            if not target.exists():
                with durable_file.writing_faults(self.path):
                    target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    os.link(source.path(name), target)
                except OSError:
                    copy_file(source.path(name), target)

    def forget_documents(self, names: Iterable[str]) -> None:
        """Remove damaged documents so that they are brought in again."""
        with durable_file.writing_faults(self.path):
            for name in names:
                self._document(name).unlink(missing_ok=True)

    def _document(self, name: str) -> Path:
        return self.documents / name[:2] / name


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return which backups stay: those of the last day, then one a day, a week and a month."""
    newest_first = sorted(moments, reverse=True)
    if not newest_first:
        return set()
    keep = {moment for moment in newest_first if moment.date() == newest_first[0].date()}
    for count, period in _PERIODS:
        newest_of: dict[object, datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(period(moment), moment)
        keep.update(list(newest_of.values())[:count])
    return keep


def copy_file(source: Path, target: Path) -> None:
    """Copy a file and wait until the disk holds it.

    Raises StorageFull or ExternalError; nothing partial is left then.
    """
    with durable_file.writing_faults(target.parent):
        waiting = target.with_name(
            f".{target.name}.{secrets.token_hex(4)}{durable_file.TEMPORARY_SUFFIX}"
        )
        try:
            with source.open("rb") as read, waiting.open("xb") as written:
                shutil.copyfileobj(read, written, _CHUNK)
                written.flush()
                os.fsync(written.fileno())
            waiting.replace(target)
        except BaseException:
            waiting.unlink(missing_ok=True)
            raise
        durable_file.sync_folder(target.parent)


def digest_of(path: Path) -> bytes:
    """Return the SHA-256 of a file, read again from its disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def require_room(folder: Path, size: int) -> None:
    """Raise StorageFull when ``folder`` cannot take ``size`` bytes; nothing was written then.

    Raises ExternalError when the folder is not there.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise ExternalError(
            f"Le dossier «\u00a0{folder}\u00a0» est introuvable\u00a0: la sauvegarde n'y a pas été "
            "faite. Le cabinet et les sauvegardes précédentes sont intacts. Branchez le disque ou "
            "choisissez un autre dossier, puis recommencez.",
            code="backup.no_folder",
            retryable=True,
        ) from error
    if free < size:
        raise full()


def full() -> StorageFull:
    """Return the error of a backup for which the disk has no room."""
    return StorageFull(
        "Le disque est plein\u00a0: la sauvegarde n'a pas été faite. Le cabinet et les sauvegardes "
        "précédentes sont intacts. Libérez de la place ou choisissez un autre disque, puis "
        "recommencez."
    )

"""The backups that stand on the disks, for a list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from almapy.backup.places import BackupFolder


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One backup on disk; ``size`` in bytes, ``verified`` as it was when it was made."""

    path: Path
    at: datetime
    size: int
    verified: bool


def archives_in(folder: Path, base_id: str) -> list[ArchiveFile]:
    """Return the backups of this base in a folder, newest first; empty when it is not there."""
    if not folder.is_dir():
        return []
    found = list(_found(BackupFolder(folder, base_id)))
    return sorted(found, key=lambda archive: archive.at, reverse=True)


def _found(folder: BackupFolder) -> Iterator[ArchiveFile]:
    for path, moment in folder.archives().items():
        yield ArchiveFile(path, moment, path.stat().st_size, verified=True)
    for path in folder.unverified():
        stat = path.stat()
        moment = datetime.fromtimestamp(stat.st_mtime, UTC)
        yield ArchiveFile(path, moment, stat.st_size, verified=False)

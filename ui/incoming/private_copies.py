"""Readable copies that another program opens: private, nameless, gone with the session."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject

from almapy import durable_file
from almapy.documents.kinds import FileKind
from almapy.errors import DomainError, ExternalError

if TYPE_CHECKING:
    from ui.desk import Desk

_PREFIX = "almapy-copies-"
_LOCK = "lock"
_NOT_WRITTEN = (
    "La copie n'a pas pu être écrite à cet endroit. Le document est intact dans AlmaPy. "
    "Choisissez un autre dossier."
)


class _Folder:
    """A folder that only this account reads, held while this program runs."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock = _lock_of(self.path)
        self._lock.tryLock(0)

    def remove(self) -> None:
        self._lock.unlock()
        self._folder.cleanup()


class PrivateCopies(QObject):
    """One for a desk: copies in a folder that only this account reads.

    They bear no name, and go with the session, with the program, or at the next start after a
    crash (``remove_left_copies``).
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folder = _Folder()
        self._numbers = itertools.count(1)
        desk.destroyed.connect(self._folder.remove)

    def write(self, data: bytes, kind: FileKind) -> Path:
        """Write a copy, in a worker; raises DomainError."""
        path = self._folder.path / f"document-{next(self._numbers)}.{kind.extension}"
        write_copy(path, data)
        return path

    def close(self) -> None:
        """Remove every copy now."""
        self._folder.remove()


def copies_of(desk: Desk) -> PrivateCopies:
    """Return the copies of this desk."""
    return desk.findChild(PrivateCopies) or PrivateCopies(desk)


def write_copy(path: Path, data: bytes) -> None:
    """Write the bytes where the person chose, all or none; raises DomainError."""
    try:
        durable_file.write(path, data)
    except ExternalError:
        raise DomainError(_NOT_WRITTEN, code="incoming.copy") from None


def remove_left_copies() -> None:
    """Remove the copies of programs that ended badly; those of a program at work stay."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_ours(folder) and (lock := _lock_of(folder)).tryLock(0):
                lock.unlock()
                shutil.rmtree(folder, ignore_errors=True)


def _lock_of(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)  # its program may run for days
    return lock


def _is_ours(folder: Path) -> bool:
    """Tell whether it is a folder of this account in which something was written."""
    if folder.is_symlink() or not (folder / _LOCK).is_file():
        return False
    return os.name != "posix" or folder.lstat().st_uid == os.getuid()

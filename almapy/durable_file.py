"""Files that are either wholly there or not there, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from almapy.errors import ExternalError, StorageFull

TEMPORARY_SUFFIX = ".tmp"

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, replacing what was there, and wait until the disk holds it.

    A reader, or a crash at any moment, finds the former content or the new one, never a part.
    Raises StorageFull or ExternalError; what was there before is then unchanged and no partial
    file is left.
    """
    temporary = path.with_name(f".{path.name}.{os.urandom(8).hex()}{TEMPORARY_SUFFIX}")
    with writing_faults(path.parent):
        try:
            with temporary.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk holds the names in this folder; Windows offers nothing for it."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_leftovers(folder: Path, before: datetime) -> int:
    """Remove the temporary files of writings that a crash cut before ``before``.

    Younger ones may belong to a program at work and stay. Returns how many were removed.
    """
    removed = 0
    with writing_faults(folder):
        for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
            try:
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    removed += 1
            except FileNotFoundError:
                continue
    return removed


@contextmanager
def writing_faults(folder: Path) -> Iterator[None]:
    """Turn what the system says of a refused writing into a French sentence."""
    try:
        yield
    except OSError as error:
        raise _in_french(error, folder) from error


def _in_french(error: OSError, folder: Path) -> ExternalError:
    if error.errno in _FULL:
        return StorageFull(
            "Le disque est plein\u00a0: le fichier n'a pas été enregistré. Ce qui était déjà "
            "enregistré est intact. Libérez de la place puis recommencez."
        )
    if error.errno in _FORBIDDEN:
        return ExternalError(
            f"Le dossier «\u00a0{folder}\u00a0» refuse l'écriture\u00a0: rien n'a été modifié et "
            "ce qui était enregistré est intact. Fermez le programme qui l'occupe, ou rendez ce "
            "dossier modifiable pour ce compte de l'ordinateur, puis recommencez.",
            code="storage.forbidden",
            retryable=True,
        )
    return ExternalError(
        f"Le disque n'a pas répondu correctement dans «\u00a0{folder}\u00a0»\u00a0: rien n'a été "
        "modifié et ce qui était enregistré est intact. Vérifiez que le disque est branché et en "
        "bon état, puis recommencez.",
        code="storage.disk",
        retryable=True,
    )

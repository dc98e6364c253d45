"""Taking turns on a file between programs, on one computer or over the folder that posts share."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from almapy.durable_file import writing_faults
from almapy.errors import ExternalError

SECONDS = 10.0
_PAUSE = 0.05


@contextlib.contextmanager
def turn(path: Path, *, seconds: float = SECONDS) -> Iterator[None]:
    """Keep other programs out of their own ``turn`` on this file, which stays, empty.

    The system ends the turn of a program that dies. A file system that knows no locks lets
    everybody in. Raises ExternalError when another program keeps its turn for ``seconds``, or
    when the folder refuses the file.
    """
    with writing_faults(path.parent):
        descriptor = _opened(path)
    try:
        _wait(descriptor, time.monotonic() + seconds)
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                _let_go(descriptor)
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        return os.open(path, os.O_RDONLY)  # made by another account of this computer


def _wait(descriptor: int, ends_at: float) -> None:
    while not _taken(descriptor):
        if time.monotonic() >= ends_at:
            raise ExternalError(
                "Un autre poste modifie les accès du cabinet en ce moment. Rien n'a été modifié. "
                "Recommencez dans quelques secondes.",
                code="keys.busy",
                retryable=True,
            )
        time.sleep(_PAUSE)


if sys.platform == "win32":
    import errno
    import msvcrt

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in {errno.EACCES, errno.EDEADLOCK}
        return True

    def _let_go(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # no locks here: a practice on such a folder still has to work
        return True

    def _let_go(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)

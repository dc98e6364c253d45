"""The file a document was taken from: whether it still is the same, and removing it.

Nothing is removed before the stored copy was read back and found to be those very bytes.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

_LEFT = "Le document, lui, est bien enregistré."


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was taken: its path, the stamp it had and the digest of its bytes."""

    path: str = field(default="", repr=False)
    stamp: str = ""
    sha256: str = field(default="", repr=False)


def stamp_of(stat: os.stat_result) -> str:
    """Return the size and the time of a file, by which it is known again."""
    return f"{stat.st_size}:{stat.st_mtime_ns}"


def source_stamp(path: str) -> str:
    """Return the stamp of the file at this path, empty when there is none."""
    try:
        return stamp_of(os.lstat(path)) if path else ""
    except (OSError, ValueError):
        return ""


def is_there(path: str, stamp: str) -> bool:
    """Tell whether the file lies where it was taken, of the same size and time."""
    return bool(stamp) and source_stamp(path) == stamp


def remove_source(source: Source) -> str:
    """Remove the file if it still is the one that was taken; return in French why not.

    Its path, size, time and bytes are compared. Never raises: the document itself is safe.
    """
    path = Path(source.path)
    if not source.path:
        return ""
    try:
        if not is_there(source.path, source.stamp) or path.is_symlink():
            return _changed(path) if path.exists() else _gone(path)
        with path.open("rb") as file:
            opened = os.fstat(file.fileno())
            if hashlib.file_digest(file, "sha256").hexdigest() != source.sha256:
                return _changed(path)
        if not os.path.samestat(opened, os.lstat(path)) or not is_there(source.path, source.stamp):
            return _changed(path)  # the scanner reused the name meanwhile
        path.unlink()
    except (OSError, ValueError):
        return (
            f"«\u00a0{_shown(path)}\u00a0» n'a pas pu être supprimé de l'ordinateur. {_LEFT} "
            "Fermez le programme qui l'occupe, puis supprimez ce fichier à la main."
        )
    return ""


def _shown(path: Path) -> str:
    return path.name.encode("utf-8", "replace").decode()


def _changed(path: Path) -> str:
    return (
        f"«\u00a0{_shown(path)}\u00a0» a changé depuis qu'il a été pris\u00a0: il n'a pas été "
        f"supprimé de l'ordinateur. {_LEFT} Vérifiez ce fichier, puis supprimez-le à la main."
    )


def _gone(path: Path) -> str:
    return (
        f"«\u00a0{_shown(path)}\u00a0» n'est plus à sa place, ou pas sur ce poste\u00a0: il n'y "
        f"avait rien à supprimer. {_LEFT}"
    )

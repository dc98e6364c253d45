"""Whether a folder can become the data folder of a practice."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

from almapy.paths import Folders

_ROOM: Final = 500 * 1024 * 1024
_SHARED: Final = frozenset({"cifs", "smb2", "smb3", "smbfs", "nfs", "nfs4", "fuse.sshfs", "9p"})


class FolderKind(Enum):
    """What can be done with a folder."""

    FREE = auto()
    PRACTICE = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class FolderState:
    """What was found in a folder, and how it is said."""

    folder: Path
    kind: FolderKind
    text: str


def examine(typed: str) -> FolderState:
    """Return what this path can be used for; touches the disk, which may be slow."""
    folder = Path(typed.strip()).expanduser()
    if not typed.strip() or not folder.is_absolute():
        return _refused(folder, "Donnez le chemin complet d'un dossier de ce poste.")
    try:
        return _examine(folder)
    except OSError:
        return _refused(
            folder,
            "Ce dossier ne peut pas être lu. Rien n'a été modifié. Vérifiez que le disque est "
            "branché, ou choisissez un autre dossier.",
        )


def _examine(folder: Path) -> FolderState:
    if Folders(folder).exists():
        return FolderState(folder, FolderKind.PRACTICE, "Un cabinet existe déjà dans ce dossier.")
    standing = _nearest_standing(folder)
    if not standing.is_dir() or not _is_writable(standing):
        return _refused(
            folder,
            "Ce dossier refuse l'écriture. Rien n'a été modifié. Choisissez un dossier où ce "
            "compte de l'ordinateur peut écrire.",
        )
    if _is_shared(standing):
        return _refused(
            folder,
            "Ce dossier est sur un partage réseau, où la base s'abîmerait. Choisissez un disque "
            "de ce poste\u00a0; à plusieurs postes, AlmaPy travaille avec un serveur PostgreSQL.",
        )
    if shutil.disk_usage(standing).free < _ROOM:
        return _refused(
            folder,
            "Il reste moins de 500 Mo sur ce disque. Rien n'a été modifié. Libérez de la place ou "
            "choisissez un autre disque.",
        )
    text = "Ce dossier convient." if folder.exists() else "Ce dossier sera créé."
    return FolderState(folder, FolderKind.FREE, text)


def _nearest_standing(folder: Path) -> Path:
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def _is_writable(folder: Path) -> bool:
    # The rights that the system announces are wrong on Windows and on some mounts: it is tried.
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _is_shared(folder: Path) -> bool:
    kind = QStorageInfo(str(folder)).fileSystemType().toStdString().lower()
    return str(folder).startswith("\\\\") or kind in _SHARED


def _refused(folder: Path, text: str) -> FolderState:
    return FolderState(folder, FolderKind.REFUSED, text)

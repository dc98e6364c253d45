"""What is remembered of the last backup, in a small file beside the backups.

Not in the base: it must still tell where the last good backup is when the base cannot be opened,
and a restored base must not speak of backups that its own disk does not hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import timestamp
from almapy.backup.places import VERIFIED_NAMES
from almapy.db.faults import UNREADABLE, DamagedBase

_LARGEST = 64 * 1024
_NAME = "derniere-sauvegarde.json"


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The last verified backup; ``ok`` tells that its file is still there, whole by its size."""

    at: datetime
    path: Path
    ok: bool


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What the file holds; ``failure`` is the sentence of the last attempt, empty when it worked.

    ``alarm`` is the sentence about the second folder, empty when all is well there.
    """

    made_at: str = ""
    path: str = ""
    size: int = 0
    failure: str = ""
    alarm: str = ""

    def failed(self, sentence: str) -> BackupRecord:
        """Return the record after an attempt that failed: the last good backup stays known."""
        return replace(self, failure=sentence)

    @property
    def last(self) -> LastBackup | None:
        """Return the last verified backup, looked at on its disk now."""
        if not self.path:
            return None
        path = Path(self.path)
        try:
            whole = path.stat().st_size == self.size
        except OSError:
            whole = False
        return LastBackup(datetime.fromisoformat(self.made_at), path, whole)


def good(moment: datetime, path: Path, size: int, alarm: str) -> BackupRecord:
    """Return the record of a verified backup."""
    return BackupRecord(timestamp(moment), str(path), size, "", alarm)


def load(folder: Path) -> BackupRecord:
    """Return what is remembered; an absent or unreadable file remembers nothing."""
    try:
        with (folder / _NAME).open("rb") as file:
            values = json.loads(file.read(_LARGEST))
        record = BackupRecord(
            str(values["made_at"]),
            str(values["path"]),
            int(values["size"]),
            str(values["failure"]),
            str(values["alarm"]),
        )
        if record.path and datetime.fromisoformat(record.made_at).tzinfo is None:
            return BackupRecord()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return BackupRecord()
    return record


def save(folder: Path, record: BackupRecord) -> None:
    """Remember; raises StorageFull or ExternalError."""
    values = {name: getattr(record, name) for name in BackupRecord.__slots__}
    durable_file.write(folder / _NAME, json.dumps(values, ensure_ascii=False).encode())


def damaged_base(folder: Path) -> DamagedBase:
    """Return the error of a base that cannot be read, naming the backup to restore."""
    last = load(folder).last
    path = max(folder.glob(VERIFIED_NAMES), default=None)
    made = ""
    if last is not None and last.ok:
        path = last.path
        made = f" du {last.at.astimezone():%d/%m/%Y à %H:%M}"
    if path is None:
        return DamagedBase(UNREADABLE)
    return DamagedBase(
        "Le fichier de la base est endommagé. AlmaPy a cessé d'y écrire\u00a0; vos sauvegardes "
        f"sont intactes. La dernière sauvegarde vérifiée{made} est «\u00a0{path}\u00a0»\u00a0: "
        "restaurez-la dans un autre dossier («\u00a0almapy restore FICHIER --to DOSSIER\u00a0») et "
        "gardez le fichier endommagé pour l'assistance."
    )

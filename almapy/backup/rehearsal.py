"""« Essai de restauration »: a backup really restored, to a place that is thrown away."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import Action
from almapy.audit.service import JournalService
from almapy.backup.restore import RestoreReport, Unlocked, restore
from almapy.clock import Clock
from almapy.db.keys import DataKey, KeyRing
from almapy.errors import AlmaPyError, DomainError
from almapy.users.model import Actor, Right

_SCRATCH = ".scratch-"  # a crash leaves one behind: the next backup removes it


class Rehearsal:
    """Proves with the key of the open base that its backups come back; nothing of it is touched."""

    def __init__(
        self,
        folder: Path,
        data_key: DataKey,
        journal: JournalService,
        clock: Clock,
        *,
        post: str,
    ) -> None:
        """``folder`` is a folder of backups, which has the room of one restoration."""
        self._folder = folder
        self._data_key = data_key
        self._journal = journal
        self._clock = clock
        self._post = post

    def play(self, actor: Actor, source: Path) -> RestoreReport:
        """Restore a backup and compare it with what it tells; traced, also when it fails.

        Slow. Raises DamagedBackup, StorageFull or another AlmaPyError.
        """
        actor.require(Right.BACK_UP)
        try:
            report = self._restored(source)
        except AlmaPyError:
            self._trace(actor, source, good=False)
            raise
        self._trace(actor, source, good=report.ok)
        return report

    def _restored(self, source: Path) -> RestoreReport:
        with durable_file.writing_faults(self._folder):
            scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=self._folder))
        try:
            return restore(source, scratch / "essai", self._unlock, self._clock, post=self._post)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _unlock(self, ring: KeyRing) -> Unlocked:
        if ring.check_value != self._data_key.check_value():
            raise DomainError(
                "Cette sauvegarde a été faite avec une autre clé. Rien n'a été modifié. Essayez-la "
                "par «\u00a0almapy restore FICHIER --to DOSSIER\u00a0», avec son mot de passe.",
                code="restore.other_key",
            )
        return Unlocked(self._data_key, "")

    def _trace(self, actor: Actor, source: Path, *, good: bool) -> None:
        detail: dict[str, object] = {
            "essai": "oui",
            "fichier": source.name,
            "conforme": "oui" if good else "non",
        }
        self._journal.record(actor, Action.RESTORED, detail=detail)

"""Changing the settings of this post, within one's rights and with a trace."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import Action
from almapy.audit.service import JournalService
from almapy.errors import DomainError
from almapy.settings import PostSettings, load, save
from almapy.users.model import Actor, Right


class PostService:
    """Reads and writes the settings file; what is written counts from the next start."""

    def __init__(self, path: Path, journal: JournalService) -> None:
        self._path = path
        self._journal = journal

    def get(self) -> PostSettings:
        """Return the settings as the file holds them now; raises FormatError."""
        return load(self._path).settings

    def change(self, actor: Actor, settings: PostSettings) -> None:
        """Replace the settings; the former values go to the traces.

        Raises DomainError when the second backup folder cannot be written, StorageFull or
        ExternalError when the settings file cannot; nothing is changed then.
        """
        actor.require(Right.BACK_UP)
        before = self.get()
        detail: dict[str, object] = {
            one.metadata["label"]: {
                "de": getattr(before, one.name),
                "en": getattr(settings, one.name),
            }
            for one in fields(PostSettings)
            if getattr(before, one.name) != getattr(settings, one.name)
        }
        if not detail:
            return
        if settings.backup_folder and settings.backup_folder != before.backup_folder:
            _require_folder(Path(settings.backup_folder))
        with durable_file.writing_faults(self._path.parent):
            save(self._path, settings)
        self._journal.record(actor, Action.SETTING_CHANGED, detail=detail)


def _require_folder(folder: Path) -> None:
    if not folder.is_absolute() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise DomainError(
            f"«\u00a0{folder}\u00a0» n'est pas un dossier où ce compte de l'ordinateur peut "
            "écrire. Rien n'a été modifié. Branchez le disque ou choisissez un autre dossier.",
            field="backup_folder",
        )

"""Changing the settings of this post, within one's rights and with a trace."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from almapy import durable_file
from almapy.audit.model import Action
from almapy.audit.service import JournalService
from almapy.post_rules import require_allowed, require_sound
from almapy.settings import PostSettings, load, save
from almapy.users.model import Actor


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

        Raises AccessError (the choice of readers is open to whoever may see identities, the rest
        to who keeps the practice), DomainError for what cannot be right, StorageFull or
        ExternalError when the settings file cannot be written; nothing is changed then.
        """
        before = self.get()
        changed = [
            one
            for one in fields(PostSettings)
            if getattr(before, one.name) != getattr(settings, one.name)
        ]
        names = [one.name for one in changed]
        require_allowed(actor, names)
        if not changed:
            return
        require_sound(settings, names)
        detail: dict[str, object] = {
            one.metadata["label"]: {
                "de": getattr(before, one.name),
                "en": getattr(settings, one.name),
            }
            for one in changed
        }
        with durable_file.writing_faults(self._path.parent):
            save(self._path, settings)
        self._journal.record(actor, Action.SETTING_CHANGED, detail=detail)

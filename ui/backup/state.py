"""What the page of backups shows, read in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from almapy.application import Application
from almapy.audit.model import Action
from almapy.audit.queries import JournalFilter
from almapy.backup.queries import ArchiveFile, archives_in
from almapy.backup.record import LastBackup
from almapy.post import PostService
from almapy.settings import PostSettings
from almapy.users.model import Actor


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """One backup and whether it is on the second disk."""

    file: ArchiveFile
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last verified backup, what is wrong, what is kept, what is set."""

    last: LastBackup | None
    overdue: bool
    trouble: str
    kept: Sequence[KeptBackup]
    settings: PostSettings
    second_is_there: bool
    warning_days: int
    last_trial: datetime | None


def read_state(application: Application, post: PostService, actor: Actor) -> BackupState:
    """Read everything; looks at two disks, so for a worker."""
    settings = post.get()
    days = application.information.get(actor).preferences.backup_warning_days
    second = Path(settings.backup_folder) if settings.backup_folder else None
    own = archives_in(application.folders.backups, application.base_id)
    elsewhere = archives_in(second, application.base_id) if second else []
    kept = [KeptBackup(file, elsewhere=False) for file in own]
    kept += [KeptBackup(file, elsewhere=True) for file in elsewhere]
    kept.sort(key=lambda backup: backup.file.at, reverse=True)
    trials = application.journal.page(
        actor, JournalFilter(action=Action.RESTORED, words='"essai":"oui"'), limit=1
    )
    return BackupState(
        last=application.backups.last(),
        overdue=application.backups.is_overdue(days),
        trouble=application.backups.trouble(),
        kept=kept,
        settings=settings,
        second_is_there=second is not None and second.is_dir(),
        warning_days=days,
        last_trial=trials.entries[0].moment if trials.entries else None,
    )

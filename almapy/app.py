"""The composition root: builds every service of one open base and hands them out."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from almapy.audit.model import Head
from almapy.audit.seal import Seal, sealed_heads
from almapy.audit.service import JournalService
from almapy.backup.service import BackupService
from almapy.clock import Clock
from almapy.db.database import Database
from almapy.documents.store import DocumentStore
from almapy.events import EventBus
from almapy.paths import Folders
from almapy.patients.overview import OverviewService
from almapy.patients.service import PatientService
from almapy.places.service import PlaceService, reference_folder
from almapy.post import PostService
from almapy.practice.service import PracticeService
from almapy.settings import Place, PostSettings
from almapy.users.information import InformationService
from almapy.users.keeper import KeyKeeper
from almapy.users.secrets import SecretBox
from almapy.users.service import AccountService
from almapy.work import Works


@dataclass(frozen=True, slots=True)
class Application:
    """The services of one open base.

    ``is_demo`` marks a base of fictitious patients, whose outside services are simulated.
    """

    folders: Folders
    settings: PostSettings
    clock: Clock
    events: EventBus
    database: Database
    keeper: KeyKeeper
    works: Works
    accounts: AccountService
    information: InformationService
    practice: PracticeService
    patients: PatientService
    overview: OverviewService
    journal: JournalService
    documents: DocumentStore
    places: PlaceService
    backups: BackupService
    post_settings: PostService
    is_demo: bool
    base_id: str
    post: str

    def close(self) -> None:
        """Close the base; nothing may be asked of the services afterwards."""
        self.database.close()


def post_name() -> str:
    """Return the name of this computer, as the traces show it."""
    return socket.gethostname()[:60]


def build(
    place: Place,
    database: Database,
    keeper: KeyKeeper,
    *,
    clock: Clock,
    base_id: str,
    is_demo: bool,
) -> Application:
    """Assemble the services of an open base."""
    folders, settings = place.folders, place.settings
    events = EventBus()
    post = post_name()
    audit_key = keeper.data_key.audit_key()
    seal = Seal(folders.seals / f"{_file_name(post)}.seal", audit_key)
    works = Works(database, clock, events, seal.write)
    documents = DocumentStore(folders.documents, keeper.data_key, base_id)
    journal = JournalService(works, seal, _sealed_by(folders.seals, audit_key))
    return Application(
        folders=folders,
        settings=settings,
        clock=clock,
        events=events,
        database=database,
        keeper=keeper,
        works=works,
        accounts=AccountService(works, keeper),
        information=InformationService(works, SecretBox(keeper.data_key.secrets_key())),
        practice=PracticeService(works),
        patients=PatientService(works),
        overview=OverviewService(works),
        journal=journal,
        documents=documents,
        places=PlaceService(reference_folder(folders.root)),
        backups=BackupService(
            works,
            folders,
            documents,
            keeper,
            base_id=base_id,
            events=events,
            post=post,
            second_folder=settings.backup_folder,
        ),
        post_settings=PostService(Folders(place.start).settings, journal),
        is_demo=is_demo,
        base_id=base_id,
        post=post,
    )


def _sealed_by(folder: Path, audit_key: bytes) -> Callable[[], list[Head]]:
    def sealed() -> list[Head]:
        return sealed_heads(folder, audit_key)

    return sealed


def _file_name(post: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in post) or "poste"

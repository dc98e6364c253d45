"""Restoring to a new place, from either engine to either engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from almapy.audit.queries import JournalFilter
from almapy.backup.manifest import DamagedBackup
from almapy.backup.restore import RestoreReport, Unlock, restore, with_password, with_recovery_key
from almapy.db.keys import WrongPassword, WrongRecoveryKey
from almapy.db.tables import METADATA
from almapy.errors import AccessError, DomainError, StorageFull
from almapy.integrity import check
from almapy.opening import Door, Opened
from almapy.paths import Folders
from almapy.settings import Place, PostSettings, locate
from almapy.users.model import NewAccount, Role
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.backup_helpers import LETTER, fill
from tests.fakes.clock import FakeClock
from tests.fakes.postgres_server import PostgresDatabase

OPEN = with_password(LOGIN, PASSWORD)
MakeDoor = Callable[[Place], Door]
Restore = Callable[..., RestoreReport]


@pytest.fixture
def restored_place(tmp_path: Path) -> Path:
    return tmp_path / "ailleurs"


@pytest.fixture
def restore_to(clock: FakeClock, restored_place: Path) -> Restore:
    def run(path: Path, unlock: Unlock = OPEN, url: str = "") -> RestoreReport:
        return restore(path, restored_place, unlock, clock, post="poste-2", database_url=url)

    return run


@pytest.fixture
def archive(opened: Opened, tmp_path: Path) -> Path:
    fill(opened)
    return opened.application.backups.make(opened.actor, tmp_path / "cle.zip").path


def _rows(opened: Opened) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, but for traces, which go on."""
    with opened.application.database.reading() as session:
        return {
            table.name: sorted(map(tuple, session.execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table.name != "journal"
        }


def test_the_restored_practice_is_the_same(
    opened: Opened,
    archive: Path,
    restore_to: Restore,
    restored_place: Path,
    make_door: MakeDoor,
    clock: FakeClock,
) -> None:
    before = _rows(opened)
    clock.advance(timedelta(hours=2))
    report = restore_to(archive)
    assert report.ok
    assert (report.patients, report.documents) == (2, 2)
    again = make_door(Place(Folders(restored_place), PostSettings())).open(LOGIN, PASSWORD)
    assert again.application.database.is_sqlite
    assert _rows(again) == before
    name = again.application.documents.names()[0]
    assert again.application.documents.read(name).startswith(LETTER)
    found = check(again.application, all_documents=True)
    assert found.problems == []
    again.application.close()


def test_the_restoration_is_traced_in_the_restored_base(
    archive: Path, restore_to: Restore, restored_place: Path, make_door: MakeDoor
) -> None:
    restore_to(archive)
    again = make_door(Place(Folders(restored_place), PostSettings())).open(LOGIN, PASSWORD)
    page = again.application.journal.page(again.actor, JournalFilter(action="restore"))
    (entry,) = page.entries
    assert entry.actor == LOGIN
    assert entry.post == "poste-2"
    assert entry.values["sauvegarde du"] == "2026-03-10T09:30:00.000Z"
    again.application.close()


def test_the_printed_key_restores_too(
    place: Place, make_door: MakeDoor, tmp_path: Path, restore_to: Restore, restored_place: Path
) -> None:
    opened = make_door(place).create(new_practice())
    fill(opened)
    report = opened.application.backups.make(opened.actor, tmp_path / "cle.zip")
    opened.application.close()
    assert restore_to(report.path, with_recovery_key(opened.recovery_text)).ok
    again = make_door(Place(Folders(restored_place), PostSettings())).open(LOGIN, PASSWORD)
    page = again.application.journal.page(again.actor, JournalFilter(action="restore"))
    assert page.entries[0].values["par"] == "clé de secours"
    again.application.close()


def test_the_password_is_that_of_the_day_of_the_backup(
    practice: Opened, tmp_path: Path, restore_to: Restore
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    practice.application.accounts.change_own_password(practice.actor, PASSWORD, "Erable-2027!!")
    with pytest.raises(WrongPassword):
        restore_to(report.path, with_password(LOGIN, "Erable-2027!!"))
    assert restore_to(report.path).ok


def test_a_wrong_password_restores_nothing(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    with pytest.raises(WrongPassword):
        restore_to(report.path, with_password(LOGIN, "pas celui-ci"))
    assert not restored_place.exists()


def test_a_wrong_printed_key_restores_nothing(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    other = "MRSW-MZ3I-NFVG-W3DN-NZXX-A4LS-ON2H-K5TX-2EDA"
    with pytest.raises(WrongRecoveryKey):
        restore_to(report.path, with_recovery_key(other))
    assert not restored_place.exists()


def test_somebody_without_the_right_restores_nothing(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path
) -> None:
    new = NewAccount("accueil", Role.SECRETAIRE, "Lou", "FICTIVE", "Bruyere-2026!")
    practice.application.accounts.create(practice.actor, new)
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    with pytest.raises(AccessError):
        restore_to(report.path, with_password("accueil", "Bruyere-2026!"))
    assert not restored_place.exists()


def test_a_practice_is_never_restored_over(
    practice: Opened, tmp_path: Path, clock: FakeClock
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    root = practice.application.folders.root
    before = (root / "keys.json").read_bytes()
    with pytest.raises(DomainError, match="n'est pas un dossier vide"):
        restore(report.path, root, OPEN, clock, post="poste")
    assert (root / "keys.json").read_bytes() == before


def test_a_file_is_no_place_to_restore_to(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    restored_place.write_bytes(b"un fichier")
    with pytest.raises(DomainError):
        restore_to(report.path)
    assert restored_place.read_bytes() == b"un fichier"


def test_an_empty_folder_is_emptied_again_when_it_fails(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path, monkeypatch
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    restored_place.mkdir()

    def fail(*_: object) -> None:
        raise DamagedBackup("essai")

    monkeypatch.setattr("almapy.db.key_file.KeyFile.write", fail)
    with pytest.raises(DamagedBackup):
        restore_to(report.path)
    assert list(restored_place.iterdir()) == []


def test_too_little_room_is_told_before_anything_is_written(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path, monkeypatch
) -> None:
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")

    class Usage:
        free = 1000

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage)
    with pytest.raises(StorageFull):
        restore_to(report.path)
    assert not restored_place.exists()


def test_an_automatic_backup_finds_the_documents_beside_it(
    practice: Opened, restore_to: Restore
) -> None:
    fill(practice)
    report = practice.application.backups.make(practice.actor)
    assert restore_to(report.path).documents == 2


def test_without_the_documents_beside_it_the_rest_is_restored_and_the_loss_told(
    practice: Opened, tmp_path: Path, restore_to: Restore, restored_place: Path, make_door: MakeDoor
) -> None:
    fill(practice)
    report = practice.application.backups.make(practice.actor)
    alone = tmp_path / "seule" / report.path.name
    alone.parent.mkdir()
    report.path.rename(alone)
    restored = restore_to(alone)
    assert not restored.ok
    assert (restored.patients, restored.documents) == (2, 0)
    assert "Documents absents ou abîmés\u00a0: 2." in restored.problems[0]
    again = make_door(Place(Folders(restored_place), PostSettings())).open(LOGIN, PASSWORD)
    assert again.application.patients.count() == 2
    again.application.close()


@pytest.mark.postgresql
def test_a_backup_of_either_engine_is_restored_to_a_server(
    opened: Opened,
    archive: Path,
    restore_to: Restore,
    restored_place: Path,
    make_door: MakeDoor,
    postgres_server,
) -> None:
    before = _rows(opened)
    target: PostgresDatabase = postgres_server.create_database()
    report = restore_to(archive, url=target.url)
    assert report.ok
    assert not (restored_place / "almapy.db").exists()
    place = Place(Folders(restored_place), PostSettings(database_url=target.url))
    again = make_door(place).open(LOGIN, PASSWORD)
    assert not again.application.database.is_sqlite
    assert _rows(again) == before
    assert check(again.application, all_documents=True).problems == []
    again.application.close()
    postgres_server.drop_database(target)


@pytest.mark.postgresql
def test_a_restored_server_goes_on_numbering(
    practice: Opened,
    tmp_path: Path,
    restore_to: Restore,
    restored_place: Path,
    make_door: MakeDoor,
    postgres_database: PostgresDatabase,
) -> None:
    fill(practice, patients=3)
    path = practice.application.backups.make(practice.actor, tmp_path / "cle.zip").path
    restore_to(path, url=postgres_database.url)
    place = Place(Folders(restored_place), PostSettings(database_url=postgres_database.url))
    again = make_door(place).open(LOGIN, PASSWORD)
    data = again.application.patients.open(again.actor, 3).data
    assert again.application.patients.create(again.actor, data).id == 4
    again.application.close()


@pytest.mark.postgresql
def test_a_server_that_holds_something_is_left_alone(
    practice: Opened,
    tmp_path: Path,
    restore_to: Restore,
    restored_place: Path,
    postgres_database: PostgresDatabase,
) -> None:
    path = practice.application.backups.make(practice.actor, tmp_path / "cle.zip").path
    with postgres_database.connect() as connection:
        connection.execute("CREATE TABLE autre (x integer)")
        connection.execute("INSERT INTO autre VALUES (1)")
    with pytest.raises(DomainError, match="n'est pas vide"):
        restore_to(path, url=postgres_database.url)
    with postgres_database.connect() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert [row[0] for row in tables] == ["autre"]
    assert not restored_place.exists()


@pytest.mark.postgresql
def test_a_restoration_that_failed_can_be_tried_again(
    practice: Opened,
    tmp_path: Path,
    restore_to: Restore,
    postgres_database: PostgresDatabase,
    monkeypatch,
) -> None:
    fill(practice)
    path = practice.application.backups.make(practice.actor, tmp_path / "cle.zip").path

    def fail(*_: object) -> None:
        raise DamagedBackup("essai")

    with monkeypatch.context() as patch:
        patch.setattr("almapy.backup.restore.chain.append", fail)
        with pytest.raises(DamagedBackup):
            restore_to(path, url=postgres_database.url)
    assert restore_to(path, url=postgres_database.url).patients == 2


@pytest.mark.postgresql
def test_the_settings_of_the_restored_post_name_the_server_without_its_password(
    practice: Opened,
    tmp_path: Path,
    restore_to: Restore,
    restored_place: Path,
    postgres_database: PostgresDatabase,
) -> None:
    path = practice.application.backups.make(practice.actor, tmp_path / "cle.zip").path
    restore_to(path, url=postgres_database.url)
    url = locate(restored_place).settings.database_url
    database = postgres_database
    assert url == f"postgresql://{database.user}@{database.host}:{database.port}/{database.name}"

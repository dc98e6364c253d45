"""Making backups, on both engines."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from almapy.audit.queries import JournalFilter
from almapy.db.database import connect_sqlite
from almapy.db.schema import PROGRAM_VERSION
from almapy.errors import AccessError, DomainError
from almapy.events import Topic
from almapy.opening import Opened
from almapy.users.model import Actor, Role, rights_of
from tests.core.backup_helpers import fill, flip
from tests.fakes.clock import FakeClock


def test_a_backup_is_verified_and_tells_what_it_holds(opened: Opened) -> None:
    fill(opened)
    report = opened.application.backups.make(opened.actor)
    assert report.verified
    assert not report.problems
    assert (report.patients, report.documents) == (2, 2)
    assert report.size == report.path.stat().st_size
    assert report.path.parent == opened.application.folders.backups


def test_the_archive_has_its_five_kinds_of_members(opened: Opened, tmp_path: Path) -> None:
    names = fill(opened)
    report = opened.application.backups.make(opened.actor, tmp_path / "cle.zip")
    with ZipFile(report.path) as package:
        manifest = json.loads(package.read("manifest.json"))
        assert set(package.namelist()) == {
            "manifest.json",
            "manifest.hmac",
            "keys.json",
            "base.db",
            *(f"documents/{name[:2]}/{name}" for name in names),
        }
    assert manifest["counts"]["patient"] == 2
    assert manifest["counts"]["journal"] == manifest["journal"]["seq"] == report.audit_rows
    assert manifest["document_count"] == 2
    assert len(manifest["members"]) == 4


def test_the_base_of_the_archive_is_an_embedded_one_of_the_same_key(
    opened: Opened, tmp_path: Path
) -> None:
    fill(opened)
    report = opened.application.backups.make(opened.actor, tmp_path / "cle.zip")
    with ZipFile(report.path) as package:
        package.extract("base.db", tmp_path)
    key = opened.application.keeper.data_key.database_key()
    connection = connect_sqlite(tmp_path / "base.db", key)
    assert connection.execute("SELECT count(*) FROM patient").fetchone() == (2,)
    assert connection.execute("PRAGMA user_version").fetchone() == (PROGRAM_VERSION,)
    connection.close()


def test_nothing_is_left_beside_the_archives(opened: Opened) -> None:
    fill(opened)
    report = opened.application.backups.make(opened.actor)
    left = {path.name for path in opened.application.folders.backups.iterdir()}
    base = opened.application.base_id[:8]
    assert left == {report.path.name, f"almapy-{base}-documents", "derniere-sauvegarde.json"}


def test_the_name_of_the_archive_is_its_date_and_nothing_of_anybody(opened: Opened) -> None:
    report = opened.application.backups.make(opened.actor)
    base = opened.application.base_id[:8]
    assert report.path.name == f"almapy-{base}-2026-03-10T093000Z.zip"


def test_two_backups_of_the_same_second_do_not_replace_each_other(opened: Opened) -> None:
    first = opened.application.backups.make(opened.actor)
    second = opened.application.backups.make(opened.actor)
    assert first.path != second.path
    assert first.path.exists()
    assert second.path.exists()


def test_a_named_backup_needs_the_right(opened: Opened, tmp_path: Path) -> None:
    secretary = Actor(9, "s", "S", "S", Role.SECRETAIRE, rights_of(Role.SECRETAIRE), "poste")
    with pytest.raises(AccessError):
        opened.application.backups.make(secretary, tmp_path / "cle.zip")
    assert not (tmp_path / "cle.zip").exists()


def test_a_folder_may_be_named(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "disque").mkdir()
    report = opened.application.backups.make(opened.actor, tmp_path / "disque")
    assert report.path.parent == tmp_path / "disque"
    assert report.path.suffix == ".zip"


def test_a_file_that_exists_is_never_replaced(opened: Opened, tmp_path: Path) -> None:
    target = tmp_path / "facture.zip"
    target.write_bytes(b"autre chose")
    with pytest.raises(DomainError):
        opened.application.backups.make(opened.actor, target)
    assert target.read_bytes() == b"autre chose"


def test_a_backup_is_traced_and_announced(opened: Opened) -> None:
    heard = []
    opened.application.events.subscribe(heard.append)
    report = opened.application.backups.make(opened.actor)
    page = opened.application.journal.page(opened.actor, JournalFilter(action="backup"))
    assert page.total == 1
    assert page.entries[0].values["fichier"] == report.path.name
    assert page.entries[0].values["verifiee"] is True
    assert [fact.topic for fact in heard] == [Topic.BACKUP]


def test_what_others_write_meanwhile_is_wholly_in_or_wholly_out(opened: Opened) -> None:
    fill(opened)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            opened.application.patients.open(opened.actor, 1)
            opened.application.journal.record(opened.actor, "print", patient_id=1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        reports = [opened.application.backups.make(opened.actor) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    assert all(report.verified for report in reports)


def test_the_last_backup_is_remembered(opened: Opened, clock: FakeClock) -> None:
    backups = opened.application.backups
    assert backups.last() is None
    report = backups.make(opened.actor)
    last = backups.last()
    assert last is not None
    assert (last.at, last.path, last.ok) == (clock.now(), report.path, True)
    clock.advance(timedelta(hours=5))
    assert backups.age() == timedelta(hours=5)


def test_a_last_backup_that_went_away_is_not_called_good(opened: Opened) -> None:
    backups = opened.application.backups
    backups.make(opened.actor).path.unlink()
    last = backups.last()
    assert last is not None
    assert not last.ok


def test_the_reminder_comes_after_the_chosen_days(opened: Opened, clock: FakeClock) -> None:
    backups = opened.application.backups
    assert not backups.is_overdue(2)
    clock.advance(timedelta(days=2))
    assert backups.is_overdue(2)
    backups.make(opened.actor)
    assert not backups.is_overdue(2)
    clock.advance(timedelta(days=1, hours=23))
    assert not backups.is_overdue(2)
    clock.advance(timedelta(hours=1))
    assert backups.is_overdue(2)


def test_documents_are_brought_beside_the_archives_only_once(opened: Opened) -> None:
    application = opened.application
    names = fill(opened)
    first = application.backups.make(opened.actor)
    beside = application.folders.backups / f"almapy-{application.base_id[:8]}-documents"
    kept = {path.name: path.stat().st_ino for path in beside.glob("*/*")}
    assert set(kept) == set(names)
    application.documents.put(b"nouveau document fictif")
    second = application.backups.make(opened.actor)
    again = {path.name: path.stat().st_ino for path in beside.glob("*/*")}
    assert again.items() >= kept.items()
    assert len(again) == 3
    assert (first.documents, second.documents) == (2, 3)


def test_a_damaged_copy_of_a_document_is_brought_in_again(opened: Opened) -> None:
    application = opened.application
    (name,) = fill(opened, documents=1)
    application.backups.make(opened.actor)
    beside = application.folders.backups / f"almapy-{application.base_id[:8]}-documents"
    copy = beside / name[:2] / name
    copy.unlink()
    copy.write_bytes(b"x" * 900)
    report = application.backups.make(opened.actor)
    assert report.verified
    assert copy.read_bytes() == application.documents.path(name).read_bytes()


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_a_damaged_document_makes_the_backup_unverified(
    opened: Opened, tmp_path: Path, where: str
) -> None:
    application = opened.application
    (name,) = fill(opened, documents=1)
    flip(application.documents.path(name), -1)
    target = tmp_path / "cle.zip" if where == "inside" else None
    report = application.backups.make(opened.actor, target)
    assert not report.verified
    assert "NON-VERIFIEE" in report.path.name
    assert "Documents absents ou abîmés\u00a0: 1." in report.problems[0]
    assert application.backups.last() is None
    assert application.backups.trouble() == report.problems[0]


def test_a_broken_chain_makes_the_backup_unverified(practice: Opened) -> None:
    database = practice.application.database
    with database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER journal_no_update")
        connection.exec_driver_sql("UPDATE journal SET actor = 'autre' WHERE seq = 2")
    report = practice.application.backups.make(practice.actor)
    assert not report.verified
    assert "journal des traces, ligne 2" in report.problems[0]


def test_a_cut_tail_makes_the_backup_unverified(practice: Opened) -> None:
    practice.application.journal.record(practice.actor, "print")
    with practice.application.database.writing() as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER journal_no_delete")
        connection.exec_driver_sql("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")
    report = practice.application.backups.make(practice.actor)
    assert not report.verified
    assert "la fin du journal manque" in report.problems[0]


def test_only_the_newest_unverified_archive_stays(practice: Opened, clock: FakeClock) -> None:
    (name,) = fill(practice, documents=1)
    good = practice.application.backups.make(practice.actor)
    practice.application.documents.path(name).write_bytes(b"x")
    next(practice.application.folders.backups.glob("*-documents/*/*")).unlink()
    reports = []
    for _ in range(3):
        clock.advance(timedelta(hours=4))
        reports.append(practice.application.backups.make(practice.actor))
    assert [report.verified for report in reports] == [False, False, False]
    assert [report.path.exists() for report in reports] == [False, False, True]
    assert good.path.exists()

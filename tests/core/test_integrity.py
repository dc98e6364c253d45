"""What `almapy check` and the check after a brutal stop find."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from almapy.backup.record import damaged_base
from almapy.db.faults import DamagedBase
from almapy.db.soundness import page_faults
from almapy.integrity import check, quick_check
from almapy.opening import Door, Opened
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.backup_helpers import fill, flip

PAGE = 4096
EVERY = 3
"""Pages apart, from one drawn at each run: each page takes as long as the others."""


def _write_as_an_intruder(opened: Opened, *statements: str) -> None:
    with opened.application.database.writing() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)


def test_a_whole_practice_is_whole(opened: Opened) -> None:
    fill(opened)
    report = check(opened.application, all_documents=True)
    assert report.ok
    assert (report.patients, report.documents) == (2, 2)
    assert report.audit_rows > 0
    assert report.notices == ["Aucune sauvegarde vérifiée sur ce poste."]
    assert quick_check(opened.application) == []


def test_checking_changes_nothing(practice: Opened) -> None:
    fill(practice)
    before = check(practice.application)
    assert check(practice.application) == before


def test_the_last_backup_is_named(opened: Opened) -> None:
    report = opened.application.backups.make(opened.actor)
    (notice,) = check(opened.application).notices
    assert str(report.path) in notice
    assert "10/03/2026" in notice
    report.path.unlink()
    (notice,) = check(opened.application).notices
    assert "n'est plus visible" in notice


def test_the_first_changed_trace_is_named(practice: Opened) -> None:
    for _ in range(5):
        practice.application.journal.record(practice.actor, "print")
    _write_as_an_intruder(
        practice,
        "DROP TRIGGER journal_no_update",
        "UPDATE journal SET detail = '{}' WHERE seq IN (4, 6)",
    )
    (problem,) = check(practice.application).problems
    assert "ligne 4\u00a0: le contenu de la ligne a été modifié" in problem


@pytest.mark.postgresql
def test_the_first_changed_trace_is_named_on_a_server(opened: Opened) -> None:
    if opened.application.database.is_sqlite:
        _write_as_an_intruder(opened, "DROP TRIGGER journal_no_update")
    else:
        _write_as_an_intruder(opened, "DROP TRIGGER journal_only_added ON journal")
    _write_as_an_intruder(opened, "UPDATE journal SET actor = 'autre' WHERE seq = 2")
    (problem,) = check(opened.application).problems
    assert "ligne 2" in problem


def test_a_removed_trace_is_named(practice: Opened) -> None:
    practice.application.journal.record(practice.actor, "print")
    _write_as_an_intruder(
        practice, "DROP TRIGGER journal_no_delete", "DELETE FROM journal WHERE seq = 2"
    )
    (problem,) = check(practice.application).problems
    assert "ligne 2\u00a0: une ligne manque" in problem


def test_a_cut_tail_is_seen_by_the_seal(practice: Opened) -> None:
    practice.application.journal.record(practice.actor, "print")
    last = check(practice.application).audit_rows
    _write_as_an_intruder(
        practice, "DROP TRIGGER journal_no_delete", f"DELETE FROM journal WHERE seq = {last}"
    )
    (problem,) = check(practice.application).problems
    assert f"ligne {last}\u00a0: la fin du journal manque" in problem
    assert quick_check(practice.application) == [problem]


def test_an_altered_seal_is_told(practice: Opened) -> None:
    (seal,) = practice.application.folders.seals.glob("*.seal")
    seal.write_text("{}")
    (problem,) = check(practice.application).problems
    assert "sceau" in problem


def test_an_orphan_row_is_told(practice: Opened) -> None:
    fill(practice)
    database = practice.application.database
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("DELETE FROM patient WHERE id = 1")
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        connection.exec_driver_sql("BEGIN")
    problems = check(practice.application).problems
    assert any("table encounter\u00a0: 1." in problem for problem in problems)


def test_damaged_and_missing_documents_are_counted(opened: Opened) -> None:
    application = opened.application
    names = fill(opened, documents=4)
    flip(application.documents.path(names[0]), 60)
    flip(application.documents.path(names[2]), -1)
    (problem,) = check(application).problems
    assert problem.startswith("Documents absents ou abîmés\u00a0: 2.")


def test_damaged_keys_are_told_while_the_base_is_still_open(practice: Opened) -> None:
    practice.application.folders.keys.write_bytes(b"")
    (problem,) = check(practice.application).problems
    assert "keys.json" in problem


def test_the_keys_of_another_practice_are_told(
    practice: Opened, tmp_path: Path, make_door: Callable[[Place], Door]
) -> None:
    other = make_door(Place(Folders(tmp_path / "autre"), PostSettings())).create(new_practice())
    other.application.close()
    shutil.copyfile(tmp_path / "autre/keys.json", practice.application.folders.keys)
    (problem,) = check(practice.application).problems
    assert "n'est pas celui de cette base" in problem


def test_a_flipped_bit_of_any_page_is_found_and_the_backup_named(practice: Opened) -> None:
    fill(practice, patients=40)
    backup = practice.application.backups.make(practice.actor)
    base = practice.application.folders.base
    practice.application.database.close()
    whole = base.read_bytes()
    first = random.randint(1, EVERY)
    for page in range(first, len(whole) // PAGE, EVERY):
        base.write_bytes(whole)
        flip(base, page * PAGE + 1000)
        problems = check(practice.application).problems
        assert any(str(backup.path) in problem for problem in problems), page
        practice.application.database.engine.dispose()
    base.write_bytes(whole)
    assert check(practice.application).ok


def test_a_damaged_page_is_named(practice: Opened) -> None:
    fill(practice, patients=60)
    practice.application.database.close()
    base = practice.application.folders.base
    flip(base, -2000)
    problems = check(practice.application).problems
    assert problems[1].endswith(f"hors d'AlmaPy\u00a0: {base.stat().st_size // PAGE}.")


def test_a_damaged_first_page_opens_nothing_and_points_to_the_backup(
    practice: Opened, place: Place, make_door: Callable[[Place], Door]
) -> None:
    fill(practice)
    backup = practice.application.backups.make(practice.actor)
    practice.application.close()
    flip(practice.application.folders.base, 100)
    with pytest.raises(DamagedBase):
        make_door(place).open(LOGIN, PASSWORD)
    told = damaged_base(practice.application.folders.backups).message
    assert str(backup.path) in told
    assert "10/03/2026" in told


def test_a_check_finds_nothing_wrong_while_people_work(practice: Opened) -> None:
    fill(practice, patients=30)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            practice.application.journal.record(practice.actor, "print", patient_id=1)
            with practice.application.database.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
                connection.exec_driver_sql("BEGIN")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        problems = [quick_check(practice.application) for _ in range(20)]
    finally:
        stop.set()
        worker.join()
    assert problems == [[]] * 20


def test_a_damaged_journal_of_sqlite_loses_its_end_and_the_seal_tells(
    practice: Opened, tmp_path: Path, make_door: Callable[[Place], Door]
) -> None:
    fill(practice)
    practice.application.database.close()
    practice.application.journal.record(practice.actor, "print")
    practice.application.journal.record(practice.actor, "print")
    killed = tmp_path / "killed"
    shutil.copytree(practice.application.folders.root, killed)
    flip(killed / "almapy.db-wal", -2000)
    again = make_door(Place(Folders(killed), PostSettings())).open(LOGIN, PASSWORD)
    assert any("traces manquent" in notice for notice in again.notices)
    (problem,) = quick_check(again.application)
    assert "Journal des traces" in problem
    again.application.close()


def test_a_brutal_stop_without_damage_is_found_whole(
    practice: Opened, tmp_path: Path, make_door: Callable[[Place], Door]
) -> None:
    fill(practice)
    killed = tmp_path / "killed"
    shutil.copytree(practice.application.folders.root, killed)
    again = make_door(Place(Folders(killed), PostSettings())).open(LOGIN, PASSWORD)
    assert quick_check(again.application) == []
    assert again.application.patients.count() == 2
    again.application.close()


def test_a_truncated_base_is_said_to_lack_its_end(practice: Opened, tmp_path: Path) -> None:
    fill(practice)
    practice.application.close()
    base = practice.application.folders.base
    base.write_bytes(base.read_bytes()[:-1000])
    key = practice.application.keeper.data_key.database_key()
    (problem,) = page_faults(base, key)
    assert "sa fin manque" in problem or "Pages abîmées" in problem
    assert "bytes" not in problem

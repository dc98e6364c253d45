"""Backups that nobody asks for."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from almapy.audit.queries import JournalFilter
from almapy.backup import automatic
from almapy.backup.automatic import AutomaticBackup
from almapy.clock import SystemClock
from almapy.opening import Opened

SHORT = 0.05 / 3600


@pytest.fixture
def automatic_backup(practice: Opened) -> Iterator[Callable[[float], AutomaticBackup]]:
    made: list[AutomaticBackup] = []

    def make(hours: float) -> AutomaticBackup:
        made.append(AutomaticBackup(practice.application.backups, SystemClock(), hours))
        return made[-1]

    yield make
    for one in made:
        one.stop()


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert happened()


def _archives(practice: Opened) -> int:
    return len(list(practice.application.folders.backups.glob("*.zip")))


def test_backups_come_one_after_another(practice: Opened, automatic_backup) -> None:
    automatic_backup(SHORT).start()
    _wait_for(lambda: _archives(practice) >= 2)


def test_it_is_traced_as_asked_by_nobody(practice: Opened, automatic_backup) -> None:
    automatic_backup(0).at_close()
    page = practice.application.journal.page(practice.actor, JournalFilter(action="backup"))
    assert [entry.actor for entry in page.entries] == ["(automatique)"]


def test_stopping_ends_the_thread_at_once(automatic_backup) -> None:
    one = automatic_backup(4)
    one.start()
    assert "almapy-backup" in {thread.name for thread in threading.enumerate()}
    start = time.monotonic()
    one.stop()
    assert time.monotonic() - start < 1
    assert "almapy-backup" not in {thread.name for thread in threading.enumerate()}


def test_it_can_be_stopped_twice_and_without_start(automatic_backup) -> None:
    one = automatic_backup(4)
    one.stop()
    one.start()
    one.stop()
    one.stop()


def test_waiting_costs_no_processor(practice: Opened, automatic_backup) -> None:
    one = automatic_backup(4)
    one.start()
    before = time.process_time()
    time.sleep(0.3)
    assert time.process_time() - before < 0.1
    assert _archives(practice) == 0


def test_zero_hours_leaves_only_the_backup_at_close(practice: Opened, automatic_backup) -> None:
    one = automatic_backup(0)
    one.start()
    assert "almapy-backup" not in {thread.name for thread in threading.enumerate()}
    report = one.at_close()
    assert report is not None
    assert report.verified
    assert _archives(practice) == 1


@pytest.mark.parametrize(
    ("age_hours", "expected_hours"), [(None, 1 / 6), (0, 4), (1, 3), (3.9, 1 / 6), (50, 1 / 6)]
)
def test_the_hours_count_from_the_last_backup(
    automatic_backup, monkeypatch, age_hours: float | None, expected_hours: float
) -> None:
    one = automatic_backup(4)
    age = None if age_hours is None else timedelta(hours=age_hours)
    monkeypatch.setattr(one._service, "age", lambda: age)
    assert one._first_pause() == pytest.approx(expected_hours * 3600)


def test_a_failure_is_kept_for_the_window_and_never_raised(
    practice: Opened, automatic_backup, monkeypatch, caplog
) -> None:
    folders = practice.application.folders
    kept = folders.keys.read_bytes()
    folders.keys.write_bytes(b"{}")
    assert automatic_backup(0).at_close() is None
    assert "keys.json" in practice.application.backups.trouble()
    assert [record.code for record in caplog.records] == ["keys.damaged"]
    folders.keys.write_bytes(kept)
    assert automatic_backup(0).at_close() is not None
    assert practice.application.backups.trouble() == ""


def test_even_a_defect_does_not_end_the_backups(
    practice: Opened, automatic_backup, monkeypatch, caplog
) -> None:
    calls = []

    def fail() -> None:
        calls.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(practice.application.backups, "make_unasked", fail)
    automatic_backup(SHORT).start()
    _wait_for(lambda: len(calls) >= 2)
    assert automatic.__name__ in {record.name for record in caplog.records}

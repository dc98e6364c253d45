"""Which backups stay, here and in the second folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almapy.backup.places import BackupFolder, kept
from almapy.backup.restore import restore, with_password
from almapy.opening import Door, Opened
from almapy.settings import Place
from tests.conftest import LOGIN, PASSWORD, new_practice
from tests.core.backup_helpers import fill, flip
from tests.fakes.clock import FakeClock

NOW = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture
def second(tmp_path: Path) -> Path:
    folder = tmp_path / "disque amovible"
    folder.mkdir()
    return folder


@pytest.fixture
def practice_with_second(
    place: Place, second: Path, make_door: Callable[[Place], Door]
) -> Iterator[Opened]:
    settings = replace(place.settings, backup_folder=str(second))
    opened = make_door(replace(place, settings=settings)).create(new_practice())
    yield opened
    opened.application.close()


def test_a_year_of_daily_backups_is_thinned_to_days_weeks_and_months() -> None:
    daily = [NOW - timedelta(days=n) for n in range(400)]
    keep = kept(daily)
    assert keep >= set(daily[:7])
    assert len({moment.isocalendar()[:2] for moment in keep}) >= 5
    assert {(m.year, m.month) for m in keep} == {(2026, 3), (2026, 2), (2026, 1)} | {
        (2025, month) for month in range(4, 13)
    }
    assert len(keep) <= 7 + 5 + 12


def test_every_backup_of_the_last_day_stays() -> None:
    today = [NOW - timedelta(hours=n) for n in (0, 4, 8)]
    assert kept(today) == set(today)


def test_of_an_earlier_day_only_the_last_one_stays() -> None:
    yesterday = [NOW - timedelta(days=1, hours=n) for n in (0, 4, 8)]
    assert kept([NOW, *yesterday]) == {NOW, yesterday[0]}


@given(st.lists(moments, max_size=60))
def test_the_newest_always_stays_and_the_rest_is_bounded(made: list[datetime]) -> None:
    keep = kept(made)
    assert keep <= set(made)
    if made:
        newest = max(made)
        assert newest in keep
        assert len([m for m in keep if m.date() != newest.date()]) <= 7 + 5 + 12


@given(st.lists(moments, min_size=1, max_size=40))
def test_what_is_kept_is_kept_again(made: list[datetime]) -> None:
    assert kept(kept(made)) == kept(made)


def test_old_archives_go_and_strange_files_stay(practice: Opened, clock: FakeClock) -> None:
    backups = practice.application.folders.backups
    first = practice.application.backups.make(practice.actor)
    strange = [
        backups / "almapy-00000000-2020-01-01T000000Z.zip",
        backups / "photos.zip",
        backups / f"almapy-{practice.application.base_id[:8]}-2020-01-01.zip",
    ]
    for path in strange:
        path.write_bytes(b"x")
    paths = []
    for _ in range(9):
        clock.advance(timedelta(days=1))
        paths.append(practice.application.backups.make(practice.actor).path)
    assert not first.path.exists()
    assert all(path.exists() for path in (*paths[-7:], *strange))


def test_a_document_that_no_archive_names_goes_with_the_last_that_did(
    practice: Opened, clock: FakeClock
) -> None:
    (name,) = fill(practice, documents=1)
    application = practice.application
    application.backups.make(practice.actor)
    beside = BackupFolder(application.folders.backups, application.base_id).documents
    application.documents.remove(name)
    clock.advance(timedelta(days=1))
    application.backups.make(practice.actor)
    assert (beside / name[:2] / name).exists()
    for _ in range(14):
        clock.advance(timedelta(days=40))
        application.backups.make(practice.actor)
    assert not (beside / name[:2] / name).exists()


def test_the_second_folder_holds_the_same_and_can_be_restored(
    practice_with_second: Opened, second: Path, tmp_path: Path, clock: FakeClock
) -> None:
    fill(practice_with_second)
    report = practice_with_second.application.backups.make(practice_with_second.actor)
    assert report.problems == ()
    copy = second / report.path.name
    assert copy.read_bytes() == report.path.read_bytes()
    restored = restore(
        copy, tmp_path / "ailleurs", with_password(LOGIN, PASSWORD), clock, post="poste"
    )
    assert (restored.ok, restored.patients, restored.documents) == (True, 2, 2)


def test_a_second_folder_that_went_away_is_an_alarm(
    practice_with_second: Opened, second: Path
) -> None:
    second.rmdir()
    backups = practice_with_second.application.backups
    report = backups.make(practice_with_second.actor)
    assert report.verified
    assert "Second dossier de sauvegarde" in report.problems[0]
    assert backups.trouble() == report.problems[0]
    last = backups.last()
    assert last is not None
    assert last.ok
    assert not second.exists()
    second.mkdir()
    assert backups.make(practice_with_second.actor).problems == ()
    assert backups.trouble() == ""


def test_a_copy_that_reads_back_differently_is_an_alarm_and_goes(
    practice_with_second: Opened, second: Path, monkeypatch
) -> None:
    def copy(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:-1] + b"?")

    monkeypatch.setattr("almapy.backup.service.copy_file", copy)
    report = practice_with_second.application.backups.make(practice_with_second.actor)
    assert report.verified
    assert "relue" in report.problems[0]
    assert not list(second.glob("*.zip"))


def test_an_unverified_backup_does_not_go_to_the_second_folder(
    practice_with_second: Opened, second: Path
) -> None:
    (name,) = fill(practice_with_second, documents=1)
    practice_with_second.application.documents.path(name).write_bytes(b"x")
    report = practice_with_second.application.backups.make(practice_with_second.actor)
    assert not report.verified
    assert not list(second.glob("*.zip"))


def test_old_archives_go_from_the_second_folder_too(
    practice_with_second: Opened, second: Path, clock: FakeClock
) -> None:
    for _ in range(9):
        practice_with_second.application.backups.make(practice_with_second.actor)
        clock.advance(timedelta(days=1))
    own = practice_with_second.application.folders.backups
    assert {p.name for p in second.glob("*.zip")} == {p.name for p in own.glob("*.zip")}
    assert len(list(second.glob("*.zip"))) <= 8


def test_a_damaged_old_archive_is_named_and_costs_no_document(
    practice: Opened, clock: FakeClock
) -> None:
    names = fill(practice)
    application = practice.application
    old = application.backups.make(practice.actor)
    flip(old.path, old.path.read_bytes().index(b'"base_id"'))
    for name in names:
        application.documents.remove(name)
    clock.advance(timedelta(hours=4))
    report = application.backups.make(practice.actor)
    assert report.verified
    assert old.path.name in report.problems[0]
    beside = BackupFolder(application.folders.backups, application.base_id).documents
    assert {path.name for path in beside.glob("*/*")} == set(names)

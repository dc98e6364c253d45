"""Backups when disks fail: full, gone, forbidden, lying."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from almapy.db.faults import DamagedBase
from almapy.errors import AlmaPyError, ExternalError, FormatError, StorageFull
from almapy.events import Topic
from almapy.opening import Opened
from tests.core.backup_helpers import fill, flip


@contextlib.contextmanager
def _files_limited_to(size: int) -> Iterator[None]:
    """Refuse to let any file of this process grow beyond a size, as a quota does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "petit"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("seul l'administrateur monte un petit disque")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _settled(opened: Opened) -> int:
    """Bring the journal of SQLite back into the base; return the size of the base."""
    opened.application.database.close()
    return opened.application.folders.base.stat().st_size


def _leftovers(opened: Opened) -> set[str]:
    backups = opened.application.folders.backups
    return {path.name for path in backups.iterdir()} - {"derniere-sauvegarde.json"}


def test_a_disk_that_fills_leaves_nothing_and_says_so(practice: Opened, tmp_path: Path) -> None:
    fill(practice)
    size = _settled(practice)
    with _files_limited_to(size + 2_000), pytest.raises(StorageFull) as caught:
        practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    assert "la sauvegarde n'a pas été faite" in caught.value.message
    assert not list(tmp_path.glob("*cle.zip*"))
    assert _leftovers(practice) == set()
    assert practice.application.backups.make(practice.actor).verified


@pytest.mark.parametrize("limit", [4096, 60_000, 150_000])
def test_a_disk_that_fills_at_any_moment_leaves_nothing(practice: Opened, limit: int) -> None:
    fill(practice)
    _settled(practice)
    with _files_limited_to(limit), pytest.raises(ExternalError) as caught:
        practice.application.backups.make(practice.actor)
    assert "la sauvegarde n'a pas été faite" in caught.value.message
    assert not [name for name in _leftovers(practice) if not name.endswith("documents")]
    assert practice.application.patients.count() == 2


def test_a_disk_too_small_is_refused_before_writing(practice: Opened, small_disk: Path) -> None:
    fill(practice, patients=5)
    (small_disk / "occupe").write_bytes(bytes(500_000))
    with pytest.raises(StorageFull):
        practice.application.backups.make(practice.actor, small_disk / "cle.zip")
    assert [path.name for path in small_disk.iterdir()] == ["occupe"]


def test_a_disk_that_fills_while_the_archive_is_written(
    practice: Opened, small_disk: Path, monkeypatch
) -> None:
    fill(practice, documents=3)
    for rank in range(3):
        practice.application.documents.put(os.urandom(200_000) + bytes([rank]))
    monkeypatch.setattr("almapy.backup.maker.require_room", lambda *_: None)
    with pytest.raises(StorageFull) as caught:
        practice.application.backups.make(practice.actor, small_disk / "cle.zip")
    assert "choisissez un autre disque" in caught.value.message
    assert list(small_disk.iterdir()) == []


def test_a_target_whose_folder_went_away_is_told(practice: Opened, tmp_path: Path) -> None:
    with pytest.raises(ExternalError) as caught:
        practice.application.backups.make(practice.actor, tmp_path / "debranche" / "cle.zip")
    assert caught.value.code == "backup.no_folder"
    assert practice.application.backups.trouble() == caught.value.message


def test_a_target_that_goes_away_meanwhile_is_told(
    practice: Opened, tmp_path: Path, monkeypatch
) -> None:
    disk = tmp_path / "disque"
    disk.mkdir()

    def unplug(*_: object, **__: object) -> None:
        shutil.rmtree(disk)

    monkeypatch.setattr("almapy.backup.maker.copy_base", unplug)
    with pytest.raises(AlmaPyError):
        practice.application.backups.make(practice.actor, disk / "cle.zip")
    assert not disk.exists()


def test_an_archive_that_the_disk_changed_is_never_called_good(
    practice: Opened, tmp_path: Path, monkeypatch
) -> None:
    from almapy.backup import maker

    write = maker.write_archive

    def write_and_damage(path: Path, *rest: object) -> None:
        write(path, *rest)
        flip(path, path.stat().st_size // 2)

    monkeypatch.setattr(maker, "write_archive", write_and_damage)
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    assert not report.verified
    assert report.path.name == "cle-NON-VERIFIEE.zip"
    assert not (tmp_path / "cle.zip").exists()
    assert practice.application.backups.last() is None


def test_a_failure_is_remembered_and_announced_and_the_last_good_one_stays_known(
    practice: Opened, tmp_path: Path
) -> None:
    backups = practice.application.backups
    good = backups.make(practice.actor)
    heard = []
    practice.application.events.subscribe(heard.append)
    with pytest.raises(ExternalError) as caught:
        backups.make(practice.actor, tmp_path / "debranche" / "cle.zip")
    assert backups.trouble() == caught.value.message
    assert [fact.topic for fact in heard] == [Topic.BACKUP]
    last = backups.last()
    assert last is not None
    assert (last.path, last.ok) == (good.path, True)
    backups.make(practice.actor)
    assert backups.trouble() == ""


def test_a_damaged_page_never_gives_a_verified_backup(practice: Opened) -> None:
    fill(practice, patients=40)
    base = practice.application.folders.base
    backups = practice.application.backups
    good = backups.make(practice.actor)
    _settled(practice)
    whole = base.read_bytes()
    (seal,) = practice.application.folders.seals.glob("*.seal")
    sealed = seal.read_bytes()
    for page in range(1, len(whole) // 4096):
        base.write_bytes(whole)
        flip(base, page * 4096 + 100)
        try:
            report = backups.make(practice.actor)
        except AlmaPyError as error:
            assert isinstance(error, DamagedBase), error
            assert str(good.path) in error.message
        else:
            assert not report.verified, page
        practice.application.database.engine.dispose()
    base.write_bytes(whole)
    seal.write_bytes(sealed)
    assert backups.make(practice.actor).verified


def test_an_altered_seal_makes_the_backup_unverified(practice: Opened) -> None:
    (seal,) = practice.application.folders.seals.glob("*.seal")
    seal.write_text(seal.read_text().replace('"seq": ', '"seq": 1'))
    report = practice.application.backups.make(practice.actor)
    assert not report.verified
    assert "sceau" in report.problems[0]


def test_damaged_keys_stop_the_backup_in_words(practice: Opened) -> None:
    practice.application.folders.keys.write_bytes(b"{}")
    with pytest.raises(FormatError, match=r"keys\.json"):
        practice.application.backups.make(practice.actor)


def test_an_unreadable_record_only_forgets(practice: Opened) -> None:
    report = practice.application.backups.make(practice.actor)
    record = report.path.with_name("derniere-sauvegarde.json")
    for content in (b"", b"[]", b'{"path": 3}', b"\xff" * 90, b"[" * 60_000):
        record.write_bytes(content)
        assert practice.application.backups.last() is None
    practice.application.backups.make(practice.actor)
    assert practice.application.backups.last() is not None


def test_what_a_crash_left_is_removed_a_day_later(practice: Opened) -> None:
    backups = practice.application.folders.backups
    old, young = backups / ".scratch-old", backups / ".scratch-young"
    cut = backups / ".almapy-x.zip.0011.tmp"
    for folder in (old, young):
        folder.mkdir()
        (folder / "base.db").write_bytes(b"x")
    cut.write_bytes(b"x")
    now = practice.application.clock.now().timestamp()
    for path in (old, cut):
        os.utime(path, (now - 90_000, now - 90_000))
    os.utime(young, (now, now))
    practice.application.backups.make(practice.actor)
    assert not old.exists()
    assert not cut.exists()
    assert young.exists()

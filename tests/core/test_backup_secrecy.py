"""What a thief of the disk reads with `strings`: nothing of anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from almapy.backup import maker
from almapy.backup.restore import restore, with_password
from almapy.opening import Opened
from tests.conftest import LOGIN, PASSWORD
from tests.core.backup_helpers import CANARIES, fill
from tests.fakes.clock import FakeClock


def _readable(root: Path) -> list[tuple[str, str]]:
    """Return the canaries that stand in clear in any file below a folder."""
    needles = {
        encoding: [(word, word.encode(encoding)) for word in (*CANARIES, *map(str.lower, CANARIES))]
        for encoding in ("utf-8", "utf-16-le")
    }
    return [
        (path.name, word)
        for path in root.rglob("*")
        if path.is_file()
        for words in needles.values()
        for word, needle in words
        if needle in path.read_bytes()
    ]


def test_the_search_sees_what_is_in_clear(tmp_path: Path) -> None:
    (tmp_path / "fuite.txt").write_text(f"patiente {CANARIES[0]}", encoding="utf-8")
    assert _readable(tmp_path) == [("fuite.txt", CANARIES[0])]


def test_nothing_is_in_clear_at_any_step_of_a_backup(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    fill(opened, patients=30)
    seen: list[set[str]] = []
    leaks: list[tuple[str, str]] = []
    proved = maker.damaged_in

    def look_and_prove(*arguments: object) -> list[str]:
        seen.append({path.name for path in tmp_path.rglob("*")})
        leaks.extend(_readable(tmp_path))
        return proved(*arguments)

    monkeypatch.setattr(maker, "damaged_in", look_and_prove)
    report = opened.application.backups.make(opened.actor, tmp_path / "cle.zip")
    assert report.verified
    assert "restored.db" in seen[0]
    assert leaks == []
    restore(report.path, tmp_path / "ailleurs", with_password(LOGIN, PASSWORD), clock, post="p")
    assert _readable(tmp_path) == []


def test_the_journal_of_sqlite_is_there_while_it_is_searched(
    practice: Opened, tmp_path: Path
) -> None:
    fill(practice)
    wal = practice.application.folders.base.with_name("almapy.db-wal")
    assert wal.stat().st_size > 0
    assert _readable(tmp_path) == []


def test_a_report_says_nothing_of_anybody(practice: Opened, tmp_path: Path) -> None:
    fill(practice)
    report = practice.application.backups.make(practice.actor, tmp_path / "cle.zip")
    assert not [word for word in CANARIES if word in repr(report)]

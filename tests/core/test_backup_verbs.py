"""The verbs `backup`, `restore`, `check` and `migrate` of the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from almapy.cli import main
from almapy.cli.common import PASSWORD_VARIABLE
from almapy.db.schema import PROGRAM_VERSION
from almapy.opening import Opened
from tests.conftest import PASSWORD
from tests.core.backup_helpers import fill, flip

Run = Callable[..., tuple[int, list[dict[str, object]], str]]


@pytest.fixture
def root(practice: Opened) -> Path:
    fill(practice)
    practice.application.close()
    return practice.application.folders.root


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: Path) -> Run:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def call(*words: str, at: Path = root) -> tuple[int, list[dict[str, object]], str]:
        status = main.run([words[0], "--data-dir", str(at), "--json", *words[1:]])
        captured = capsys.readouterr()
        return status, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return call


def test_backup_then_restore_then_check(run: Run, tmp_path: Path) -> None:
    file, there = str(tmp_path / "cle.zip"), tmp_path / "ailleurs"
    status, (made,), _ = run("backup", file)
    assert status == 0
    assert made["ok"] is True
    assert (made["patients"], made["documents"], made["problems"]) == (2, 2, [])
    status, (restored,), _ = run("restore", file, "--to", str(there))
    assert (status, restored) == (0, made)
    status, (checked,), said = run("check", "--all-documents", at=there)
    assert (status, checked["ok"], checked["patients"]) == (0, True, 2)
    assert "Aucune sauvegarde" in said


def test_check_refuses_a_damaged_base_and_names_the_backup(
    run: Run, root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "cle.zip"
    run("backup", str(file))
    flip(root / "almapy.db", 100)
    status, (checked,), _ = run("check")
    assert (status, checked["ok"]) == (1, False)
    assert str(file) in checked["problems"][0]


def test_check_tells_damaged_keys_on_its_line(run: Run, root: Path) -> None:
    (root / "keys.json").write_bytes(b"{}")
    status, (checked,), _ = run("check")
    assert (status, checked["ok"]) == (1, False)


def test_restore_refuses_a_damaged_file_in_french(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cle.zip"
    run("backup", str(file))
    flip(file, file.stat().st_size // 2)
    status, lines, said = run("restore", str(file), "--to", str(tmp_path / "ailleurs"))
    assert (status, lines) == (1, [])
    assert "Cette sauvegarde est abîmée" in said
    assert "Traceback" not in said


def test_restore_refuses_a_wrong_password(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cle.zip"
    run("backup", str(file))
    monkeypatch.setenv(PASSWORD_VARIABLE, "pas celui-ci")
    status, lines, said = run("restore", str(file), "--to", str(tmp_path / "ailleurs"))
    assert (status, lines) == (1, [])
    assert "mot de passe incorrect" in said


def test_restore_with_the_printed_key(
    practice: Opened, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "cle.zip")
    run("backup", file)
    monkeypatch.setenv(PASSWORD_VARIABLE, practice.recovery_text)
    there = str(tmp_path / "ailleurs")
    status, (restored,), _ = run("restore", file, "--to", there, "--recovery-key")
    assert (status, restored["ok"]) == (0, True)


def test_backup_does_not_replace_a_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cle.zip"
    file.write_bytes(b"autre chose")
    status, lines, said = run("backup", str(file))
    assert (status, lines) == (1, [])
    assert "existe déjà" in said


def test_a_backup_that_lost_a_document_is_refused(run: Run, root: Path, tmp_path: Path) -> None:
    next(root.glob("documents/*/*")).write_bytes(b"x")
    status, (made,), _ = run("backup", str(tmp_path / "cle.zip"))
    assert (status, made["ok"]) == (1, False)
    assert made["problems"]


@pytest.mark.parametrize("dry", [True, False])
def test_migrate_has_nothing_to_do_on_a_current_base(run: Run, *, dry: bool) -> None:
    words = ("--dry-run",) if dry else ()
    same = {"from": PROGRAM_VERSION, "to": PROGRAM_VERSION, "backup": ""}
    assert run("migrate", *words)[:2] == (0, [same])


def test_migrate_does_not_make_a_base_where_there_is_none(run: Run, root: Path) -> None:
    (root / "almapy.db").unlink()
    status, lines, _ = run("migrate", "--dry-run")
    assert (status, lines) == (1, [])
    assert not (root / "almapy.db").exists()


@pytest.mark.parametrize("words", [("backup",), ("restore", "x.zip"), ("check", "--non")])
def test_wrong_usage_is_said_with_status_two(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main.run(words)
    assert left.value.code == 2
    assert capsys.readouterr().out == ""

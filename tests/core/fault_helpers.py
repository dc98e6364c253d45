"""What every test of a fault asks of the sentence, of the command line and of the files."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from almapy.patients.model import PatientDraft, Sex
from tests.conftest import PASSWORD

ROOT = Path(__file__).parents[2]
_ANSWER_S = 90
_SAFE = re.compile(
    r"intact|[Rr]ien n'a été|[Rr]ien n'est perdu|n'(a|ont) pas été (touché|modifié)|comme avant"
    r"|[Rr]ien d'autre n'a été|Rien ne"
)
_ADVICE = re.compile(r"\b(?!(?:av|pouv|voul|dev)i?ez\b)[A-Za-zéèêÉ]{3,}ez\b")
_ENGLISH = re.compile(r"\b(the|error|failed|file|database|disk|locked|Traceback)\b")

RUTH = PatientDraft(
    birth_name="NESSI",
    first_birth_first_name="RUTH",
    sex=Sex.FEMALE,
    birth_date=date(1977, 7, 14),
)


LETTERS = str.maketrans("0123456789", "ABCDEFGHIJ")  # a name holds no digit


def require_three_parts(sentence: str) -> None:
    """Check that a sentence tells what happened, what is safe and what to do, in French."""
    assert _SAFE.search(sentence), f"what is safe? {sentence}"
    assert _ADVICE.search(sentence), f"what to do? {sentence}"
    assert not _ENGLISH.search(sentence), sentence
    assert not re.search(r"[^\u00a0\d][:;?!»]\s|«[^\u00a0]", sentence), f"typography: {sentence}"


def draft(number: int, *, comment: str = "") -> PatientDraft:
    return replace(RUTH, birth_name=f"FICTIF{number}".translate(LETTERS), comment=comment)


def add_patients(opened, count: int, *, comment: str = "") -> list[int]:
    patients = opened.application.patients
    return [
        patients.create(opened.actor, draft(number, comment=comment)).id for number in range(count)
    ]


def fingerprints(*paths: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


def run_verb(
    folder: Path, *words: str, password: str = PASSWORD, prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run one verb of the program as a user does, in a process of its own."""
    environment = {name: v for name, v in os.environ.items() if not name.startswith("ALMAPY_")}
    return subprocess.run(
        [*prefix, sys.executable, "-m", "ui.main", *words, "--data-dir", str(folder)],
        cwd=ROOT,
        env=environment | {"ALMAPY_PASSWORD": password},
        capture_output=True,
        text=True,
        timeout=_ANSWER_S,
        check=False,
    )


def without_privilege() -> list[str]:
    """Return the words before a command for which the rights of files count, even started by root.

    The test is skipped where root cannot give this privilege up.
    """
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"]
    try:
        subprocess.run([*words, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root ne peut pas renoncer à ses privilèges ici (setpriv)")
    return words


def require_refusal(done: subprocess.CompletedProcess[str], code: str) -> None:
    """Check that the verb refused with a sentence and this code, never with a traceback."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.rstrip().endswith(f"[{code}]")
    require_three_parts(done.stderr)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """Give a folder a disk of its own in memory; where the system refuses, the test is skipped."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    if (
        not shutil.which("mount")
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("monter un petit disque demande root et le droit de le faire")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def on_each_use(opened, pragma: str):
    """Have every use of a connection of this base begin with a pragma; returns how to end it."""
    engine = opened.application.database.engine

    def order(connection, _record, _proxy):
        connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "checkout", order)
    return lambda: event.remove(engine, "checkout", order)

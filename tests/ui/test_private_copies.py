"""Readable copies for other programs: private, whole, and gone after a crash too."""

import errno
import subprocess
import sys
import tempfile

import pytest

from almapy import durable_file
from almapy.documents.kinds import FileKind
from almapy.errors import DomainError
from ui.incoming.private_copies import PrivateCopies, remove_left_copies, write_copy

CRASH = """
import os, sys
from PySide6.QtCore import QCoreApplication, QObject
from almapy.documents.kinds import FileKind
from ui.incoming.private_copies import PrivateCopies
app, desk = QCoreApplication([]), QObject()
copies = PrivateCopies(desk)
print(copies.write(b"%PDF-", FileKind.PDF), flush=True)
os._exit(9)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporaire"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_copies_of_a_program_that_crashed_go_at_the_next_start_and_those_at_work_stay(
    temporary, desk
):
    code = [sys.executable, "-c", CRASH]
    said = subprocess.run(code, stdout=subprocess.PIPE, text=True, check=False).stdout.strip()
    (left,) = temporary.iterdir()
    assert said == str(left / "document-1.pdf")
    copies = PrivateCopies(desk)
    path = copies.write(b"%PDF-", FileKind.PDF)
    somebodys = temporary / "almapy-copies-lien"
    somebodys.symlink_to(left)
    remove_left_copies()
    assert not left.exists()
    assert path.exists()
    assert path.parent.stat().st_mode & 0o077 == 0
    copies.close()
    assert not path.parent.exists()


def test_a_full_disk_leaves_no_part_of_a_copy(tmp_path, monkeypatch):
    def refuse(_):
        raise OSError(errno.ENOSPC, "")

    target = tmp_path / "copie.pdf"
    target.write_bytes(b"avant")
    monkeypatch.setattr(durable_file.os, "fsync", refuse)
    with pytest.raises(DomainError, match="n'a pas pu être écrite"):
        write_copy(target, b"apres")
    assert [one.name for one in tmp_path.iterdir()] == ["copie.pdf"]
    assert target.read_bytes() == b"avant"

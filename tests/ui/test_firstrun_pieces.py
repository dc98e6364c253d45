from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from almapy.db.recovery_key import groups, new_secret, printed
from almapy.opening import Opened
from almapy.settings import Place
from tests.ui.typing_helper import type_text
from ui.firstrun.folder import FolderKind, examine
from ui.firstrun.recovery_paper import RecoverySheet, as_pdf
from ui.widgets.fields import NumberEdit, PhoneEdit, grouped_phone


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0388123456", "03 88 12 34 56"),
        ("03.88.12.34.56", "03 88 12 34 56"),
        ("03\u00a088 12-34/56", "03 88 12 34 56"),
        ("+33 3 88 12 34 56", "+33 3 88 12 34 56"),
        ("03 88 12 34", "03 88 12 34"),
        ("0388123456 poste 12", "0388123456 poste 12"),
        ("", ""),
    ],
)
def test_a_french_telephone_number_is_grouped_by_two(typed: str, shown: str):
    assert grouped_phone(typed) == shown


def test_the_telephone_is_grouped_when_the_field_is_left(qtbot: QtBot):
    field = PhoneEdit(20)
    qtbot.addWidget(field)
    type_text(field, "0388123456")
    field.editingFinished.emit()
    assert field.text() == "03 88 12 34 56"


def test_a_number_is_kept_without_its_separators_and_no_longer_than_the_base_keeps(qtbot: QtBot):
    field = NumberEdit(11)
    qtbot.addWidget(field)
    type_text(field, "10 001.234-566\u00a099é")
    assert field.text() == "10001234566"


def test_a_new_folder_is_free_and_an_existing_practice_is_seen(
    practice: Opened, place: Place, tmp_path: Path
):
    practice.application.close()
    assert examine(str(tmp_path / "neuf" / "dedans")).kind is FolderKind.FREE
    assert examine(str(tmp_path)).kind is FolderKind.FREE
    assert examine(str(place.folders.root)).kind is FolderKind.PRACTICE
    assert not (tmp_path / "neuf").exists()
    assert {path.name for path in tmp_path.iterdir()} <= {"cabinet", "settings"}


def test_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kind = type(QStorageInfo().fileSystemType())
    monkeypatch.setattr(QStorageInfo, "fileSystemType", lambda _self: kind(b"cifs"))
    state = examine(str(tmp_path))
    assert state.kind is FolderKind.REFUSED
    assert "partage réseau" in state.text


def test_a_full_disk_is_refused_before_the_practice_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(10**9, 10**9, 10**6))
    state = examine(str(tmp_path))
    assert state.kind is FolderKind.REFUSED
    assert "500 Mo" in state.text


def test_the_sheet_is_one_page_whatever_the_names(qapp: QApplication):
    sheet = RecoverySheet(
        printed(new_secret()), "Maison de santé " * 7, "dr." + "x" * 77, date(2026, 3, 10)
    )
    pdf = as_pdf(sheet)
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1


def test_the_sheet_tells_its_groups_and_hides_its_key_from_logs():
    key = printed(new_secret())
    sheet = RecoverySheet(key, "Cabinet", "dr.demo", date(2026, 3, 10))
    assert "-".join(sheet.groups) == "-".join(groups(key)) == key
    assert key not in repr(sheet)
    assert sheet.file_name == "AlmaPy - clé de secours du 10-03-2026.pdf"

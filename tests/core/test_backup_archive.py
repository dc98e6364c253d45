"""Reading archives that are not what they seem."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from almapy.backup.archive import Archive
from almapy.backup.manifest import DamagedBackup, Manifest, signature
from almapy.backup.restore import RestoreReport, restore, with_password
from almapy.clock import SystemClock
from almapy.db.keys import DataKey
from almapy.db.schema import NewerBase
from almapy.errors import AlmaPyError, ExternalError, FormatError
from almapy.opening import Door, Opened
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from tests.conftest import CHEAP, LOGIN, PASSWORD, new_practice
from tests.core.backup_helpers import fill, flip

Rewrite = Callable[[zipfile.ZipInfo, bytes], tuple[zipfile.ZipInfo, bytes] | None]


@pytest.fixture
def archive(practice: Opened, tmp_path: Path) -> Path:
    fill(practice)
    return practice.application.backups.make(practice.actor, tmp_path / "cle.zip").path


@pytest.fixture
def data_key(practice: Opened) -> DataKey:
    return practice.application.keeper.data_key


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one archive, for the tests that damage it many times over."""
    folder = tmp_path_factory.mktemp("kept")
    place = Place(Folders(folder / "cabinet"), PostSettings())
    door = Door(place, SystemClock(), cost=CHEAP)
    opened = door.create(new_practice())
    fill(opened)
    opened.application.backups.make(opened.actor, folder / "bonne.zip")
    opened.application.close()
    return folder


def _restored(path: Path, to: Path) -> RestoreReport:
    return restore(path, to, with_password(LOGIN, PASSWORD), SystemClock(), post="poste")


def _rewrite(path: Path, change: Rewrite) -> None:
    """Write an archive again member by member, its table consistent."""
    waiting = path.with_suffix(".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(waiting, "w") as new:
        for info in old.infolist():
            changed = change(info, old.read(info))
            if changed is not None:
                new.writestr(*changed)
    waiting.replace(path)


def _refused(path: Path, data_key: DataKey) -> DamagedBackup:
    with pytest.raises(DamagedBackup) as caught, Archive.open(path) as archive:
        archive.ring()
        archive.manifest(data_key)
        archive.prove_all()
    return caught.value


def test_a_good_archive_is_read(archive: Path, data_key: DataKey) -> None:
    with Archive.open(archive) as opened:
        manifest = opened.manifest(data_key)
        opened.prove_all()
    assert manifest.patients == 2


def test_an_absent_file_is_told_apart_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(ExternalError) as caught, Archive.open(tmp_path / "rien.zip"):
        pass
    assert caught.value.code == "backup.unreadable"


@pytest.mark.parametrize("content", [b"", b"PK", b"un texte", bytes(5000)])
def test_another_kind_of_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.zip"
    path.write_bytes(content)
    with pytest.raises(DamagedBackup), Archive.open(path):
        pass


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "documents/../../evil",
        "/etc/evil",
        "documents/ab/" + "cd" * 32,
        "C:\\evil",
        "base.db-wal",
        "documents/ab/" + "ab" * 32 + "/x",
    ],
)
def test_a_name_outside_the_grammar_is_refused(archive: Path, data_key: DataKey, name: str) -> None:
    with zipfile.ZipFile(archive, "a") as package:
        package.writestr(name, b"x")
    assert _refused(archive, data_key).path == "nom de fichier imprévu"


def test_a_member_that_the_manifest_does_not_tell_is_refused(
    archive: Path, data_key: DataKey
) -> None:
    with zipfile.ZipFile(archive, "a") as package:
        package.writestr("documents/ab/" + "ab" * 32, b"x")
    assert _refused(archive, data_key).path == "manifest.json"


@pytest.mark.parametrize("name", ["manifest.json", "manifest.hmac", "keys.json", "base.db"])
def test_an_absent_member_is_refused(archive: Path, data_key: DataKey, name: str) -> None:
    _rewrite(archive, lambda info, data: None if info.filename == name else (info, data))
    _refused(archive, data_key)


def test_a_compressed_member_is_refused(archive: Path, data_key: DataKey) -> None:
    def compress(info: zipfile.ZipInfo, data: bytes) -> tuple[zipfile.ZipInfo, bytes]:
        if info.filename == "base.db":
            info.compress_type = zipfile.ZIP_DEFLATED
        return info, data

    _rewrite(archive, compress)
    assert _refused(archive, data_key).path == "base.db"


def test_a_member_given_twice_is_refused(archive: Path, data_key: DataKey) -> None:
    with zipfile.ZipFile(archive, "a") as package, pytest.warns(UserWarning):
        package.writestr("keys.json", b"{}")
    assert _refused(archive, data_key).path == "table des fichiers"


def test_a_manifest_that_swells_is_not_read(archive: Path, data_key: DataKey, monkeypatch) -> None:
    monkeypatch.setattr("almapy.backup.archive.MAX_MANIFEST", 100)
    assert _refused(archive, data_key).path == "manifest.json"


def test_too_many_members_are_refused(archive: Path, data_key: DataKey, monkeypatch) -> None:
    monkeypatch.setattr("almapy.backup.archive.MAX_MEMBERS", 4)
    assert _refused(archive, data_key).path == "table des fichiers"


def test_a_manifest_rewritten_without_the_key_is_refused(archive: Path, data_key: DataKey) -> None:
    def rewrite(info: zipfile.ZipInfo, data: bytes) -> tuple[zipfile.ZipInfo, bytes]:
        if info.filename == "manifest.json":
            values = json.loads(data)
            values["counts"]["patient"] = 1
            data = json.dumps(values).encode()
        if info.filename == "manifest.hmac":
            data = signature(b"", bytes(32))
        return info, data

    _rewrite(archive, rewrite)
    assert _refused(archive, data_key).path == "manifest.hmac"


def _resigned(archive: Path, data_key: DataKey, change: Callable[[dict], None]) -> None:
    signed: dict[str, bytes] = {}

    def rewrite(info: zipfile.ZipInfo, data: bytes) -> tuple[zipfile.ZipInfo, bytes]:
        if info.filename == "manifest.json":
            values = json.loads(data)
            change(values)
            data = json.dumps(values).encode()
            signed["by"] = signature(data, data_key.audit_key())
        if info.filename == "manifest.hmac":
            data = signed["by"]
        return info, data

    _rewrite(archive, rewrite)


def test_a_backup_of_a_newer_program_is_refused_in_words(
    archive: Path, data_key: DataKey, tmp_path: Path
) -> None:
    _resigned(archive, data_key, lambda values: values.update(schema=99))
    with pytest.raises(NewerBase, match="version plus récente"):
        _restored(archive, tmp_path / "ailleurs")
    assert not (tmp_path / "ailleurs").exists()


def test_a_backup_of_a_newer_format_is_refused_in_words(
    archive: Path, tmp_path: Path, data_key: DataKey
) -> None:
    _resigned(archive, data_key, lambda values: values.update(v=2))
    with pytest.raises(FormatError, match="version plus récente") as caught:
        _restored(archive, tmp_path / "ailleurs")
    assert caught.value.code == "backup.newer"


def test_a_signed_manifest_that_lacks_a_field_is_refused(archive: Path, data_key: DataKey) -> None:
    _resigned(archive, data_key, lambda values: values.pop("journal"))
    assert _refused(archive, data_key).path == "manifest.json"


@pytest.mark.parametrize("table", ["patient", "journal", "setting"])
def test_a_count_that_differs_is_refused(
    archive: Path, data_key: DataKey, tmp_path: Path, table: str
) -> None:
    _resigned(archive, data_key, lambda values: values["counts"].update({table: 7}))
    with pytest.raises(DamagedBackup, match="nombre de lignes"):
        _restored(archive, tmp_path / "ailleurs")


def test_another_last_trace_is_refused(archive: Path, data_key: DataKey, tmp_path: Path) -> None:
    _resigned(archive, data_key, lambda values: values["journal"].update(seq=1))
    with pytest.raises(DamagedBackup, match="dernière trace"):
        _restored(archive, tmp_path / "ailleurs")


def test_the_keys_of_another_practice_open_nothing(
    archive: Path, tmp_path: Path, kept: Path
) -> None:
    with zipfile.ZipFile(kept / "bonne.zip") as other:
        foreign = other.read("keys.json")
    _rewrite(
        archive,
        lambda info, data: (info, foreign if info.filename == "keys.json" else data),
    )
    with pytest.raises(DamagedBackup):
        _restored(archive, tmp_path / "ailleurs")


def test_a_manifest_is_read_as_it_was_written(archive: Path, data_key: DataKey) -> None:
    with Archive.open(archive) as opened:
        manifest = opened.manifest(data_key)
    assert Manifest.from_json(manifest.to_json()) == manifest


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_is_refused_or_changes_nothing(
    kept: Path, tmp_path_factory: pytest.TempPathFactory, where: float, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    path = folder / "abimee.zip"
    shutil.copyfile(kept / "bonne.zip", path)
    flip(path, int(where * path.stat().st_size), bit)
    _same_or_refused(path, folder)


@settings(max_examples=60, deadline=None)
@given(offset=st.integers(0, 6000), bit=st.integers(0, 7), at_end=st.booleans())
def test_one_flipped_bit_of_the_small_members_too(
    kept: Path, tmp_path_factory: pytest.TempPathFactory, offset: int, bit: int, at_end: bool
) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    path = folder / "abimee.zip"
    shutil.copyfile(kept / "bonne.zip", path)
    flip(path, -1 - offset if at_end else offset, bit)
    _same_or_refused(path, folder)


@settings(max_examples=40, deadline=None)
@given(part=st.floats(0, 1, exclude_max=True))
def test_a_truncated_archive_is_refused(
    kept: Path, tmp_path_factory: pytest.TempPathFactory, part: float
) -> None:
    folder = tmp_path_factory.mktemp("truncated")
    content = (kept / "bonne.zip").read_bytes()
    path = folder / "coupee.zip"
    path.write_bytes(content[: int(part * len(content))])
    with pytest.raises(AlmaPyError):
        _restored(path, folder / "ailleurs")
    assert not (folder / "ailleurs").exists()


def _same_or_refused(path: Path, folder: Path) -> None:
    try:
        report = _restored(path, folder / "ailleurs")
    except AlmaPyError as error:
        assert error.message
        assert not (folder / "ailleurs").exists()
    else:
        assert (report.patients, report.documents, report.problems) == (2, 2, ())
    shutil.rmtree(folder)

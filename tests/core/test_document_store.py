import hashlib
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.db.keys import DataKey
from almapy.documents import sealed_file, store
from almapy.documents.store import DocumentDamaged, DocumentMissing, DocumentStore
from almapy.errors import DomainError, ExternalError

KEY = DataKey(bytes(range(32)))
BASE_ID = "7f1f4e0a-6f0c-4f43-9c39-0f3d2f1f7a10"
OTHER_BASE_ID = "d2719e5c-9a3e-4a52-bf0d-6a7b8c9d0e1f"
LETTER = "Chère consœur, je vous adresse Mme DEMO PATIENTE, née le 14/07/1977.".encode()

# Runs in a program of its own: the store of argv[1], opened with the same key.
CHILD = f"""
import os, pathlib, sys, time
from almapy.db.keys import DataKey
from almapy.documents.store import DocumentStore
from almapy.errors import StorageFull
store = DocumentStore(pathlib.Path(sys.argv[1]), DataKey(bytes(range(32))), "{BASE_ID}")
LETTER = bytes.fromhex("{LETTER.hex()}")
"""


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "documents"


@pytest.fixture
def documents(folder):
    return DocumentStore(folder, KEY, BASE_ID)


def files_of(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def run_child(code, folder):
    return subprocess.run(
        [sys.executable, "-c", CHILD + code, str(folder)], check=False, capture_output=True
    )


def test_a_document_comes_back_bit_for_bit(documents, folder):
    stored = documents.put(LETTER)
    assert documents.read(stored.name) == LETTER
    assert stored.sha256 == hashlib.sha256(LETTER).hexdigest()
    assert stored.size == len(LETTER)
    assert documents.names() == [stored.name]
    assert files_of(folder) == [folder / stored.name[:2] / stored.name]


@pytest.mark.parametrize("data", [b"", b"\x00", os.urandom(3_000_000)], ids=["0", "1", "3 MB"])
def test_any_size_comes_back(documents, data):
    assert documents.read(documents.put(data).name) == data


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return DocumentStore(tmp_path_factory.mktemp("shared"), KEY, BASE_ID)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=5000))
def test_any_bytes_come_back(shared, data):
    stored = shared.put(data)
    assert shared.read(stored.name) == data
    assert shared.put(data) == stored


def test_the_form_on_disk_is_that_of_the_storage_notes(documents):
    stored = documents.put(LETTER)
    content = documents.path(stored.name).read_bytes()
    assert content[:4] == b"ALM1"
    assert len(content) == 4 + 16 + 12 + len(LETTER) + 16
    file_id, nonce, sealed = content[4:20], content[20:32], content[32:]
    key = sealed_file.HKDF(
        algorithm=sealed_file.SHA256(), length=32, salt=None, info=file_id
    ).derive(KEY.files_key())
    additional = b"ALM1" + file_id + BASE_ID.encode()
    assert sealed_file.AESGCM(key).decrypt(nonce, sealed, additional) == LETTER


def test_a_file_written_earlier_is_still_read(documents):
    content = bytes.fromhex(EARLIER_FILE)
    name = EARLIER_NAME
    documents.path(name).parent.mkdir(parents=True)
    documents.path(name).write_bytes(content)
    assert documents.read(name) == b"AlmaPy"
    assert documents.put(b"AlmaPy").name == name


# Made once by this program, from KEY and BASE_ID.
EARLIER_NAME = "de7ca306cb7571fea9545d0a8d7bca9ed553197621130df6911ba5e7c54084f1"
EARLIER_FILE = (
    "414c4d3115304686dcce236cb3a1079e49d64c2b96f7d1227589e1e3324dbf27"
    "bdb91f6726681ae20fd35771d89d7c5d3f67ea9ad918"
)


def test_the_same_bytes_are_stored_once(documents, folder):
    first = documents.put(LETTER)
    content = documents.path(first.name).read_bytes()
    assert documents.put(LETTER) == first
    assert files_of(folder) == [documents.path(first.name)]
    assert documents.path(first.name).read_bytes() == content


def test_every_flipped_bit_is_seen(documents):
    stored = documents.put(b"NIR fictif 2 77 07")
    path = documents.path(stored.name)
    good = path.read_bytes()
    for position in range(len(good)):
        for bit in range(8):
            bad = bytearray(good)
            bad[position] ^= 1 << bit
            path.write_bytes(bad)
            with pytest.raises(DocumentDamaged):
                documents.read(stored.name)
    path.write_bytes(good)
    documents.verify(stored.name)


def test_a_cut_or_lengthened_file_is_seen(documents):
    stored = documents.put(LETTER)
    path = documents.path(stored.name)
    good = path.read_bytes()
    for bad in (*(good[:length] for length in range(len(good))), good + b"\x00"):
        path.write_bytes(bad)
        with pytest.raises(DocumentDamaged):
            documents.verify(stored.name)


def test_a_file_put_under_the_name_of_another_is_seen(documents):
    one, other = documents.put(b"compte rendu A"), documents.put(b"compte rendu B")
    shutil.copyfile(documents.path(other.name), documents.path(one.name))
    with pytest.raises(DocumentDamaged):
        documents.read(one.name)


def test_a_file_of_another_practice_or_key_is_refused(documents, folder):
    stored = documents.put(LETTER)
    for stranger in (
        DocumentStore(folder, KEY, OTHER_BASE_ID),
        DocumentStore(folder, DataKey.generate(), BASE_ID),
    ):
        with pytest.raises(DocumentDamaged):
            stranger.read(stored.name)


def test_a_damaged_file_is_repaired_when_its_bytes_come_again(documents):
    stored = documents.put(LETTER)
    documents.path(stored.name).write_bytes(b"ALM1")
    assert documents.exists(stored.name)
    documents.put(LETTER)
    assert documents.read(stored.name) == LETTER


def test_a_missing_file_is_told_in_french(documents):
    stored = documents.put(LETTER)
    documents.remove(stored.name)
    assert not documents.exists(stored.name)
    assert documents.names() == []
    with pytest.raises(DocumentMissing) as refusal:
        documents.read(stored.name)
    assert "introuvable" in refusal.value.message
    assert "ne sont pas touchés" in refusal.value.message
    documents.remove(stored.name)


def test_an_unreadable_file_is_told_in_french(documents):
    name = "ab" * 32
    documents.path(name).mkdir(parents=True)
    with pytest.raises(ExternalError) as refusal:
        documents.read(name)
    assert refusal.value.code == "documents.unreadable"
    assert documents.names() == [name]


@pytest.mark.parametrize(
    "name", ["", "../keys.json", "A" * 64, "a" * 63, "a" * 64 + "\n", "é" * 64]
)
def test_only_names_of_files_lead_to_the_disk(documents, name):
    for ask in (documents.read, documents.exists, documents.remove, documents.path):
        with pytest.raises(ValueError):
            ask(name)


def test_a_document_over_the_limit_is_refused_before_anything_is_written(
    documents, folder, monkeypatch
):
    monkeypatch.setattr(store, "MAX_SIZE", 1_000_000)
    documents.put(bytes(1_000_000))
    with pytest.raises(DomainError) as refusal:
        documents.put(bytes(1_000_001))
    assert refusal.value.code == "documents.too_large"
    assert "1 Mo" in refusal.value.message
    assert len(files_of(folder)) == 1


def test_an_oversized_file_is_not_read_wholly(documents, monkeypatch):
    stored = documents.put(LETTER)
    monkeypatch.setattr(store, "MAX_SIZE", len(LETTER))
    assert documents.read(stored.name) == LETTER
    with documents.path(stored.name).open("ab") as file:
        file.truncate(50_000_000)
    assert len(documents._content(stored.name)) == len(LETTER) + sealed_file.OVERHEAD + 1
    with pytest.raises(DocumentDamaged):
        documents.read(stored.name)


def assert_nothing_readable(folder, data):
    text = data.decode()
    marks = [data, text.encode("utf-16-le"), text.encode("latin-1", "ignore")]
    marks += [word.encode() for word in text.split() if len(word) > 5]
    marks += [digest(data).digest() for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5)]
    for path in files_of(folder):
        seen = path.read_bytes() + path.relative_to(folder).as_posix().encode()
        assert not any(mark in seen for mark in marks)
        assert hashlib.sha256(data).hexdigest() not in path.name


def test_neither_text_nor_known_digest_shows_on_the_disk(documents, folder):
    for copy in range(20):
        documents.put(LETTER + f" Feuille {copy}.".encode())
    documents.put(LETTER)
    assert len(files_of(folder)) == 21
    assert_nothing_readable(folder, LETTER)


def test_a_crash_before_the_renaming_leaves_nothing_that_shows(documents, folder):
    code = "os.replace = lambda *names: os._exit(9)\nstore.put(LETTER)\n"
    assert run_child(code, folder).returncode == 9
    (leftover,) = files_of(folder)
    assert documents.names() == []
    assert_nothing_readable(folder, LETTER)

    assert documents.remove_leftovers(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert leftover.exists()
    hours_ago = datetime.now(UTC).timestamp() - 7200
    os.utime(leftover, (hours_ago, hours_ago))
    stored = documents.put(LETTER)
    assert documents.remove_leftovers(datetime.now(UTC) - timedelta(hours=1)) == 1
    assert files_of(folder) == [documents.path(stored.name)]


def test_a_kill_at_any_moment_leaves_whole_files_only(documents, folder):
    code = """
store.put(LETTER)
print(flush=True)
for n in range(10**9):
    store.put(LETTER * 500 + str(n).encode())
"""
    for delay in (0.02, 0.05, 0.11, 0.17):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD + code, str(folder)],
            stdout=subprocess.PIPE,
        )
        with child:
            child.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(delay)
            child.kill()
    assert len(documents.names()) > 1
    for name in documents.names():
        documents.verify(name)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_a_writing_cut_by_the_system_leaves_no_partial_file(documents, folder):
    code = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store.put(bytes(99_000))
try:
    store.put(bytes(101_000))
except StorageFull as refusal:
    sys.exit(0 if "disque est plein" in refusal.message else 3)
sys.exit(4)
"""
    done = run_child(code, folder)
    assert done.returncode == 0, done.stderr
    (name,) = documents.names()
    assert documents.read(name) == bytes(99_000)
    assert files_of(folder) == [documents.path(name)]


def can_mount():
    if shutil.which("unshare") is None:
        return False
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", "/mnt"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_full_disk_is_told_and_leaves_no_partial_file(tmp_path):
    if not can_mount():
        pytest.skip("this system lets nobody but root mount a small disk")
    code = """
store.put(bytes(400_000))
before = [p.name for p in store._folder.rglob("*") if p.is_file()]
try:
    store.put(bytes(800_000))
except StorageFull:
    after = [p.name for p in store._folder.rglob("*") if p.is_file()]
    sys.exit(0 if before == after == store.names() else 3)
sys.exit(4)
"""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = tmp_path / "child.py"
    script.write_text(CHILD + code)
    shell = f'mount -t tmpfs -o size=1000k tmpfs "{disk}" && "$0" "$1" "{disk}/documents"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", shell, sys.executable, str(script)],
        check=False,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(Path(store.__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr


def test_two_programs_storing_the_same_bytes_do_not_disturb_each_other(documents, folder):
    code = """
time.sleep(max(0.0, float(os.environ["START"]) - time.time()))
for n in range(40):
    data = LETTER * 200 + str(n).encode()
    assert store.read(store.put(data).name) == data
"""
    start = datetime.now(UTC).timestamp() + 0.7
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD + code, str(folder)],
            env=os.environ | {"START": str(start)},
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for child in children:
        _, said = child.communicate(timeout=60)
        assert child.returncode == 0, said
    assert len(documents.names()) == 40
    assert files_of(folder) == [documents.path(name) for name in documents.names()]
    for name in documents.names():
        documents.verify(name)


def test_a_refused_renaming_is_no_fault_when_the_bytes_are_there(documents, monkeypatch):
    twin = sealed_file.seal(LETTER, KEY.files_key(), BASE_ID)

    def refuse(source, target):
        Path(target).write_bytes(twin)
        raise PermissionError(13, "occupied")

    monkeypatch.setattr(os, "replace", refuse)
    stored = documents.put(LETTER)
    assert documents.read(stored.name) == LETTER


def test_a_refused_renaming_is_told_and_leaves_nothing(documents, folder, monkeypatch):
    def refuse(source, target):
        raise PermissionError(13, "refused")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ExternalError) as refusal:
        documents.put(LETTER)
    assert refusal.value.code == "storage.forbidden"
    assert refusal.value.retryable
    assert files_of(folder) == []


def test_the_disk_holds_the_bytes_before_their_name_shows(documents, folder, monkeypatch):
    events = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: events.append("fsync") or fsync(fd))
    monkeypatch.setattr(os, "replace", lambda a, b: events.append("replace") or replace(a, b))
    documents.put(LETTER)
    folders = ["fsync"] if os.name == "posix" else []
    assert events == [*folders, "fsync", "replace", *folders]


def test_a_file_in_place_of_the_folder_is_told_in_french(documents, folder):
    folder.write_bytes(b"")
    with pytest.raises(ExternalError) as refusal:
        documents.put(LETTER)
    assert refusal.value.code == "storage.disk"
    assert documents.names() == []


def test_strangers_in_the_folder_are_not_documents(documents, folder):
    stored = documents.put(LETTER)
    (folder / "lisez-moi.txt").write_text("x")
    (folder / "zz").mkdir()
    documents.path(stored.name).with_name("notes.txt").write_text("x")
    elsewhere = folder / ("00" if stored.name[:2] != "00" else "01")
    elsewhere.mkdir()
    shutil.copyfile(documents.path(stored.name), elsewhere / stored.name)
    assert documents.names() == [stored.name]

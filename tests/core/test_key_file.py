import subprocess
import sys

import pytest

from almapy.db.key_codec import NEWER, damaged, newer
from almapy.db.key_file import KeyFile, list_logins
from almapy.errors import ExternalError, FormatError, StorageFull


def parse(text):
    """Stand in for KeyRing.from_json: a good text is one line that says « anneau »."""
    if text.startswith("newer"):
        raise newer()
    if not text.startswith("anneau"):
        raise damaged("")
    return text


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def file(path):
    return KeyFile(path)


def names(path):
    return sorted(item.name for item in path.parent.iterdir())


def test_the_first_text_is_read_back(file, path):
    file.write("anneau é")
    found = file.read(parse)
    assert found.value == "anneau é"
    assert not found.is_previous
    assert names(path) == ["keys.json"]


def test_the_former_text_is_kept_until_the_new_one_has_opened_the_base(file, path):
    file.write("anneau 1")
    file.write("anneau 2")
    assert names(path) == ["keys.json", "keys.json.previous"]
    file.confirm("anneau 2")
    assert names(path) == ["keys.json"]
    assert file.read(parse).value == "anneau 2"


def test_two_writings_before_a_proof_keep_the_last_proved_text(file, path):
    file.write("anneau 1")
    file.confirm("anneau 1")
    file.write("anneau 2")
    file.write("anneau 3")
    path.write_text("x")
    assert file.read(parse).value == "anneau 1"


@pytest.mark.parametrize("content", [b"", b"x", b"\xff\xfe", b"y" * 400_000, None])
def test_a_damaged_or_missing_file_gives_way_to_the_former_one(file, path, content):
    file.write("anneau 1")
    file.write("anneau 2")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    found = file.read(parse)
    assert found.value == "anneau 1"
    assert found.is_previous


def test_the_former_text_that_opened_the_base_becomes_current_again(file, path):
    file.write("anneau 1")
    file.write("anneau 2")
    path.write_bytes(b"y" * 400_000)
    file.confirm(file.read(parse).value)
    found = file.read(parse)
    assert (found.value, found.is_previous) == ("anneau 1", False)
    assert names(path) == ["keys.json", "keys.json.damaged"]


def test_a_missing_file_is_made_again_from_the_text_that_opened_the_base(file, path):
    file.write("anneau 1")
    file.write("anneau 2")
    path.unlink()
    file.confirm(file.read(parse).value)
    assert (file.read(parse).value, names(path)) == ("anneau 1", ["keys.json"])


def test_a_damaged_current_file_never_becomes_the_former_one(file, path):
    file.write("anneau 1")
    file.write("anneau 2")
    path.write_text("x")
    file.write("anneau 3")
    path.write_text("x")
    assert file.read(parse).value == "anneau 1"


def test_a_file_of_a_later_version_is_not_replaced_by_the_former_one(file, path):
    file.write("anneau 1")
    file.write("newer")
    with pytest.raises(FormatError) as refusal:
        file.read(parse)
    assert refusal.value.code == NEWER


def test_when_none_is_good_the_fault_of_the_current_file_is_told(file, path):
    with pytest.raises(ExternalError) as missing:
        file.read(parse)
    assert missing.value.code == "keys.missing"
    path.write_text("x")
    with pytest.raises(FormatError) as refusal:
        file.read(parse)
    assert refusal.value.code == "keys.damaged"


def test_a_folder_in_place_of_the_file_is_told_in_french(file, path):
    path.mkdir()
    with pytest.raises(ExternalError) as refusal:
        file.read(parse)
    assert refusal.value.code == "keys.unreadable"


def test_a_crash_before_the_renaming_leaves_the_former_text(file, path):
    file.write("anneau 1")
    code = (
        "import os, sys, pathlib\n"
        "from almapy.db.key_file import KeyFile\n"
        "file = KeyFile(pathlib.Path(sys.argv[1]))\n"
        "replace = os.replace\n"
        "os.replace = lambda a, b: os._exit(9) if str(b).endswith('.json') else replace(a, b)\n"
        "file.write('anneau 2')\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    found = file.read(parse)
    assert (found.value, found.is_previous) == ("anneau 1", False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on file sizes to set")
def test_a_full_disk_leaves_the_current_text(file, path):
    file.write("anneau 1")
    code = (
        "import pathlib, resource, sys\n"
        "from almapy.db.key_file import KeyFile\n"
        "from almapy.errors import StorageFull\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try:\n"
        "    KeyFile(pathlib.Path(sys.argv[1])).write('anneau 2' * 1000)\n"
        "except StorageFull:\n"
        "    sys.exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 7
    assert file.read(parse).value == "anneau 1"
    assert names(path) == ["keys.json", "keys.json.previous"]
    assert issubclass(StorageFull, ExternalError)


LOGINS = '{"v": 1, "users": [{"login": "dr.demo"}, {"login": "accueil"}]}'


def test_the_logins_are_listed_without_any_key(path):
    path.write_text(LOGINS)
    assert list_logins(path) == ["dr.demo", "accueil"]


def test_the_logins_of_the_former_file_stand_in(path):
    path.with_name("keys.json.previous").write_text(LOGINS)
    assert list_logins(path) == ["dr.demo", "accueil"]
    path.write_text("{")
    assert list_logins(path) == ["dr.demo", "accueil"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '"users"',
        '{"users": 3}',
        '{"users": [3]}',
        '{"users": "ab"}',
        '{"users": [{"login": 3}]}',
        "[" * 100_000,
    ],
    ids=range(10),
)
def test_an_unreadable_file_proposes_no_login(path, text):
    path.write_text(text)
    assert list_logins(path) == []


def test_listing_logins_does_not_load_cryptography():
    code = (
        "import sys, almapy.db.key_file\n"
        "heavy = {'cryptography', 'sqlalchemy', 'sqlcipher3', '_cffi_backend'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr

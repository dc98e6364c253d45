"""The key file of a practice whose posts share one folder: nobody undoes what another post did."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from contextlib import ExitStack

import pytest

from almapy.db.file_turn import turn
from almapy.db.key_codec import newer
from almapy.db.key_file import KeyFile
from almapy.db.keys import WrongPassword
from almapy.errors import DomainError, ExternalError, FormatError
from almapy.opening import Door
from almapy.outside import Outside
from almapy.settings import Place
from almapy.sign_in.model import TokenKind
from almapy.users.keeper import KeyKeeper
from tests.conftest import CHEAP, LOGIN, PASSWORD
from tests.core.test_key_file import names, parse

NEW_PASSWORD = "Marronnier-2027!"
SECRET = bytes(range(64))


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "keys.json"
    KeyFile(path).write("anneau 1")
    return path


@pytest.fixture
def file(path):
    return KeyFile(path)


def test_a_post_that_opens_meanwhile_brings_no_former_password_back(opened, clock, monkeypatch):
    application = opened.application
    place = Place(application.folders, application.settings)
    other_post = Door(place, clock, cost=CHEAP, outside=Outside())
    connect = Door._connect

    def changed_meanwhile(door, data_key):
        application.accounts.change_own_password(opened.actor, PASSWORD, NEW_PASSWORD)
        return connect(door, data_key)

    monkeypatch.setattr(Door, "_connect", changed_meanwhile)
    other_post.open(LOGIN, PASSWORD).application.close()
    assert application.keeper.prove(LOGIN, NEW_PASSWORD)
    with pytest.raises(WrongPassword):
        application.keeper.prove(LOGIN, PASSWORD)


def test_posts_that_change_the_keys_at_once_lose_nothing(practice):
    application = practice.application
    uid = application.accounts.own(practice.actor).uid
    keys, data_key = application.folders.keys, application.keeper.data_key
    ready = threading.Barrier(3)

    def link(post: int) -> None:
        keeper = KeyKeeper(KeyFile(keys), data_key, CHEAP)
        ready.wait(20)
        for number in range(2):
            handle = f"{post}{number}" + "a" * 62
            keeper.give_token(TokenKind.PSC, uid, handle, secret=SECRET)

    posts = [threading.Thread(target=link, args=(post,)) for post in range(3)]
    for post in posts:
        post.start()
    for post in posts:
        post.join(20)
    kept = [slot.handle[:2] for slot in application.keeper._ring().tokens]
    assert sorted(kept) == ["00", "01", "10", "11", "20", "21"]


def test_a_text_that_could_not_be_read_back_is_not_written(file):
    with pytest.raises(FormatError):
        file.change(parse, lambda _: "unreadable")
    assert file.read(parse).value == "anneau 1"


def test_a_change_that_is_refused_lets_the_next_one_through(file):
    def refused(_text):
        raise DomainError("Rien n'a été modifié.")

    with pytest.raises(DomainError):
        file.change(parse, refused)
    file.change(parse, lambda text: text + " puis 2")
    assert file.read(parse).value == "anneau 1 puis 2"


def test_what_another_post_wrote_stays_when_the_base_opens(file, path):
    file.write("anneau 2")
    file.settle("anneau 1", parse)
    assert file.read(parse).value == "anneau 2"
    assert names(path) == ["keys.json"]


def test_a_damaged_file_is_replaced_by_what_opened_the_base(file, path):
    path.write_text("x")
    file.settle("anneau 1", parse)
    assert file.read(parse).value == "anneau 1"
    assert path.with_name("keys.json.damaged").read_text() == "x"


def test_the_file_of_a_later_version_is_left_alone(file, path):
    def older(text):
        if text == "anneau 9":
            raise newer()
        return parse(text)

    file.write("anneau 9")
    file.settle("anneau 1", older)
    assert path.read_text() == "anneau 9"


def test_a_turn_waits_for_the_one_before_and_says_when_it_is_too_long(path):
    lock = path.with_name("keys.json.lock")
    with ExitStack() as held:
        held.enter_context(turn(lock))
        with pytest.raises(ExternalError) as busy, turn(lock, seconds=0):
            pass
        assert (busy.value.code, busy.value.retryable) == ("keys.busy", True)
    with turn(lock, seconds=0):
        assert lock.read_bytes() == b""


def test_a_program_that_died_in_its_turn_holds_nobody(path):
    lock = path.with_name("keys.json.lock")
    code = (
        "import os, pathlib, sys\n"
        "from almapy.db.file_turn import turn\n"
        "with turn(pathlib.Path(sys.argv[1])):\n"
        "    os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(lock)], check=False).returncode == 9
    with turn(lock, seconds=0):
        pass


def test_the_turn_of_another_account_of_the_computer_is_respected(path, monkeypatch):
    lock, system_open = path.with_name("keys.json.lock"), os.open

    def read_only(name, flags, *mode):
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "another account's")
        return system_open(name, flags, *mode)

    with turn(lock):
        monkeypatch.setattr(os, "open", read_only)
        with pytest.raises(ExternalError) as busy, turn(lock, seconds=0):
            pass
        assert busy.value.code == "keys.busy"
    with turn(lock, seconds=0):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="flock is that of POSIX systems")
def test_a_folder_without_locks_still_works(file, monkeypatch):
    import fcntl

    def unknown(_descriptor, _operation):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(fcntl, "flock", unknown)
    file.change(parse, lambda text: text + " puis 2")
    assert file.read(parse).value == "anneau 1 puis 2"

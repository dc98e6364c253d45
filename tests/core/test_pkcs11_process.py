"""The process of the library: whatever becomes of it, the program goes on."""

from __future__ import annotations

import base64
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from almapy.adapters.pkcs11.libraries import installed_library, usual_places
from almapy.adapters.pkcs11.module import Limits, Pkcs11Module
from almapy.adapters.pkcs11.process import command_of
from almapy.cards.faults import CardRemoved, CardUnreadable
from almapy.cli.main import run
from almapy.clock import SystemClock
from almapy.cps.faults import (
    CardBlocked,
    CpsLibraryAbsent,
    CpsLibraryFailed,
    PinNotGiven,
    WrongPin,
)
from almapy.cps.model import CpsKey
from almapy.errors import AlmaPyError
from almapy.outside import NoCps, real_outside
from almapy.settings import PostSettings
from tests.fakes.cps import FakeCard
from tests.fakes.pkcs11_library import IDS, LABELS

HELPER = Path(__file__).parents[1] / "fakes" / "cps_helper.py"
LATE = Limits(start=20, tokens=20, login=20, sign=20, logout=20)
SOON = 0.3  # only for a request that never ends
PIN = "4821"
CARD = FakeCard()


def token(**flags: bool) -> dict[str, object]:
    return {
        "serial": CARD.serial,
        "label": "CPS3v3-TEST",
        "reader": "Lecteur 0",
        "low": False,
        "final": False,
        "locked": False,
        "certificates": [
            {
                "label": LABELS[key],
                "id": number.hex(),
                "der": base64.b64encode(CARD.certificate(key)).decode(),
            }
            for key, number in IDS.items()
        ],
        **flags,
    }


class Scripted:
    """A module over the scripted process."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "script.json"
        self._modules: list[Pkcs11Module] = []

    def __call__(self, *runs: dict[str, object], limits: Limits = LATE) -> Pkcs11Module:
        usual = {"tokens": {"tokens": [token()]}, "sign": {"signature": "c2lnbmVk"}}
        self._script.write_text(json.dumps([usual | one for one in runs or ({},)]))
        command = [sys.executable, str(HELPER), str(self._script)]
        self._modules.append(Pkcs11Module("", limits=limits, command=command))
        return self._modules[-1]

    @property
    def seen(self) -> list[str]:
        return self._script.with_suffix(".seen").read_text().splitlines()

    def close(self) -> None:
        for module in self._modules:
            module.close()


@pytest.fixture
def scripted(tmp_path):
    made = Scripted(tmp_path)
    yield made
    made.close()


def sign(module: Pkcs11Module, key: CpsKey = CpsKey.SIGNATURE) -> bytes:
    return module.sign(CARD.serial, key, b"data")


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_nothing_starts_before_the_first_request(scripted):
    module = scripted()
    assert module.pid is None
    assert len(module.tokens()) == 1
    assert module.pid is not None
    assert scripted.seen == ["start", "tokens"]


def test_the_certificates_of_both_keys_are_told_apart(scripted):
    (one,) = scripted().tokens()
    assert one.authentication_certificate == CARD.certificate(CpsKey.AUTHENTICATION)
    assert one.signature_certificate == CARD.certificate(CpsKey.SIGNATURE)
    assert (one.serial, one.reader) == (CARD.serial, "Lecteur 0")


def test_a_signature_comes_back(scripted):
    module = scripted()
    module.login(CARD.serial, PIN)
    assert sign(module) == b"signed"
    assert scripted.seen == ["start", "login", "tokens", "sign"]


@pytest.mark.parametrize(
    ("flags", "left"),
    [
        ({"low": True, "final": False, "locked": False}, 2),
        ({"low": True, "final": True, "locked": False}, 1),
        ({}, None),
    ],
)
def test_a_wrong_code_tells_the_tries_left(scripted, flags, left):
    module = scripted({"login": {"fault": "wrong_pin", **flags}})
    with pytest.raises(WrongPin) as refused:
        module.login(CARD.serial, PIN)
    assert refused.value.tries_left == left
    assert scripted.seen.count("login") == 1


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        ("locked", CardBlocked),
        ("removed", CardRemoved),
        ("no_pin", PinNotGiven),
        ("no_key", CardUnreadable),
        ("failed", CpsLibraryFailed),
        ("something new", CpsLibraryFailed),
    ],
)
def test_each_fault_has_its_words(scripted, word, fault):
    module = scripted({"sign": {"fault": word}})
    with pytest.raises(fault):
        sign(module)


def test_the_flags_of_the_card_are_told_before_its_code_is_asked(scripted):
    module = scripted({"tokens": {"tokens": [token(low=True, final=True)]}})
    assert module.tokens()[0].pin.final
    assert module.tokens()[0].pin.tries_left == 1


@pytest.mark.parametrize(
    "mishap", ["crash", "leave", "half", "endless", "twice", "{", "[]", "null", "deep"]
)
def test_a_process_that_breaks_in_mid_signature_is_replaced(scripted, mishap):
    module = scripted({"sign": mishap}, {"sign": {"fault": "no_pin"}})
    module.tokens()
    pid = module.pid
    with pytest.raises(CpsLibraryFailed, match="Rien n'a été signé"):
        sign(module)
    assert module.pid is None
    assert is_gone(pid)
    assert len(module.tokens()) == 1
    with pytest.raises(PinNotGiven):
        sign(module)
    assert scripted.seen.count("start") == 2


@pytest.mark.parametrize(
    ("request_", "gesture"),
    [
        ("tokens", lambda module: module.tokens()),
        ("login", lambda module: module.login(CARD.serial, PIN)),
        ("sign", sign),
    ],
)
def test_a_process_that_hangs_is_killed_and_replaced(scripted, request_, gesture):
    module = scripted({request_: "hang"}, {}, limits=replace(LATE, **{request_: SOON}))
    with pytest.raises(CpsLibraryFailed, match="ne répond plus"):
        gesture(module)
    assert module.pid is None
    assert scripted.seen.count(request_) == 1


def test_a_logout_that_hangs_troubles_nobody(scripted):
    module = scripted({"logout": "hang"}, limits=replace(LATE, logout=SOON))
    module.tokens()
    module.logout(CARD.serial)
    assert module.pid is None


def test_a_logout_starts_nothing(scripted):
    module = scripted()
    module.logout(CARD.serial)
    assert module.pid is None


@pytest.mark.parametrize("mishap", ["crash", "leave", "nonsense"])
def test_a_library_that_breaks_when_it_is_loaded_is_told_each_time(scripted, mishap):
    module = scripted({"start": mishap})
    for _ in range(2):
        with pytest.raises(CpsLibraryFailed):
            module.tokens()
    assert scripted.seen == ["start", "start"]


def test_a_process_killed_between_two_requests_is_replaced(scripted):
    module = scripted()
    module.tokens()
    pid = module.pid
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert len(module.tokens()) == 1


def test_readers_lost_by_the_library_are_looked_for_again(scripted):
    module = scripted({"tokens": {"tokens": []}}, {})
    assert module.tokens() == ()  # just started: nothing is there
    assert len(module.tokens()) == 1
    assert scripted.seen == ["start", "tokens", "tokens", "start", "tokens"]


def test_a_library_lost_after_a_card_torn_out_is_started_again(scripted):
    module = scripted({"tokens": {"fault": "failed"}}, {})
    module.login(CARD.serial, PIN)
    assert len(module.tokens()) == 1
    assert scripted.seen == ["start", "login", "tokens", "start", "tokens"]


def test_a_library_that_refuses_from_the_start_is_told(scripted, caplog):
    module = scripted({"tokens": {"fault": "failed", "code": "0x80000001"}})
    with pytest.raises(CpsLibraryFailed):
        module.tokens()
    assert scripted.seen == ["start", "tokens"]
    assert [one.returned for one in caplog.records] == ["0x80000001"]


@pytest.mark.parametrize(
    "answer", [{}, {"tokens": 3}, {"tokens": [{}]}, {"tokens": [{"serial": 1}]}]
)
def test_nonsense_about_the_cards_is_refused(scripted, answer):
    with pytest.raises(CpsLibraryFailed):
        scripted({"tokens": answer}).tokens()


def test_nonsense_for_a_signature_is_refused(scripted):
    with pytest.raises(CpsLibraryFailed):
        sign(scripted({"sign": {"signature": "é"}}))


def test_a_card_without_the_key_of_the_request_has_left(scripted):
    module = scripted({"tokens": {"tokens": []}})
    with pytest.raises(CardRemoved):
        sign(module)


def test_several_threads_get_each_their_answer(scripted):
    module, answers = scripted(), []
    threads = [threading.Thread(target=lambda: answers.append(module.tokens())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [len(one) for one in answers] == [1] * 8
    assert scripted.seen.count("start") == 1


def test_closing_ends_a_request_that_hangs(scripted):
    module, ends = scripted({"sign": "hang"}), []
    module.tokens()

    def work() -> None:
        try:
            sign(module)
        except CpsLibraryFailed as error:
            ends.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while "sign" not in scripted.seen and thread.is_alive():
        thread.join(0.01)
    module.close()
    thread.join(20)
    assert len(ends) == 1
    assert module.pid is None


def test_closing_twice_and_before_anything_is_calm(scripted):
    module = scripted()
    module.close()
    module.tokens()
    module.close()
    module.close()
    assert module.pid is None


def test_the_code_is_nowhere_but_on_its_way_to_the_card(scripted, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    module = scripted({"login": "crash"}, {"login": {"fault": "wrong_pin"}}, {"login": "hang"})
    texts = []
    for _ in range(2):
        try:
            module.login(CARD.serial, PIN)
        except AlmaPyError as error:
            texts += traceback.format_exception(error)
    module.tokens()
    own = Path(f"/proc/{module.pid}")
    texts += [(own / name).read_bytes().decode() for name in ("cmdline", "environ")]
    texts += [path.read_text() for path in tmp_path.iterdir()]
    texts += [caplog.text, repr(vars(module))]
    assert "cps_helper" in "".join(texts)
    assert PIN not in "".join(texts)


def test_a_post_without_the_library_says_so(tmp_path):
    module = Pkcs11Module(str(tmp_path / "absent.so"))
    with pytest.raises(CpsLibraryAbsent, match="Cryptolib"):
        module.tokens()
    assert module.pid is None


def test_a_file_that_is_no_library_says_so(tmp_path):
    file = tmp_path / "text.so"
    file.write_text("ceci n'est pas une bibliothèque")
    with pytest.raises(CpsLibraryAbsent):
        Pkcs11Module(str(file)).tokens()


MISHAPS = {"crash": "*(volatile int *)0 = 1;", "hang": "for (;;) pause();"}


def broken_library(folder: Path, mishap: str) -> Pkcs11Module:
    """Return a module over a real library that breaks when it is loaded.

    Without a compiler here, the scripted process breaks at the same moment.
    """
    compiler = shutil.which("gcc")
    limits = Limits(start=2 if mishap == "hang" else 20)
    if compiler is None:
        script = folder / "script.json"
        script.write_text(json.dumps([{"start": mishap}]))
        return Pkcs11Module("", limits=limits, command=[sys.executable, str(HELPER), str(script)])
    source, library = folder / "broken.c", folder / "broken.so"
    source.write_text(
        "#include <unistd.h>\n"
        "unsigned long C_GetFunctionList(void *list) { " + MISHAPS[mishap] + " return 0; }\n"
    )
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return Pkcs11Module(str(library), limits=limits)


@pytest.mark.parametrize("mishap", list(MISHAPS))
def test_a_real_library_that_breaks_leaves_the_program_alive(tmp_path, mishap):
    module = broken_library(tmp_path, mishap)
    with pytest.raises(CpsLibraryFailed):
        module.tokens()
    assert module.pid is None


def test_the_chosen_library_comes_first_even_when_it_is_not_there(tmp_path):
    assert installed_library(" /opt/mine.so ") == "/opt/mine.so"
    (tmp_path / "System32").mkdir()
    environment = {"WINDIR": str(tmp_path)}
    assert installed_library("", "win32", environment) == ""
    file = tmp_path / "System32" / "cps3_pkcs11_w64.dll"
    file.touch()
    assert installed_library("", "win32", environment) == str(file)


def test_the_library_is_looked_for_where_its_installer_puts_it():
    linux = usual_places("linux", {})
    assert [str(one) for one in linux] == ["/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so"]
    assert all("osx" in one.name for one in usual_places("darwin", {}))


def test_a_post_is_plugged_into_its_library():
    outside = real_outside(PostSettings(pkcs11_library="/opt/mine.so"), SystemClock())
    assert isinstance(outside.cps, Pkcs11Module)
    outside.close()


def test_a_post_without_any_library_has_no_cps(monkeypatch):
    monkeypatch.setattr("almapy.outside.installed_library", lambda _chosen: "")
    assert isinstance(real_outside(PostSettings(), SystemClock()).cps, NoCps)


def test_the_packaged_program_plays_the_process_by_a_hidden_verb(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command_of("/opt/mine.so")[1:] == ["pkcs11-helper", "/opt/mine.so"]


def test_the_hidden_verb_serves_the_library(tmp_path):
    code = "import sys; from ui.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "pkcs11-helper", str(tmp_path / "absent.so")]
    with pytest.raises(CpsLibraryAbsent):
        Pkcs11Module("", command=command).tokens()


def test_the_hidden_verb_is_not_shown(capsys):
    with pytest.raises(SystemExit):
        run(["--help"])
    assert "pkcs11" not in capsys.readouterr().out

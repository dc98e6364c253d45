"""The pcscd of the tests: apart from the machine's, and gone without a trace."""

import os
import shutil
from pathlib import Path

import pytest

from tests.peers.pcsc import daemon
from tests.peers.pcsc.daemon import PcscDaemon, PcscUnavailableError, find_pcscd
from tests.peers.pcsc.post import FOLDER


def test_no_test_reaches_the_readers_of_the_machine():
    assert os.environ["PCSCLITE_CSOCK_NAME"] == str(FOLDER / "run" / "pcscd.comm")
    assert str(os.getpid()) in FOLDER.name


def test_a_machine_without_pcscd_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda *_words, **_more: None)
    with pytest.raises(PcscUnavailableError, match="apt-get install pcscd"):
        find_pcscd()


def test_a_person_who_may_not_start_pcscd_is_told(monkeypatch):
    monkeypatch.setattr(daemon.importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(shutil, "which", lambda *_words, **_more: "/usr/sbin/pcscd")
    monkeypatch.setattr(daemon, "_DRIVERS", ((Path(__file__).parent, Path(__file__).name),))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(PcscUnavailableError, match="root"):
        find_pcscd()


def test_a_machine_without_pyscard_is_told(monkeypatch):
    monkeypatch.setattr(daemon.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(PcscUnavailableError, match="pyscard"):
        find_pcscd()


@pytest.mark.pcsc
def test_two_pcscd_live_side_by_side_and_end_when_told(pcsc_post, tmp_path):
    other = PcscDaemon(tmp_path / "autre")
    other.start()
    first, second = pcsc_post.pid, other.pid
    assert Path(f"/proc/{first}/ns/net").readlink() != Path(f"/proc/{second}/ns/net").readlink()
    other.connect(0).close()
    other.stop()
    other.stop()
    assert other.pid is None
    assert not Path(f"/proc/{second}").exists()
    assert Path(f"/proc/{first}").exists()


@pytest.mark.pcsc
def test_a_container_that_forbids_it_is_told_from_a_fault(pcsc_post, tmp_path, monkeypatch):
    broken = PcscDaemon(tmp_path / "autre")
    broken._program = "/nonexistent/pcscd"
    with pytest.raises(PcscUnavailableError, match="pcscd"):
        broken.start()
    assert broken.pid is None

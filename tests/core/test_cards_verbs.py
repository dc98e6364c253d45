"""``almapy cards`` and the readers' line of ``almapy diagnose``."""

import io
import json
import os
import queue
import signal
import subprocess
import sys
import threading

import pytest

from almapy.cards.service import CardService
from almapy.cli.card_verbs import _Teller
from almapy.cli.common import Output
from almapy.clock import SystemClock
from almapy.diagnose import readers_check
from almapy.simulators.cards import CARDS
from almapy.simulators.readers import images
from almapy.simulators.readers.people import FAMILY, ODD_DATES
from tests.fakes.card_system import FIRST, SECOND, FakeCardSystem
from tests.fakes.cps import FakeCard, FakeCps

NO_PCSCD = {"PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"}
VITALE = images.vitale_2(CARDS[0].holders)
RUTH = {
    "name": "NESSI",
    "first_name": "RUTH",
    "birth_date": "1977-07-14",
    "nir": "277076322082910",
}


def started(*words, folder, **more):
    return subprocess.Popen(
        [sys.executable, "-m", "ui.main", *words],
        env={**os.environ, "ALMAPY_DATA_DIR": str(folder)} | more,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*words, folder, **more):
    """Return the status, the lines and the messages of a verb."""
    process = started(*words, folder=folder, **more)
    said, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    return process.returncode, [json.loads(line) for line in said.splitlines()], told


def insert_and_wait(post, card, slot=0):
    post.insert(card, slot)
    context = post.system.open()
    seen = context.wait(None, 0)
    while not seen[slot].has_card:
        seen = context.wait(seen, 5)
    context.close()


def test_without_service_the_verb_says_so_and_refuses(tmp_path):
    status, lines, told = run("cards", "--json", folder=tmp_path, **NO_PCSCD)
    assert (status, lines) == (1, [])
    assert "cards.no_service" in told
    assert len(told.splitlines()) == 1


@pytest.mark.pcsc
def test_the_verb_lists_the_readers_and_who_is_named_on_the_cards(pcsc_post, tmp_path):
    insert_and_wait(pcsc_post, VITALE)
    status, lines, told = run("cards", "--json", folder=tmp_path)
    assert (status, told) == (0, "")
    assert lines == [
        {"reader": pcsc_post.readers[0], "kind": "vitale", "holders": [RUTH]},
        {"reader": pcsc_post.readers[1], "kind": None, "holders": []},
    ]


@pytest.mark.pcsc
def test_a_person_reads_sentences(pcsc_post, tmp_path):
    insert_and_wait(pcsc_post, images.vitale_2(FAMILY.holders))
    process = started("cards", folder=tmp_path)
    said, _told = process.communicate(timeout=60)
    first, *holders, second = said.splitlines()
    assert first == f"{pcsc_post.readers[0]}\u00a0: Carte Vitale"
    assert holders[2] == "  DURAND-LEFÈVRE NOÉ, 28/02/2019, NIR 119026748220141"
    assert holders[4] == "  DURAND-LEFÈVRE ANAÏS, 30/11/2025, NIR absent de la carte"
    assert second == f"{pcsc_post.readers[1]}\u00a0: vide"


@pytest.mark.pcsc
def test_what_cannot_be_read_says_why_and_the_rest_is_listed(pcsc_post, tmp_path):
    insert_and_wait(pcsc_post, images.vitale_1(), 0)
    insert_and_wait(pcsc_post, images.vitale_2(ODD_DATES.holders), 1)
    status, (first, second), _told = run("cards", "--json", folder=tmp_path)
    assert status == 1
    assert (first["kind"], first["holders"]) == ("vitale", [])
    assert "Vitale 1" in first["problem"]
    assert [one["birth_date"] for one in second["holders"]] == ["19421901", "19800500"]


def test_each_cps_is_named_beside_its_own_reader():
    system = FakeCardSystem()
    cards = CardService(system, SystemClock())
    for slot in (0, 1):
        system.insert(images.cps(f"2700000{slot}", "1234"), slot)
    cps = FakeCps(
        FakeCard(reader=FIRST), FakeCard(serial="2", reader=SECOND, family_name="FICTIVE")
    )
    said = io.StringIO()
    teller = _Teller(Output(as_json=True, out=said), cards, cps)
    assert [teller.tell(slot) for slot in cards.look()] == [True, True]
    lines = [json.loads(line) for line in said.getvalue().splitlines()]
    assert [(one["reader"], one["kind"]) for one in lines] == [(FIRST, "cps"), (SECOND, "cps")]
    assert [one["holders"][0]["name"] for one in lines] == ["DÉMO", "FICTIVE"]


@pytest.mark.pcsc
def test_watching_gives_a_line_for_each_card_until_it_is_stopped(pcsc_post, tmp_path):
    process = started("cards", "--watch", "--json", folder=tmp_path)
    lines = queue.Queue()
    reader = threading.Thread(target=lambda: [lines.put(line) for line in process.stdout])
    reader.start()

    def line():
        return json.loads(lines.get(timeout=30))

    try:
        assert [line()["kind"], line()["kind"]] == [None, None]
        pcsc_post.insert(images.vitale_2(FAMILY.holders))
        came = line()
        assert (came["reader"], came["kind"]) == (pcsc_post.readers[0], "vitale")
        assert [one["first_name"] for one in came["holders"]][2:4] == ["NOÉ", "LÉO"]
        pcsc_post.eject()
        assert line() == {"reader": pcsc_post.readers[0], "kind": None, "holders": []}
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stdout.close()
        told = process.stderr.read()
        process.stderr.close()
    assert told == "Lecteurs prêts.\n"


def test_diagnose_names_the_readers_and_what_is_in_them():
    system = FakeCardSystem()
    system.insert(VITALE)
    check = readers_check(system)
    assert check.ok
    assert check.detail == f"{FIRST} (Carte Vitale), {SECOND} (vide)"


def test_diagnose_tells_the_remedy_of_each_lack_and_blames_nobody():
    system = FakeCardSystem(())
    no_reader = readers_check(system)
    system.stop()
    no_service = readers_check(system)
    system.installed = False
    no_library = readers_check(system)
    remedies = {one.remedy for one in (no_reader, no_service, no_library)}
    assert len(remedies) == 3
    assert "pcscd" in no_service.remedy
    assert not any(one.ok or one.needed for one in (no_reader, no_service, no_library))


def test_a_post_without_reader_is_a_post_in_order(tmp_path):
    status, lines, _told = run("diagnose", "--json", folder=tmp_path, **NO_PCSCD)
    assert status == 0
    assert [one["ok"] for one in lines if one["check"] == "lecteurs"] == [False]

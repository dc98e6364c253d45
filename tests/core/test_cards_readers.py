"""Readers that come and go, that others hold, that are not there at all."""

import threading
from dataclasses import replace

import pytest

from almapy.cards import watcher
from almapy.cards.faults import CardAbsent, CardBusy, CardServiceAbsent
from almapy.cards.model import CardEventKind, CardFamily, ReaderState
from almapy.cards.ports import SlotSight
from almapy.cards.service import CardService
from almapy.cards.sights import Sights
from almapy.clock import SystemClock
from almapy.demo.readers import CPS_READER, VITALE_READER, SimulatedReaders
from almapy.outside import NoReaders
from almapy.simulators.readers import images
from almapy.simulators.readers.faults import Fault
from tests.fakes.card_system import FIRST, SECOND, Events, FakeCardSystem

VITALE = images.vitale_2(())
SELECT_MASTER = bytes.fromhex("00A40000023F00")
INSERTED, REMOVED, STATE, READERS = (
    CardEventKind.INSERTED,
    CardEventKind.REMOVED,
    CardEventKind.STATE,
    CardEventKind.READERS,
)


@pytest.fixture
def system():
    return FakeCardSystem()


@pytest.fixture
def cards(system):
    service = CardService(system, SystemClock())
    yield service
    service.close()


@pytest.fixture
def events(cards):
    heard = Events()
    cards.listen(heard)
    cards.start()
    heard.next(READERS)
    return heard


def test_a_reader_plugged_in_is_seen_and_its_card_too(system, cards, events):
    system.plug("Lecteur 3")
    events.next(READERS)
    assert [one.reader for one in cards.slots()] == [FIRST, SECOND, "Lecteur 3"]


def test_a_reader_pulled_out_takes_its_card_along(system, cards, events):
    system.insert(VITALE)
    card = events.next(INSERTED).slot
    system.unplug(FIRST)
    assert events.next(REMOVED).slot == card
    while FIRST in {one.reader for one in cards.slots()}:
        events.next(READERS)
    system.plug(FIRST)
    events.next(READERS)
    system.insert(VITALE)
    assert events.next(INSERTED).slot.insertion == card.insertion + 1


def test_a_post_without_reader_says_so_and_waits_for_one(system, cards, events):
    system.unplug(FIRST)
    system.unplug(SECOND)
    while cards.state() is not ReaderState.NO_READER:
        events.next(STATE)
    system.plug(FIRST)
    assert events.next(STATE).state is ReaderState.READY


def test_a_post_without_the_library_is_calm():
    system = FakeCardSystem()
    system.installed = False
    cards, heard = CardService(system, SystemClock()), Events()
    cards.listen(heard)
    cards.start()
    assert heard.next(STATE).state is ReaderState.NOT_INSTALLED
    assert cards.look() == ()
    with pytest.raises(CardServiceAbsent):
        cards.use(FIRST, lambda transmit: transmit(SELECT_MASTER))
    cards.close()
    assert CardService(NoReaders(), SystemClock()).look() == ()


def test_a_fault_that_nobody_expected_does_not_end_the_watch(system, cards, monkeypatch, caplog):
    monkeypatch.setattr(watcher, "_AFTER_FAULT", 0.01)
    faults = [RuntimeError("pilote"), OSError("pilote")]
    usual = system.open

    def broken():
        if faults:
            raise faults.pop()
        return usual()

    monkeypatch.setattr(system, "open", broken)
    heard = Events()
    cards.listen(heard)
    cards.start()
    assert heard.next(STATE).state is ReaderState.NO_SERVICE
    assert heard.next(STATE).state is ReaderState.READY
    assert caplog.text.count("watching the readers failed") == 2


def test_a_card_that_another_program_keeps_is_busy(system, cards):
    system.insert(VITALE)
    system.held_by_another.add(FIRST)
    with pytest.raises(CardBusy):
        cards.use(FIRST, lambda transmit: transmit(SELECT_MASTER))
    system.held_by_another.clear()
    assert cards.use(FIRST, lambda transmit: transmit(SELECT_MASTER))[0] == 0x61


def test_a_card_in_the_middle_of_anothers_exchange_is_busy_not_mute(system, cards):
    system.insert(VITALE)
    other = system.open().connect(FIRST)
    with pytest.raises(CardBusy):
        cards.use(FIRST, lambda transmit: transmit(SELECT_MASTER), seconds=0.1)
    other.close()


def test_two_readings_of_one_card_come_one_after_the_other(system, cards):
    system.insert(VITALE)
    steps, inside, may_end = [], threading.Event(), threading.Event()

    def first(transmit):
        steps.append("first")
        inside.set()
        may_end.wait(5)
        steps.append("first ends")
        return transmit(SELECT_MASTER)

    def second(transmit):
        steps.append("second")
        return transmit(SELECT_MASTER)

    one = threading.Thread(target=cards.use, args=(FIRST, first))
    one.start()
    assert inside.wait(5)
    two = threading.Thread(target=cards.use, args=(FIRST, second))
    two.start()
    may_end.set()
    one.join()
    two.join()
    assert steps == ["first", "first ends", "second"]


def test_a_reading_leaves_the_card_as_after_a_reset(system, cards):
    system.insert(VITALE)
    cards.use(FIRST, lambda transmit: transmit(bytes.fromhex("00B0820010")))
    assert cards.use(FIRST, lambda transmit: transmit(bytes.fromhex("00B0000010"))).hex() == "6986"


def test_what_a_reading_raises_comes_out_and_frees_the_card(system, cards):
    system.insert(VITALE)

    def broken(_transmit):
        raise KeyError("lu")

    with pytest.raises(KeyError):
        cards.use(FIRST, broken)
    assert cards.use(FIRST, lambda _transmit: 3) == 3
    assert system.opened == system.closed


def test_a_card_of_unknown_answer_to_reset_is_known_by_what_it_selects(system, cards, events):
    system.insert(replace(VITALE, atr=bytes.fromhex("3B7513000049")))
    assert events.next(INSERTED).slot.family is CardFamily.VITALE_2


def test_an_unknown_mute_card_is_announced_all_the_same(system, cards, events):
    system.set_fault(Fault(count=99, mute_seconds=60))
    with system._changed:
        system._places[FIRST].card = None
    system.insert(images.other_card())
    assert events.next(INSERTED).slot.family is CardFamily.UNKNOWN


def test_a_card_swapped_between_two_looks_is_removed_and_inserted():
    sights = Sights()
    first = SlotSight(FIRST, VITALE.atr, count=1)
    sights.take([first], {first: CardFamily.VITALE_2})
    second = replace(first, count=3)
    assert sights.is_new(second)
    events = sights.take([second], {second: CardFamily.VITALE_2})
    assert [(kind, slot.insertion) for kind, slot in events] == [(REMOVED, 1), (INSERTED, 2)]
    assert sights.take([second]) == []


def test_a_card_that_does_not_answer_a_reset_is_an_unknown_card():
    sights = Sights()
    mute = SlotSight(FIRST, count=1, is_mute=True)
    events = sights.take([mute], {mute: CardFamily.UNKNOWN})
    assert [(kind, slot.family) for kind, slot in events if slot] == [
        (INSERTED, CardFamily.UNKNOWN)
    ]


def test_a_slot_shows_no_byte_of_its_card_when_it_is_printed(system, cards):
    system.insert(VITALE)
    assert VITALE.atr.hex() not in repr(cards.look())
    assert "3b" not in repr(system.sights())


def test_the_demo_has_a_reader_for_each_kind_of_card():
    readers = SimulatedReaders([("cps_demo", "CPS du docteur DÉMO")])
    assert readers.simulated
    assert {one.key for one in readers.choices()} >= {"ruth", "famille", "vitale1", "cps_demo"}
    assert [one.key for one in readers.choices() if one.is_cps] == ["cps_demo"]
    for choice in readers.choices():
        readers.insert(choice.key)
    assert readers.inserted() == ("autre", "cps_demo")
    cards = CardService(readers, SystemClock())
    assert {one.reader: one.family for one in cards.look()} == {
        VITALE_READER: CardFamily.UNKNOWN,
        CPS_READER: CardFamily.CPS,
    }
    readers.eject("ruth")  # not in: nothing happens
    readers.eject("autre")
    assert readers.inserted() == ("cps_demo",)
    with pytest.raises(CardAbsent):
        cards.use(VITALE_READER, lambda transmit: transmit(SELECT_MASTER))

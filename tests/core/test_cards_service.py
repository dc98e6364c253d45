"""What a post knows of its cards: each fact on readers in memory, then on a real pcscd."""

import logging
import threading
import time

import pytest

from almapy.cards import watcher
from almapy.cards.faults import (
    CardAbsent,
    CardBusy,
    CardMute,
    CardRemoved,
    CardServiceAbsent,
    ReaderAbsent,
)
from almapy.cards.model import CardEventKind, CardFamily, ReaderState
from almapy.cards.service import CardService
from almapy.clock import SystemClock
from almapy.simulators.cards import CARDS
from almapy.simulators.readers import images
from almapy.simulators.readers.faults import Fault
from almapy.simulators.readers.people import FAMILY
from tests.fakes.card_system import Events, FakeCardSystem

VITALE = images.vitale_2(FAMILY.holders)
CPS = images.cps("27000001", "1234")
SELECT_MASTER = bytes.fromhex("00A40000023F00")
READ = bytes.fromhex("00B0820080")
INSERTED, REMOVED, STATE, READERS = (
    CardEventKind.INSERTED,
    CardEventKind.REMOVED,
    CardEventKind.STATE,
    CardEventKind.READERS,
)


@pytest.fixture(params=["memory", pytest.param("pcscd", marks=pytest.mark.pcsc)])
def post(request):
    """Two empty readers: in memory, then those of a real pcscd."""
    if request.param == "memory":
        return FakeCardSystem()
    return request.getfixturevalue("pcsc_post")


@pytest.fixture
def cards(post, monkeypatch):
    monkeypatch.setattr(watcher, "_RETRY", 0.2)
    service = CardService(post.system, SystemClock())
    yield service
    service.close()


@pytest.fixture
def events(cards):
    """What the service tells, from its start on."""
    heard = Events()
    cards.listen(heard)
    cards.start()
    heard.next(READERS)
    return heard


def read_twice(transmit):
    """Read a card in two steps, as a reading does."""
    return transmit(SELECT_MASTER)[-2:] + transmit(READ)


# What a loop that never sleeps takes at least beside another busy process; asleep: 0.0001.
_ASKING_IN_TURNS = 0.25


def fails_with(fault, cards, reader, seconds=5.0):
    with pytest.raises(fault):
        cards.use(reader, read_twice, seconds=seconds)


def test_a_card_is_seen_to_come_and_go(post, cards, events):
    post.insert(VITALE)
    came = events.next(INSERTED)
    assert (came.slot.reader, came.slot.family) == (post.readers[0], CardFamily.VITALE_2)
    assert cards.slots()[0] == came.slot
    assert cards.state() is ReaderState.READY
    post.eject()
    assert events.next(REMOVED).slot == came.slot
    assert cards.slots()[0].family is None


def test_two_readers_are_told_apart(post, cards, events):
    post.insert(VITALE, 0)
    post.insert(CPS, 1)
    first, second = events.next(INSERTED).slot, events.next(INSERTED).slot
    assert {(one.reader, one.family) for one in (first, second)} == {
        (post.readers[0], CardFamily.VITALE_2),
        (post.readers[1], CardFamily.CPS),
    }
    assert cards.use(post.readers[0], read_twice).endswith(b"\x90\x00")
    post.eject(0)
    assert events.next(REMOVED).slot.reader == post.readers[0]
    assert [one.family for one in cards.slots()] == [None, CardFamily.CPS]


def test_another_card_in_the_same_place_is_another_insertion(post, cards, events):
    post.insert(VITALE)
    before = events.next(INSERTED).slot
    post.insert(VITALE)
    assert events.next(REMOVED).slot == before
    after = events.next(INSERTED).slot
    assert after.atr == before.atr
    assert after.insertion > before.insertion


def test_a_card_of_unknown_answer_to_reset_is_unknown(post, cards, events):
    post.insert(images.other_card())
    assert events.next(INSERTED).slot.family is CardFamily.UNKNOWN


def test_nothing_is_read_without_a_card(post, cards):
    fails_with(CardAbsent, cards, post.readers[0])
    fails_with(ReaderAbsent, cards, "Lecteur d'un autre poste")


def test_a_card_pulled_out_in_the_middle_of_an_exchange_gives_nothing(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    post.set_fault(Fault(after=1, torn_out=True))
    fails_with(CardRemoved, cards, post.readers[0])
    events.next(REMOVED)
    post.insert(VITALE)
    events.next(INSERTED)
    assert len(cards.use(post.readers[0], read_twice)) == 132


def test_a_removal_that_the_reading_would_hide_is_told_all_the_same(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    post.set_fault(Fault(after=1, torn_out=True))

    def careless(transmit):
        answer = transmit(SELECT_MASTER)
        try:
            return transmit(READ)
        except CardRemoved:
            return answer

    with pytest.raises(CardRemoved):
        cards.use(post.readers[0], careless)


def interrupted_by(gesture):
    def work(transmit):
        transmit(SELECT_MASTER)
        gesture()
        return transmit(READ)

    return work


def test_a_card_pulled_out_between_two_commands_is_gone(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    with pytest.raises(CardRemoved):
        cards.use(post.readers[0], interrupted_by(post.eject))


def test_a_card_swapped_for_another_between_two_commands_gives_nothing(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    other = images.vitale_2(CARDS[0].holders)
    # So fast that pcscd itself believes in the first card, which then no longer answers.
    with pytest.raises((CardRemoved, CardMute)):
        cards.use(post.readers[0], interrupted_by(lambda: post.swap_unseen(other)))


def test_a_mute_card_never_holds_who_reads_it(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    post.set_fault(Fault(after=1, mute_seconds=60))
    fails_with(CardMute, cards, post.readers[0], 0.5)
    fails_with(CardBusy, cards, post.readers[0], 0.1)
    post.set_fault(None)
    assert read_when_free(cards, post.readers[0]).endswith(b"\x90\x00")


def test_a_mute_card_may_be_pulled_out(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    post.set_fault(Fault(after=1, mute_seconds=60))
    hand = threading.Thread(target=lambda: post.wait_for_silence() and post.eject())
    hand.start()
    fails_with(CardRemoved, cards, post.readers[0], 10)
    hand.join()
    events.next(REMOVED)


def test_a_status_that_tells_of_trouble_reaches_who_reads(post, cards, events):
    post.insert(VITALE)
    events.next(INSERTED)
    post.set_fault(Fault(after=1, status=0x6F00))
    assert cards.use(post.readers[0], read_twice).hex() == "61196f00"
    assert len(cards.use(post.readers[0], read_twice)) == 132


def test_the_service_of_the_readers_stops_during_a_reading_and_comes_back(post, cards, events):
    post.insert(VITALE)
    before = events.next(INSERTED).slot
    post.set_fault(Fault(after=1, mute_seconds=60))
    hand = threading.Thread(target=lambda: post.wait_for_silence() and post.stop(killed=True))
    hand.start()
    fails_with(CardServiceAbsent, cards, post.readers[0], 10)
    hand.join()
    assert events.next(STATE).state is ReaderState.NO_SERVICE
    assert events.next(REMOVED).slot == before
    assert cards.slots() == ()
    fails_with(CardServiceAbsent, cards, post.readers[0])
    post.start()
    assert events.next(STATE).state is ReaderState.READY
    after = events.next(INSERTED).slot
    assert after.insertion > before.insertion
    assert len(cards.use(post.readers[0], read_twice)) == 132


def test_a_look_needs_no_thread(post, cards):
    assert cards.state() is ReaderState.STOPPED
    assert [one.reader for one in cards.look()] == list(post.readers)
    assert cards.state() is ReaderState.READY
    post.stop()
    assert cards.look() == ()
    assert cards.state() is ReaderState.NO_SERVICE


def _watching():
    return {one for one in threading.enumerate() if one.name == "cards"}


def test_watching_stops_at_once_and_may_start_again(post, cards, events):
    cards.close()
    cards.close()
    assert (cards.state(), cards.slots()) == (ReaderState.STOPPED, ())
    others = _watching()
    post.insert(VITALE)
    cards.start()
    cards.start()
    assert events.next(INSERTED).slot.family is CardFamily.VITALE_2
    (watching,) = _watching() - others
    cards.close()
    assert not watching.is_alive()


def test_an_idle_post_costs_nearly_nothing(post, cards, events, record_property):
    seconds, before = 1.0, time.process_time()
    assert events.none_within(seconds)
    share = (time.process_time() - before) / seconds
    record_property("idle_share", share)
    print(f"\nidle, share of one core: {share:.3%}")
    assert share < _ASKING_IN_TURNS


def test_a_listener_that_fails_stops_nobody(post, cards, events):
    def broken(_event):
        raise ValueError

    unlisten = cards.listen(broken)
    post.insert(VITALE)
    events.next(INSERTED)
    unlisten()
    unlisten()
    post.eject()
    events.next(REMOVED)


def test_no_log_holds_anything_of_a_card(post, cards, events, caplog):
    caplog.set_level(logging.DEBUG)
    post.insert(VITALE)
    events.next(INSERTED)
    answer = cards.use(post.readers[0], read_twice)
    post.set_fault(Fault(mute_seconds=60))
    fails_with(CardMute, cards, post.readers[0], 0.5)
    post.eject()
    events.next(REMOVED)
    for word in ("DURAND", answer[:8].hex(), VITALE.atr.hex(), VITALE.atr.hex(" ")):
        assert word.lower() not in caplog.text.lower()


def read_when_free(cards, reader):
    """Read as soon as an earlier reading that was given up lets the card go."""
    for _ in range(20):
        try:
            return cards.use(reader, read_twice)
        except CardBusy:
            continue
    raise AssertionError("the reader stays busy")

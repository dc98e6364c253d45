"""PC/SC behind the port: what its codes mean, and readers that come and go while one waits."""

import sys
import threading

import pytest

from almapy.adapters.pcsc import codes, system
from almapy.adapters.pcsc.context import PcscContext
from almapy.cards.faults import (
    CardAbsent,
    CardBusy,
    CardMute,
    CardRemoved,
    CardServiceAbsent,
    CardUnreadable,
    ReaderAbsent,
)
from almapy.simulators.readers import images
from almapy.simulators.readers.faults import Fault

VITALE = images.vitale_2(())


class ScriptedPcsc:
    """The functions of pyscard on readers made of words: events, codes to fail with."""

    SCARD_SHARE_SHARED = SCARD_PROTOCOL_T0 = 1
    SCARD_PROTOCOL_T1 = 2
    SCARD_PCI_T0, SCARD_PCI_T1 = 1, 2
    SCARD_LEAVE_CARD, SCARD_RESET_CARD = 0, 1
    SCARD_STATE_UNAWARE, SCARD_STATE_CHANGED = 0, 2
    SCARD_STATE_EMPTY, SCARD_STATE_PRESENT, SCARD_STATE_MUTE = 0x10, 0x20, 0x200

    def __init__(self):
        self.readers = {"A": (self.SCARD_STATE_EMPTY, b"")}
        self.notifies = True
        self.fails = {}
        self.calls = []
        self.answer = [0x90, 0]
        self.woken = threading.Event()
        self.asked = threading.Event()

    def _code(self, name):
        self.calls.append(name)
        return self.fails.get(name, 0)

    def SCardListReaders(self, _context, _groups):
        code = self._code("list")
        return (code, list(self.readers)) if self.readers else (codes.NO_READERS, [])

    def SCardGetStatusChange(self, _context, milliseconds, wanted):
        notified = any(name.endswith("Notification") for name, _state in wanted)
        if notified and not self.notifies:
            return codes.UNKNOWN_READER, []
        if milliseconds:
            self.asked.set()
            self.woken.wait(milliseconds / 1000)
            self.woken.clear()
            return self.fails.get("wait", 0), []
        if any(name not in self.readers for name, _state in wanted):
            return codes.UNKNOWN_READER, []
        return 0, [(name, self.readers[name][0], list(self.readers[name][1])) for name, _ in wanted]

    def SCardConnect(self, *_words):
        return self._code("connect"), 7, self.SCARD_PROTOCOL_T0

    def SCardReconnect(self, *_words):
        return self._code("reconnect"), self.SCARD_PROTOCOL_T1

    def SCardBeginTransaction(self, _card):
        return self._code("begin")

    def SCardTransmit(self, _card, _protocol, _command):
        return self._code("transmit"), self.answer

    def SCardEndTransaction(self, _card, how):
        return self._code(f"end {how}")

    def SCardDisconnect(self, _card, how):
        return self._code(f"disconnect {how}")

    def SCardCancel(self, _context):
        self.woken.set()

    def SCardReleaseContext(self, _context):
        return self._code("release")


@pytest.fixture
def pcsc():
    return ScriptedPcsc()


def signed(code):
    """Return a code as some systems give it: negative."""
    return code - 0x1_0000_0000


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (0x8010000C, CardAbsent),
        (0x80100009, ReaderAbsent),
        (0x80100017, ReaderAbsent),
        (0x8010002E, ReaderAbsent),
        (0x8010000B, CardBusy),
        (0x80100069, CardRemoved),
        (0x80100066, CardMute),
        (0x8010000F, CardUnreadable),
        (0x8010001D, CardServiceAbsent),
        (0x8010001E, CardServiceAbsent),
        (0x80100013, CardServiceAbsent),
        (0x12345678, CardMute),
    ],
)
def test_a_refusal_to_connect_has_its_sentence(pcsc, code, fault):
    for written in (code, signed(code)):
        pcsc.fails = {"connect": written}
        with pytest.raises(fault):
            PcscContext(pcsc, 1).connect("A")


@pytest.mark.parametrize(
    ("code", "present", "fault"),
    [
        (0x80100069, True, CardRemoved),
        (0x80100068, True, CardRemoved),
        (0x80100016, False, CardRemoved),  # not transacted: the card left
        (0x80100016, True, CardMute),  # … or it did not answer
        (0x8010002F, False, CardRemoved),
        (0x0000001F, True, CardMute),  # a driver of Windows: « a device does not work »
        (0x8010000A, True, CardMute),
        (0x80100013, True, CardServiceAbsent),
        (0x80100003, True, CardServiceAbsent),
        (0x8010000B, True, CardBusy),
    ],
)
def test_an_exchange_that_broke_off_has_its_sentence(pcsc, code, present, fault):
    state = pcsc.SCARD_STATE_PRESENT if present else pcsc.SCARD_STATE_EMPTY
    pcsc.readers["A"] = (state, VITALE.atr)
    connection = PcscContext(pcsc, 1).connect("A")
    pcsc.fails = {"transmit": signed(code)}
    with pytest.raises(fault):
        connection.transmit(b"\x00\xa4\x00\x00")


@pytest.mark.parametrize(("answer", "fault"), [([], CardRemoved), ([0x90], CardUnreadable)])
def test_an_answer_without_status_is_no_answer(pcsc, answer, fault):
    connection = PcscContext(pcsc, 1).connect("A")
    pcsc.answer = answer
    with pytest.raises(fault):
        connection.transmit(b"\x00\xa4\x00\x00")


def test_a_card_is_reset_while_nobody_else_may_have_it_and_then_let_go(pcsc):
    PcscContext(pcsc, 1).connect("A").close()
    assert pcsc.calls[-2:] == ["end 1", "disconnect 0"]


def test_a_card_whose_exchange_could_not_begin_is_let_go(pcsc):
    pcsc.fails = {"begin": 0x80100069}
    with pytest.raises(CardRemoved):
        PcscContext(pcsc, 1).connect("A")
    assert pcsc.calls[-1] == "disconnect 0"


def test_a_card_that_another_program_reset_meanwhile_is_taken_up_again(pcsc):
    codes_of_begin = [0x80100068, 0]
    pcsc.SCardBeginTransaction = lambda _card: codes_of_begin.pop(0)
    assert PcscContext(pcsc, 1).connect("A").transmit(b"\x00\xa4\x00\x00") == b"\x90\x00"
    assert pcsc.calls == ["connect", "reconnect", "reconnect", "transmit"]


def test_the_card_of_a_reader_and_its_count_are_seen(pcsc):
    pcsc.readers = {
        "A": (pcsc.SCARD_STATE_PRESENT | 5 << 16, VITALE.atr),
        "B": (pcsc.SCARD_STATE_EMPTY | 2 << 16, VITALE.atr),
        "C": (pcsc.SCARD_STATE_PRESENT | pcsc.SCARD_STATE_MUTE | 1 << 16, b""),
    }
    first, second, third = PcscContext(pcsc, 1).wait(None, 0)
    assert (first.atr, first.count, first.has_card) == (VITALE.atr, 5, True)
    assert (second.atr, second.count, second.has_card) == (b"", 2, False)
    assert (third.is_mute, third.has_card) == (True, True)


def waiting(pcsc, seconds=30):
    """Wait for a change in a thread; return that thread and what it will have seen."""
    context, seen = PcscContext(pcsc, 1), []
    before = context.wait(None, 0)
    thread = threading.Thread(target=lambda: seen.append(context.wait(before, seconds)))
    thread.start()
    assert pcsc.asked.wait(5)
    return context, thread, seen


def test_a_reader_that_comes_or_goes_ends_the_wait(pcsc):
    _context, thread, seen = waiting(pcsc)
    pcsc.readers = {"A": pcsc.readers["A"], "B": (pcsc.SCARD_STATE_EMPTY, b"")}
    pcsc.woken.set()
    thread.join(5)
    assert [one.reader for one in seen[0]] == ["A", "B"]
    _context, thread, seen = waiting(pcsc)
    pcsc.readers = {}
    pcsc.woken.set()
    thread.join(5)
    assert seen == [()]


def test_where_readers_are_not_notified_cards_are_still_waited_for(pcsc):
    pcsc.notifies = False
    _context, thread, seen = waiting(pcsc)
    pcsc.readers["A"] = (pcsc.SCARD_STATE_PRESENT, VITALE.atr)
    pcsc.woken.set()
    thread.join(5)
    assert seen[0][0].atr == VITALE.atr


def test_a_wake_up_for_nothing_goes_on_waiting_and_a_cancel_ends_it(pcsc):
    context, thread, seen = waiting(pcsc)
    pcsc.asked.clear()
    pcsc.woken.set()
    assert pcsc.asked.wait(5)
    assert seen == []
    context.cancel()
    thread.join(5)
    assert len(seen) == 1


@pytest.mark.parametrize("code", [0x8010001D, 0x8010001E, 0x80100013, 0x80100003])
def test_a_service_that_goes_away_ends_the_wait(pcsc, code):
    context = PcscContext(pcsc, 1)
    before = context.wait(None, 0)
    pcsc.woken.set()
    pcsc.fails = {"wait": signed(code)}
    with pytest.raises(CardServiceAbsent):
        context.wait(before, 30)
    pcsc.fails = {"list": signed(code)}
    with pytest.raises(CardServiceAbsent):
        context.wait(None, 0)


def test_a_system_without_the_library_is_told_from_one_without_service(monkeypatch):
    def missing(_name):
        raise OSError("libpcsclite.so.1")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system.ctypes, "CDLL", missing)
    with pytest.raises(ImportError):
        system.PcscSystem().open()


@pytest.mark.pcsc
def test_two_contexts_of_a_real_pcscd_exclude_each_other(pcsc_post):
    pcsc_post.insert(VITALE)
    context = pcsc_post.system.open()
    before = tuple(one for one in context.wait(None, 0))
    while not before[0].has_card:
        before = context.wait(before, 5)
    held = context.connect(pcsc_post.readers[0])
    assert held.atr == VITALE.atr
    other, answers = pcsc_post.system.open(), []

    def second():
        connection = other.connect(pcsc_post.readers[0])
        answers.append(connection.transmit(bytes.fromhex("00A40000023F00")).hex())
        connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    thread.join(0.2)
    assert answers == []
    held.close()
    thread.join(5)
    assert answers == ["6119"]
    pcsc_post.set_fault(Fault(torn_out=True))
    with pytest.raises(CardRemoved):
        context.connect(pcsc_post.readers[0]).transmit(bytes.fromhex("00A40000023F00"))
    other.close()
    context.close()


@pytest.mark.pcsc
def test_a_pcscd_without_any_reader_shows_none_and_waits(pcsc_post):
    pcsc_post.stop()
    pcsc_post.start(with_readers=False)
    context = pcsc_post.system.open()
    assert context.wait(None, 0) == ()
    assert context.wait((), 0.05) == ()
    with pytest.raises(ReaderAbsent):
        context.connect(pcsc_post.readers[0])
    context.close()


@pytest.mark.pcsc
def test_nobody_reaches_the_readers_while_pcscd_is_stopped(pcsc_post):
    context = pcsc_post.system.open()
    pcsc_post.stop()
    with pytest.raises(CardServiceAbsent):
        context.wait(None, 0)
    context.cancel()
    context.close()
    with pytest.raises(CardServiceAbsent):
        pcsc_post.system.open()

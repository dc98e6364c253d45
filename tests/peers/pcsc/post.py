"""The fixture ``pcsc_post``: a post with a real pcscd, two slots, and cards to put into them."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from almapy.adapters.pcsc.system import PcscSystem
from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault
from almapy.simulators.readers.files import CardImage
from almapy.simulators.readers.vpcd import VpcdSlot
from tests.peers.pcsc.daemon import READERS, PcscDaemon, PcscUnavailableError, find_pcscd

_LOOKS, _LOOK_MS = 5, 1000
_COUNT_SHIFT = 16  # insertions and removals, in the high word of a state

FOLDER = Path(tempfile.gettempdir()) / f"almapy-pcsc-{os.getpid()}"


class PcscPost:
    """What a hand does at a post: cards in and out of slots 0 and 1, faults, pcscd itself."""

    readers = READERS
    system = PcscSystem()

    def __init__(self, daemon: PcscDaemon) -> None:
        self._daemon = daemon
        self._has_readers = True
        self._slots = [VpcdSlot(partial(daemon.connect, slot)) for slot in range(len(READERS))]

    @property
    def pid(self) -> int | None:
        """The process id of pcscd, None when it does not run."""
        return self._daemon.pid

    def insert(self, card: VirtualCard | CardImage, slot: int = 0) -> None:
        """Put a card in; the one that is in is pulled out first, and pcscd sees it.

        pcscd looks every 0.4 second: wait for the event before asking anything of the card.
        """
        self.eject(slot)
        _wait_until_empty(self.readers[slot])
        self._slots[slot].insert(VirtualCard(card) if isinstance(card, CardImage) else card)

    def swap_unseen(self, card: CardImage, slot: int = 0) -> None:
        """Put a card in the place of another, faster than pcscd looks: it believes in the first."""
        self._slots[slot].insert(VirtualCard(card))

    def eject(self, slot: int = 0) -> None:
        """Pull the card out, in the middle of an answer if need be."""
        self._slots[slot].eject()

    def set_fault(self, fault: Fault | None, slot: int = 0) -> None:
        """Have the next commands to a card meet this fault."""
        self._slots[slot].fault(fault)

    def wait_for_silence(self, slot: int = 0, seconds: float = 5.0) -> bool:
        """Wait until a mute card has a command before it; tell whether that came."""
        return self._slots[slot].silent.wait(seconds)

    def stop(self, *, killed: bool = False) -> None:
        """Stop pcscd, in order or at once; cards stay where they are."""
        self._daemon.stop(signal.SIGKILL if killed else signal.SIGTERM)

    def start(self, *, with_readers: bool = True) -> None:
        """Start pcscd again, with the cards that are in the slots, or without any reader."""
        if self._daemon.pid is not None:
            return
        self._daemon.start(with_readers=with_readers)
        self._has_readers = with_readers
        for slot in self._slots:
            if with_readers and slot.card is not None:
                slot.insert(slot.card)

    def clear(self) -> None:
        """Take all cards out and have pcscd run and know it."""
        for slot in self._slots:
            slot.eject()
        if not self._has_readers:
            self.stop()
        self.start()
        for reader in self.readers:
            _wait_until_empty(reader)


def _wait_until_empty(reader: str) -> None:
    from smartcard import scard

    _code, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    try:
        state = scard.SCARD_STATE_UNAWARE
        for _ in range(_LOOKS):
            _code, states = scard.SCardGetStatusChange(context, _LOOK_MS, [(reader, state)])
            state = states[0][1] & ~scard.SCARD_STATE_CHANGED
            # A reset that fails says EMPTY before pcscd has looked: its count tells that it has.
            if state & scard.SCARD_STATE_EMPTY and (state >> _COUNT_SHIFT) % 2 == 0:
                return
    finally:
        scard.SCardReleaseContext(context)
    raise AssertionError("pcscd still sees a card")


@pytest.fixture(scope="session")
def _pcsc_daemon() -> Iterator[PcscDaemon]:
    """Share one pcscd among the tests of a worker; those that need it are skipped without it."""
    try:
        find_pcscd()
        shutil.rmtree(FOLDER, ignore_errors=True)
        daemon = PcscDaemon(FOLDER)
        daemon.start()
    except PcscUnavailableError as reason:
        pytest.skip(str(reason))
    yield daemon
    daemon.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture
def pcsc_post(_pcsc_daemon: PcscDaemon) -> Iterator[PcscPost]:
    """Give a post with a real pcscd and two empty slots; marked ``pcsc``."""
    post = PcscPost(_pcsc_daemon)
    post.clear()
    yield post
    post.clear()

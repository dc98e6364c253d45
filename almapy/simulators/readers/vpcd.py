"""A virtual card behind a real pcscd: the wire of the vpcd driver (vsmartcard), seen by the card.

Each message is its length on two bytes, then its bytes. One byte alone is an order of the reader:
0 power off, 1 power on, 2 reset, 4 asks for the answer to reset, the only one that is answered.
The driver listens; a card that connects is put in, one that hangs up is pulled out. (Told to
connect instead, the driver of 2023 ends pcscd as soon as nobody answers.)
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Final

from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.faults import Fault, Faults, TornOut

_ASK_ATR: Final = 4
_LENGTH_BYTES: Final = 2
_END_SECONDS: Final = 2.0


class VpcdSlot:
    """One slot of the virtual reader; ``connect`` opens a connection to its port."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        self._connect = connect
        self._faults = Faults()
        self._link: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self.card: VirtualCard | None = None

    @property
    def silent(self) -> threading.Event:
        """Return what is set while the card is mute, in the middle of a command."""
        return self._faults.silent

    def insert(self, card: VirtualCard) -> None:
        """Put a card in; the one that is in is pulled out first. Raises OSError: no driver."""
        self.eject()
        self._faults.set(None)
        card.reset()
        link = self._connect()
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.card, self._link = card, link
        self._thread = threading.Thread(
            target=self._serve, args=(card, link), name="virtual card", daemon=True
        )
        self._thread.start()

    def eject(self) -> None:
        """Pull the card out, in the middle of an answer if need be."""
        link, self._link, self.card = self._link, None, None
        if link is not None:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()
        self._faults.set(None)
        if self._thread is not None:
            self._thread.join(_END_SECONDS)
            self._thread = None

    def fault(self, fault: Fault | None) -> None:
        """Have the next commands meet this fault; None: the card works again."""
        self._faults.set(fault)

    def _serve(self, card: VirtualCard, link: socket.socket) -> None:
        with contextlib.suppress(OSError, TornOut), link:
            while (message := _message(link)) is not None:
                answer = self._answer(card, message)
                if answer is not None:
                    link.sendall(len(answer).to_bytes(_LENGTH_BYTES, "big") + answer)

    def _answer(self, card: VirtualCard, message: bytes) -> bytes | None:
        if len(message) != 1:
            return self._faults.answer(card.process, message) if message else None
        if message[0] == _ASK_ATR:
            return card.atr
        card.reset()
        return None


def _message(link: socket.socket) -> bytes | None:
    head = _exactly(link, _LENGTH_BYTES)
    return None if head is None else _exactly(link, int.from_bytes(head, "big"))


def _exactly(link: socket.socket, size: int) -> bytes | None:
    """Return so many bytes, None when the driver hung up."""
    received = b""
    while len(received) < size:
        # The driver writes length and bytes apart: without an answer at once, Nagle's rule makes
        # each command last 40 ms.
        if hasattr(socket, "TCP_QUICKACK"):
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = link.recv(size - len(received))
        if not part:
            return None
        received += part
    return received

"""One card held through PC/SC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from almapy.adapters.pcsc.codes import RESET, SUCCESS, connection_fault, exchange_fault, unsigned
from almapy.cards.faults import CardRemoved, CardUnreadable

_SW_LENGTH = 2


class PcscConnection:
    """A card shared with other programs, and ours alone between ``begin`` and ``close``."""

    def __init__(self, api: Any, handle: int, card_is_there: Callable[[], bool]) -> None:
        self._api = api
        self._handle = handle
        self._protocol = api.SCARD_PCI_T0
        self._card_is_there = card_is_there

    def begin(self) -> None:
        """Wait until no other program is in the middle of an exchange, and keep them out.

        The other one may have reset the card at its end: the protocol is agreed upon again.
        """
        code = unsigned(self._api.SCardBeginTransaction(self._handle))
        if code == RESET:
            self._reconnect()
            code = unsigned(self._api.SCardBeginTransaction(self._handle))
        if code == SUCCESS:
            code = self._reconnect()
        if code != SUCCESS:
            self.close()
            raise connection_fault(code)

    def _reconnect(self) -> int:
        api = self._api
        code, protocol = api.SCardReconnect(
            self._handle,
            api.SCARD_SHARE_SHARED,
            api.SCARD_PROTOCOL_T0 | api.SCARD_PROTOCOL_T1,
            api.SCARD_LEAVE_CARD,
        )
        if protocol == api.SCARD_PROTOCOL_T1:
            self._protocol = api.SCARD_PCI_T1
        return unsigned(code)

    @property
    def atr(self) -> bytes:
        """Return the answer to reset of this card."""
        code, _reader, _state, _protocol, atr = self._api.SCardStatus(self._handle)
        if unsigned(code) != SUCCESS:
            raise exchange_fault(unsigned(code), card_is_there=self._card_is_there())
        return bytes(atr)

    def transmit(self, command: bytes) -> bytes:
        """Send a command, return the answer with SW1 SW2; see ``CardConnection.transmit``."""
        code, answer = self._api.SCardTransmit(self._handle, self._protocol, list(command))
        if unsigned(code) != SUCCESS:
            raise exchange_fault(unsigned(code), card_is_there=self._card_is_there())
        if not answer:  # how drivers tell a card pulled out in the middle of an answer
            raise CardRemoved
        if len(answer) < _SW_LENGTH:
            raise CardUnreadable("sa réponse est incomplète")
        return bytes(answer)

    def close(self) -> None:
        """Let the card go, reset: what it opened for us is closed for others.

        It is reset before anybody else may have it: a reset after that would break their exchange.
        """
        self._api.SCardEndTransaction(self._handle, self._api.SCARD_RESET_CARD)
        self._api.SCardDisconnect(self._handle, self._api.SCARD_LEAVE_CARD)

"""Return codes of PC/SC, and what each means for a person (card notes §1.2)."""

from __future__ import annotations

from typing import Final

from almapy.cards.faults import (
    CardAbsent,
    CardBusy,
    CardMute,
    CardRemoved,
    CardServiceAbsent,
    CardUnreadable,
    ReaderAbsent,
)
from almapy.errors import ExternalError

SUCCESS: Final = 0
CANCELLED: Final = 0x80100002
UNKNOWN_READER: Final = 0x80100009
TIMEOUT: Final = 0x8010000A
NOT_READY: Final = 0x80100010
READER_UNAVAILABLE: Final = 0x80100017
NO_READERS: Final = 0x8010002E
RESET: Final = 0x80100068

_INVALID_HANDLE: Final = 0x80100003
_SHARING_VIOLATION: Final = 0x8010000B
_NO_SMARTCARD: Final = 0x8010000C
_UNKNOWN_CARD: Final = 0x8010000D
_PROTOCOL_MISMATCH: Final = 0x8010000F
_SYSTEM_CANCELLED: Final = 0x80100012
_COMMUNICATION: Final = 0x80100013
_INVALID_ATR: Final = 0x80100015
_SHUTDOWN: Final = 0x80100018
_READER_UNSUPPORTED: Final = 0x8010001A
_NO_SERVICE: Final = 0x8010001D
_SERVICE_STOPPED: Final = 0x8010001E
_CARD_UNSUPPORTED: Final = 0x8010001C
_NO_ACCESS: Final = 0x80100027
_TOO_BUSY: Final = 0x80100031
_UNSUPPORTED_CARD: Final = 0x80100065
_UNRESPONSIVE: Final = 0x80100066
_UNPOWERED: Final = 0x80100067
_REMOVED: Final = 0x80100069
_SECURITY_VIOLATION: Final = 0x8010006A

NO_SUCH_READER: Final = frozenset({UNKNOWN_READER, READER_UNAVAILABLE, NO_READERS})
SERVICE_GONE: Final = frozenset(
    {
        _INVALID_HANDLE,
        _SYSTEM_CANCELLED,
        _COMMUNICATION,
        _SHUTDOWN,
        _NO_SERVICE,
        _SERVICE_STOPPED,
        _NO_ACCESS,
        _SECURITY_VIOLATION,  # polkit refuses who is not at the desk
    }
)
_CARD_GONE: Final = frozenset({_NO_SMARTCARD, RESET, _REMOVED})
_SILENT: Final = frozenset({TIMEOUT, _UNRESPONSIVE, _UNPOWERED})
_HELD: Final = frozenset({_SHARING_VIOLATION, _TOO_BUSY, NOT_READY})
_FOREIGN: Final = frozenset(
    {
        _UNKNOWN_CARD,
        _PROTOCOL_MISMATCH,
        _INVALID_ATR,
        _READER_UNSUPPORTED,
        _CARD_UNSUPPORTED,
        _UNSUPPORTED_CARD,
    }
)


def unsigned(code: int) -> int:
    """Return a code as the documents write it, whatever its sign on this system."""
    return code & 0xFFFFFFFF


def connection_fault(code: int) -> ExternalError:
    """Return what a refusal to connect to a card means."""
    if code == _NO_SMARTCARD:
        return CardAbsent()
    return _common_fault(code) or CardMute()


def exchange_fault(code: int, *, card_is_there: bool) -> ExternalError:
    """Return what a failed exchange means.

    Drivers have many codes for an exchange that broke off: the card left, or did not answer.
    """
    return _common_fault(code) or (CardMute() if card_is_there else CardRemoved())


def _common_fault(code: int) -> ExternalError | None:
    fault: ExternalError | None = None
    if code in SERVICE_GONE:
        fault = CardServiceAbsent()
    elif code in NO_SUCH_READER:
        fault = ReaderAbsent()
    elif code in _CARD_GONE:
        fault = CardRemoved()
    elif code in _SILENT:
        fault = CardMute()
    elif code in _HELD:
        fault = CardBusy()
    elif code in _FOREIGN:
        fault = CardUnreadable("ce lecteur ne sait pas parler avec elle")
    return fault

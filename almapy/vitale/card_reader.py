"""Reading a Vitale 2 card through the files that anybody may read (card notes §2.1)."""

from __future__ import annotations

from typing import Final

from almapy.cards.apdu import DONE, Answer, exchange
from almapy.cards.faults import CardRemoved, CardUnreadable
from almapy.cards.ports import Transmit
from almapy.vitale.parser import bearers_of
from almapy.vitale.reading import Bearer
from almapy.vitale.tlv import LARGEST_FILE, TlvFault, goes_on

_SELECT_MF: Final = bytes.fromhex("00A40000023F00")
_SELECT_VITALE: Final = bytes.fromhex("00A404000BD250000002564954414C45")
_READ: Final = bytes.fromhex("00B0")
_SHORT_FILE: Final = b"\x82\x00"  # SFI 2, from its beginning
_WHOLE_BLOCK: Final = 0x00  # 256 bytes
_BEGINNING: Final = 0x40
_END_OF_FILE: Final = 0x6282
_BEYOND_THE_FILE: Final = 0x6B00
_CLOSED: Final = frozenset({0x6982, 0x6A82})  # security status, file not found
_MOST_BLOCKS: Final = 64


def read_holders(transmit: Transmit) -> tuple[Bearer, ...]:
    """Return who is named on the card in the reader, all of it or nothing.

    The beginning of the first list is read once more at the end: numbers of a card that took the
    place of another are never given to its people. Raises CardUnreadable, CardRemoved, and what
    ``transmit`` raises.
    """
    _select(transmit, _SELECT_MF)
    names = _read_file(transmit)
    if names is None:
        raise CardUnreadable("elle ne laisse pas lire les noms")
    numbers = _read_numbers(transmit)
    _select(transmit, _SELECT_MF)
    again = _block(exchange(transmit, _READ + _SHORT_FILE + bytes([_BEGINNING])))
    if not again or names[: len(again)] != again[: len(names)]:
        raise CardRemoved
    return bearers_of(names, numbers)


def _read_numbers(transmit: Transmit) -> bytes | None:
    """Return the second list, None when the card keeps it for the official interface."""
    if exchange(transmit, _SELECT_VITALE).status in _CLOSED:
        return None
    return _read_file(transmit)


def _select(transmit: Transmit, command: bytes) -> None:
    if not exchange(transmit, command).done:
        raise CardUnreadable("ce n'est pas une carte Vitale qui se lit")


def _read_file(transmit: Transmit) -> bytes | None:
    """Return the file of the selected folder as far as its objects go; None when it is closed."""
    answer = exchange(transmit, _READ + _SHORT_FILE + bytes([_WHOLE_BLOCK]))
    if answer.status in _CLOSED:
        return None
    data = _block(answer)
    for _ in range(_MOST_BLOCKS):
        if answer.status == _END_OF_FILE or not _wants_more(data):
            return data
        offset = len(data).to_bytes(2, "big")
        answer = exchange(transmit, _READ + offset + bytes([_WHOLE_BLOCK]))
        if answer.status == _BEYOND_THE_FILE:
            return data
        more = _block(answer)
        if not more:
            return data
        data += more
    raise CardUnreadable("ses données n'ont pas de fin")


def _block(answer: Answer) -> bytes:
    if answer.status not in {DONE, _END_OF_FILE}:
        raise CardUnreadable("elle refuse la lecture")
    return answer.data


def _wants_more(data: bytes) -> bool:
    try:
        return len(data) < LARGEST_FILE and goes_on(data)
    except TlvFault:
        raise CardUnreadable("ses données sont incomplètes ou abîmées") from None

"""The cards that may be put into a simulated reader, byte by byte (card notes §1.4, §2, §3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from almapy.simulators.cards import CardHolder
from almapy.simulators.readers.files import MASTER_FILE, CardImage, Df, Ef

VITALE_AID: Final = bytes.fromhex("D250000002564954414C45")
PKCS15_AID: Final = bytes.fromhex("E828BD080F8025000001FF0010")
VITALE_FOLDER: Final = 0x2000
LISTS: Final = 2  # the short identifier of both lists
PIN: Final = 0x01

_MASTER_AID: Final = bytes.fromhex("D2500000024D465F564954414C45")
_SERIES: Final = 0x49
_FILE_SIZES: Final = (128, 1024)
_BEARER, _NAME, _FIRST_NAME, _BIRTH, _COUNTRY, _NIR = 0x65, 0x80, 0x81, 0x82, 0x90, 0x93
_FORBIDDEN: Final = 0x6E00
_LONGEST_SHORT, _LONGEST_LONG = 0x7F, 0xFF


def vitale_2(holders: Sequence[CardHolder], *, long_form: bool = False) -> CardImage:
    """Return a Vitale 2 card that names these people.

    ``long_form`` writes each length over three bytes, as some cards do for any length.
    """
    names = b"".join(
        tlv(
            _BEARER,
            tlv(_NAME, _latin(one.birth_name))
            + tlv(_FIRST_NAME, _latin(one.first_name))
            + tlv(_BIRTH, _latin(one.birth_date.replace("-", "")))
            + tlv(_COUNTRY, b"FRA"),
            long_form=long_form,
        )
        for one in holders
    )
    numbers = b"".join(
        tlv(_BEARER, tlv(_NIR, _latin(one.own_nir)) if one.own_nir else b"", long_form=long_form)
        for one in holders
    )
    return vitale_of(names, numbers)


def vitale_of(names: bytes, numbers: bytes) -> CardImage:
    """Return a Vitale 2 card whose two lists hold these very bytes, padded."""
    application = Df(
        VITALE_FOLDER,
        VITALE_AID,
        files=(
            Ef(0x2003, _padded(numbers), LISTS),
            Ef(0x2004, b"\x00" * 64, sfi=5, free=False),
        ),
    )
    master = Df(
        MASTER_FILE,
        _MASTER_AID,
        files=(
            Ef(0x0002, _padded(names), LISTS),
            Ef(0x2F00, tlv(0x61, tlv(0x4F, VITALE_AID)), sfi=30),
            Ef(0x2F02, tlv(0x66, tlv(0x80, b"20200115")), sfi=29),
        ),
        folders=(application,),
    )
    return CardImage(bytes.fromhex(f"3B75130000{_SERIES:02X}09EA9000"), master)


def vitale_1() -> CardImage:
    """Return a Vitale 1: its layout is not public, it refuses everything."""
    return CardImage(bytes.fromhex("3F652500220969 9000"), refusal=_FORBIDDEN)


def other_card() -> CardImage:
    """Return a card of another trade, which works and knows nothing of health."""
    return CardImage(bytes.fromhex("3B6800005465737443617264"))


def cps(serial: str, pin: str, *, generation: int = 3) -> CardImage:
    """Return a CPS of generation 3 or 4: what tells its kind, its serial, its code.

    ``serial`` has eight digits. Keys and certificates are not here: they are reached through
    PKCS#11, not by commands.
    """
    atr = {
        3: "3BAC00402A001225006480000310009000",
        4: "3B9B188001001225006480040100009044",
    }[generation]
    number = bytes.fromhex(f"8025000001{serial}{_luhn_digit('8025000001' + serial)}F")
    master = Df(
        MASTER_FILE,
        files=(Ef(0xD003, tlv(0x5A, number)),),
        folders=(Df(0x0001, PKCS15_AID),),
    )
    return CardImage(
        bytes.fromhex(atr), master, master_is_hidden=True, pins=((PIN, pin),), is_t0=True
    )


def tlv(tag: int, value: bytes, *, long_form: bool = False) -> bytes:
    """Return one object of BER-TLV with a tag of one byte."""
    size = len(value)
    if long_form or size > _LONGEST_LONG:
        length = b"\x82" + size.to_bytes(2, "big")
    elif size > _LONGEST_SHORT:
        length = b"\x81" + bytes([size])
    else:
        length = bytes([size])
    return bytes([tag]) + length + value


def _padded(content: bytes) -> bytes:
    return content.ljust(next((size for size in _FILE_SIZES if size >= len(content)), 0), b"\x00")


def _latin(text: str) -> bytes:
    return text.encode("iso-8859-1")


def _luhn_digit(digits: str) -> int:
    doubled = (
        int(one) * 2 if place % 2 == 0 else int(one) for place, one in enumerate(digits[::-1])
    )
    return -sum(one - 9 if one > 9 else one for one in doubled) % 10  # noqa: PLR2004  (Luhn's own)

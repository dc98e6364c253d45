"""The free files of a Vitale 2 card, and a card that holds them, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from almapy.simulators.readers.card import VirtualCard
from almapy.simulators.readers.files import MASTER_FILE, CardImage, Df, Ef
from almapy.vitale.parser import birth_day
from almapy.vitale.reading import Bearer, Insured, Origin, VitaleReading

ATR = bytes.fromhex("3B7513000044 09EA9000".replace(" ", ""))
VITALE_AID = b"\xd2\x50\x00\x00\x02VITALE"
RUTH_NIR = "277076322082910"
RUTH_NAMES = bytes.fromhex(
    "651C80054E45535349810452555448820831393737303731349003465241".replace(" ", "")
)
RUTH_NUMBERS = bytes.fromhex("6511930F323737303736333232303832393130")
READ_AT = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


def tlv(tag: int, value: bytes) -> bytes:
    """One object with the shortest length that fits."""
    head = bytes([tag])
    if len(value) < 0x80:
        return head + bytes([len(value)]) + value
    if len(value) < 0x100:
        return head + bytes([0x81, len(value)]) + value
    return head + b"\x82" + len(value).to_bytes(2, "big") + value


def named(name: str, first: str, born: str, country: str = "FRA") -> bytes:
    """One person of the first list."""
    parts = ((0x80, name), (0x81, first), (0x82, born), (0x90, country))
    return tlv(
        0x65,
        b"".join(tlv(tag, text.encode("latin-1")) for tag, text in parts if text or tag != 0x90),
    )


def numbered(nir: str = "") -> bytes:
    """One person of the second list; without a number of their own by default."""
    return tlv(0x65, tlv(0x93, nir.encode("latin-1")) if nir else tlv(0x90, b"FRA"))


FAMILY = (
    ("NESSI", "RUTH", "19770714", RUTH_NIR),
    ("DE VINCI", "LEON", "19750302", "175036322012391"),
    ("DE VINCI", "MICHELANGELO", "20100807", ""),
    ("LEF\xc8VRE", "NO\xc9", "20190228", ""),
    ("LEF\xc8VRE", "L\xc9O", "20190228", ""),
)


def files_of(people: Iterable[tuple[str, str, str, str]]) -> tuple[bytes, bytes]:
    """Both files of a card that names these people."""
    told = list(people)
    names = b"".join(named(*one[:3]) for one in told)
    return names, b"".join(numbered(one[3]) for one in told)


def card_image(
    names: bytes, numbers: bytes, *, is_t0: bool = True, closed: bool = False
) -> CardImage:
    """A card with these two files, padded as real ones are; ``closed`` keeps the second one."""
    vitale = Df(0x3F10, VITALE_AID, (Ef(0x2002, _padded(numbers), sfi=2, free=not closed),))
    master = Df(MASTER_FILE, files=(Ef(0x2F02, _padded(names), sfi=2),), folders=(vitale,))
    return CardImage(ATR, master, is_t0=is_t0)


def card(names: bytes, numbers: bytes, **how: bool) -> VirtualCard:
    """That card, under power."""
    return VirtualCard(card_image(names, numbers, **how))


def bearer(
    name: str = "NESSI", first_name: str = "RUTH", birth: str = "19770714", **more: object
) -> Bearer:
    """A person as a direct reading gives them."""
    return Bearer(name, first_name, birth, birth_day(birth), **more)


def reading(*bearers: Bearer, **more: object) -> VitaleReading:
    """A direct reading of a card that names these people."""
    return VitaleReading(Origin.DIRECT, bearers, READ_AT, **more)


def official(*bearers: Bearer, nir: str = RUTH_NIR, **more: object) -> VitaleReading:
    """A certified reading of a card whose insured has this number."""
    insured = Insured(nir, "01", "349", "0349")
    return VitaleReading(Origin.OFFICIAL, bearers, READ_AT, insured=insured, certified=True, **more)


def _padded(content: bytes, size: int = 128) -> bytes:
    return content.ljust(max(size, len(content) + 16), b"\x00")

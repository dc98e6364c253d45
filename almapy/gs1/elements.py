"""The grammar of GS1 element strings (GS1 General Specifications, gs1-syntax-dictionary).

A string is a row of fields, each one an application identifier (AI) of two to four digits and its
data. Fields of predefined length follow one another; every other one ends with a separator (FNC1,
read as 0x1D) unless it is the last, even when it has its greatest length.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from almapy.gs1.model import GS

MOST_CHARACTERS = 400
"""Longer strings are not looked at: no box of medicine comes near."""
CHARACTERS = frozenset(
    "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
)
"""The 82 characters that a field may hold."""
_ALL = 1_000
_PREDEFINED = frozenset(f"{start:02}" for start in (*range(5), *range(11, 21), *range(31, 37), 41))
"""First two digits of the AI whose fields need no separator."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How long a field may be, and how many of its first characters are digits."""

    least: int
    most: int
    digits: int


def _digits(least: int, most: int = 0) -> _Shape:
    return _Shape(least, most or least, _ALL)


def _text(most: int, least: int = 1, digits: int = 0) -> _Shape:
    return _Shape(least, most, digits)


_SHAPES: dict[str, _Shape] = {
    "00": _digits(18),
    **dict.fromkeys(("01", "02", "03"), _digits(14)),
    **dict.fromkeys(("11", "12", "13", "15", "16", "17"), _digits(6)),
    "20": _digits(2),
    **dict.fromkeys(("10", "21", "22", "243", "254", "420", "8002", "8012"), _text(20)),
    "235": _text(28),
    **dict.fromkeys(("240", "241", "250", "251", "400", "401", "403", "90"), _text(30)),
    "242": _digits(1, 6),
    "253": _text(30, least=13, digits=13),
    "255": _digits(13, 25),
    **dict.fromkeys(("30", "37"), _digits(1, 8)),
    **{f"{tens}{ones}{place}": _digits(6) for tens in range(31, 37) for ones in range(10)
       for place in range(10)},
    **{f"{kind}{place}": _digits(1, 15) for kind in (390, 392) for place in range(10)},
    **{f"{kind}{place}": _digits(4, 18) for kind in (391, 393) for place in range(10)},
    **{f"394{place}": _digits(4) for place in range(10)},
    **{f"395{place}": _digits(6) for place in range(10)},
    "402": _digits(17),
    **{str(kind): _digits(13) for kind in range(410, 418)},
    "421": _text(12, least=4, digits=3),
    **dict.fromkeys(("422", "424", "426"), _digits(3)),
    **dict.fromkeys(("423", "425"), _digits(3, 15)),
    "427": _text(3),
    **{str(kind): _text(20) for kind in range(710, 718)},
    "7001": _digits(13),
    "7002": _text(30),
    "7003": _digits(10),
    "7004": _digits(1, 4),
    "7005": _text(12),
    "7006": _digits(6),
    "7007": _digits(6, 12),
    "7008": _text(3),
    "7009": _text(10),
    "7010": _text(2),
    **dict.fromkeys(("7011",), _digits(6, 10)),
    **{str(kind): _text(20) for kind in range(7020, 7024)},
    "7240": _text(20),
    "8001": _digits(14),
    "8003": _text(30, least=14, digits=14),
    "8004": _text(30),
    "8005": _digits(6),
    **dict.fromkeys(("8006", "8017", "8018", "8026"), _digits(18)),
    "8007": _text(34),
    "8008": _digits(8, 12),
    "8010": _text(30),
    "8011": _digits(1, 12),
    "8013": _text(25),
    "8019": _digits(1, 10),
    "8020": _text(25),
    **dict.fromkeys(("8110", "8112", "8200"), _text(70)),
    **{str(kind): _text(90) for kind in range(91, 100)},
}  # fmt: skip
_LENGTHS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Element:
    """One field: its AI, its data and where its AI stands in the string."""

    ai: str
    value: str = field(repr=False)
    position: int


@dataclass(frozen=True, slots=True)
class Elements:
    """What could be read of a string; ``stopped_at`` is where it could not go on, -1 at its end."""

    read: tuple[Element, ...]
    stopped_at: int = -1

    def value(self, ai: str) -> str:
        """Return the data of a field, empty when it is absent."""
        return next((one.value for one in self.read if one.ai == ai), "")


def elements_of(text: str) -> Elements:
    """Read a string without symbology prefix or leading FNC1; never raises.

    What is wrong – an unknown AI, a field of a wrong length or with foreign characters, the same AI
    twice with two contents – ends the reading there, and what was read before is kept.
    """
    read: dict[str, Element] = {}
    place = 0
    while place < len(text):
        ai = identifier_at(text, place)
        if not ai:
            break
        end = _end_of(text, place + len(ai), ai)
        value = text[place + len(ai) : end]
        if not conforms(ai, value) or (ai in read and read[ai].value != value):
            break
        read.setdefault(ai, Element(ai, value, place))
        place = end
        if text.startswith(GS, place):
            place += 1
    return Elements(tuple(read.values()), -1 if place >= len(text) else place)


def identifier_at(text: str, place: int) -> str:
    """Return the AI that begins at a place, empty when there is none that GS1 knows."""
    return next(
        (text[place : place + n] for n in _LENGTHS if text[place : place + n] in _SHAPES), ""
    )


def conforms(ai: str, value: str) -> bool:
    """Tell whether a field may hold this, by its length and characters."""
    shape = _SHAPES.get(ai)
    if shape is None or not shape.least <= len(value) <= shape.most:
        return False
    numeric = value[: shape.digits]
    return all("0" <= one <= "9" for one in numeric) and CHARACTERS.issuperset(value)


def element_string(fields: Iterable[tuple[str, str]]) -> str:
    """Write fields in this order, with the separators that are needed and no other.

    Raises ValueError for a field that does not conform.
    """
    text = ""
    for ai, value in fields:
        if not conforms(ai, value):
            raise ValueError(ai)
        text += ai + value + ("" if ai[:2] in _PREDEFINED else GS)
    return text.removesuffix(GS)


def _end_of(text: str, start: int, ai: str) -> int:
    if ai[:2] in _PREDEFINED:
        return min(start + _SHAPES[ai].most, len(text))
    end = text.find(GS, start)
    return len(text) if end < 0 else end

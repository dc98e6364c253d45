"""A name as a document writes it, split into family name and first name when that is certain."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.matching.first_names import FIRST_NAMES
from almapy.text import fold

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w'’\-]*|[dl]['’][A-ZÀ-ÖØ-Þ][\w'’\-]*|d|de|du|des|la|le|les)"
NAMES = rf"{_WORD}(?:[ \u00a0]{{1,3}}{_WORD}){{0,8}}(?![\w'’])"
"""A pattern for names of one to nine words; each word can be read in one way only, so that no
line, however made, takes long."""

_PARTICLES = frozenset(("de", "du", "des", "la", "le", "les", "d", "l"))
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class WrittenName:
    """Family name in capitals or as written, first name as written; both or what is certain."""

    family: str = field(default="", repr=False)
    first: str = field(default="", repr=False)


def split_name(text: str) -> WrittenName:
    """Tell family name from first name by their letters – « MARTIN Claire » –, else by the name.

    Both stay empty when neither letters nor a well-known first name at one end decide.
    """
    pieces = text.split()
    if not pieces:
        return WrittenName()
    capitals = [_is_capitals(piece) for piece in pieces]
    if all(capitals) or not any(capitals):
        return _by_known_first(pieces)
    return _by_letters(pieces, capitals)


def _by_letters(pieces: list[str], capitals: list[bool]) -> WrittenName:
    """Split where capitals end or begin, once; particles go with the family name after them."""
    upper = list(capitals)
    for at in range(len(pieces) - 2, -1, -1):
        if _is_particle(pieces[at]):
            upper[at] = upper[at + 1]
    changes = [at for at in range(1, len(pieces)) if upper[at] != upper[at - 1]]
    if len(changes) != 1:
        return WrittenName()
    first, last = " ".join(pieces[: changes[0]]), " ".join(pieces[changes[0] :])
    return WrittenName(first, last) if upper[0] else WrittenName(last, first)


def _by_known_first(pieces: list[str]) -> WrittenName:
    if len(pieces) < _FEWEST:
        return WrittenName()
    starts, ends = _is_first(pieces[0]), _is_first(pieces[-1])
    if starts == ends:
        return WrittenName()
    if starts:
        count = 2 if len(pieces) > _FEWEST and _is_first(pieces[1]) else 1
        return WrittenName(" ".join(pieces[count:]), " ".join(pieces[:count]))
    count = 2 if len(pieces) > _FEWEST and _is_first(pieces[-2]) else 1
    return WrittenName(" ".join(pieces[:-count]), " ".join(pieces[-count:]))


def _is_capitals(piece: str) -> bool:
    letters = [char for char in piece if char.isalpha()]
    return bool(letters) and all(char.isupper() for char in letters)


def _is_particle(piece: str) -> bool:
    return fold(piece) in _PARTICLES


def _is_first(piece: str) -> bool:
    parts = fold(piece).split()
    return bool(parts) and all(part in FIRST_NAMES for part in parts)

"""Postal addresses as documents write them, under a name and in its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from almapy.matching.words import Cell
from almapy.text import fold

_BELOW = 4
_STREET = re.compile(
    r"\b\d{1,4} ?(?:bis|ter|quater|[a-d])?,? (?:rue|avenue|av|bd|bld|boulevard|place|chemin|route|"
    r"allee|impasse|quai|cours|square|faubourg|lotissement|passage|residence|sentier|villa|hameau)\b"
)
_POSTCODE = re.compile(r"\b(\d{5})\s+([^\W\d_][\w'’\-. ]{1,40})")
_FOLDED_POSTCODE = re.compile(r"\b\d{5} [a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Address:
    """Street, postal code and town, as written."""

    street: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    town: str = field(default="", repr=False)


def is_street(folded: str) -> bool:
    """Whether folded words hold a number and a kind of street."""
    return bool(_STREET.search(folded))


def is_town(folded: str) -> bool:
    """Whether folded words hold a postal code and a town."""
    return bool(_FOLDED_POSTCODE.search(folded))


def address_under(
    cell: Cell, after: Sequence[Cell], ends: Callable[[str], bool]
) -> tuple[Cell, ...]:
    """Return the cells of the street and town that follow a name at once, in its column.

    ``ends`` tells by its folded words that a cell belongs to no address. Empty without a street
    and a town.
    """
    block: list[Cell] = []
    for one in after:
        if one.row == cell.row or not cell.above(one):
            continue
        folded = fold(one.text)
        if one.row - cell.row > _BELOW or ends(folded):
            return ()
        block.append(one)
        if is_town(folded):
            return tuple(block) if any(is_street(fold(piece.text)) for piece in block) else ()
    return ()


def address_of(texts: Sequence[str]) -> Address:
    """Return the parts of an address from its lines, or from one line that holds all."""
    whole = " \n ".join(texts)
    found = _POSTCODE.search(whole)
    if found is None:
        return Address()
    street = whole[: found.start()].replace("\n", " ")
    return Address(
        " ".join(street.split()).strip(" ,-–"), found[1], found[2].split("\n")[0].strip()
    )

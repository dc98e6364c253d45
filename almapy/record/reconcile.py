"""Two people changed the same thing: which fields differ, and what each choice would keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Side(StrEnum):
    """Whose value of a field is kept."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on which the two versions differ.

    ``proposed`` is the side that alone changed it since both started from the same version; None
    when both did, and a person has to choose.
    """

    name: str
    mine: object = field(repr=False)
    theirs: object = field(repr=False)
    proposed: Side | None = None


def differences(
    mine: Mapping[str, object],
    theirs: Mapping[str, object],
    base: Mapping[str, object] | None = None,
) -> list[Difference]:
    """Return the fields that differ, in the order of ``mine``.

    ``base`` is what both read before they typed; without it nothing is proposed. A field that one
    side does not hold is left alone.
    """
    return [
        Difference(name, value, theirs[name], _proposed(name, value, theirs[name], base))
        for name, value in mine.items()
        if name in theirs and theirs[name] != value
    ]


def _proposed(
    name: str, mine: object, theirs: object, base: Mapping[str, object] | None
) -> Side | None:
    if base is None or name not in base:
        return None
    if base[name] == mine:
        return Side.THEIRS
    return Side.MINE if base[name] == theirs else None


def reconciled(
    mine: Mapping[str, object], found: list[Difference], choices: Mapping[str, Side]
) -> dict[str, object]:
    """Return ``mine`` with the fields that were given to the other side; loses neither otherwise.

    ``choices`` holds one side for each difference.
    """
    kept = dict(mine)
    for one in found:
        if choices[one.name] is Side.THEIRS:
            kept[one.name] = one.theirs
    return kept

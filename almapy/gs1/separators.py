"""Fields told apart although the separators between them were lost (vaccines.md §2.7).

Some readers drop FNC1, some scanners' GS never reaches the window. All ways to cut the string into
01, 17, 10 and 21 are tried; whoever asks decides what to do with several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

MOST_READINGS = 8
"""More ways are no choice for a person: who finds none of them right types the vaccine."""
_VARIABLE_MOST = 20
_FIXED = {"01": 14, "17": 6}
_WANTED = frozenset(("01", "17", "10", "21"))

Fields = dict[str, str]


def readings(text: str, plausible: Callable[[str, str], bool]) -> list[Fields]:
    """Return the ways to read a string without separators, at most ``MOST_READINGS``.

    Each holds 01, 17, 10 and 21 once. ``plausible`` judges the content of a field by its AI.
    """
    return list(islice(_ways(text, {}, plausible), MOST_READINGS))


def _ways(text: str, read: Fields, plausible: Callable[[str, str], bool]) -> Iterator[Fields]:
    if not text:
        if read.keys() == _WANTED:
            yield read
        return
    ai, rest = text[:2], text[2:]
    if ai not in _WANTED or ai in read:
        return
    fixed = _FIXED.get(ai)
    lengths = (fixed,) if fixed else range(1, min(_VARIABLE_MOST, len(rest)) + 1)
    for length in lengths:
        value = rest[:length]
        if len(value) == length and plausible(ai, value):
            yield from _ways(rest[length:], read | {ai: value}, plausible)

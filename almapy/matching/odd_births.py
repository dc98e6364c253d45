"""Births told in a way that gives no date to compare: misread beyond repair, or of several people.

They guard only: « né le 20/12/7965 » is somebody's birth date, « nés le 12/06/2015 » two people's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import Levenshtein

from almapy.matching.dates import DateFound
from almapy.matching.words import Reading

_TOLD = re.compile(
    r"(?<!\w)(?:n[ée]e?(?:\(e\))? (?:le|la|Ie)|naissance|ddn) ?:? ?"
    r"(\d\w?[/.\-]\w{1,2}[/.\-]\w{2,4}|\d\w? ?[^\W\d_]{3,9} \w{4})(?!\w)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"(?<!\w)n[ée]e?s (?:tou(?:te)?s (?:les )?deux )?le (?=\d)", re.IGNORECASE)
_MOST_SLIPS = 2


@dataclass(frozen=True, slots=True)
class OddBirth:
    """What stands for a birth date at token ``first``."""

    first: int
    text: str = field(repr=False)

    def can_be(self, day: date) -> bool:
        """Whether it may be this date with a figure or two misread."""
        if not any(mark in self.text for mark in "/.-"):
            return True
        figures = re.sub(r"\W", "", self.text)
        return any(
            Levenshtein.distance(figures, written, score_cutoff=_MOST_SLIPS) <= _MOST_SLIPS
            for written in (f"{day:%d%m}{day.year:04d}", f"{day:%d%m%y}")
        )


def unread_births(reading: Reading, dates: Iterable[DateFound]) -> Iterator[OddBirth]:
    """Give the birth dates that are none of the dates that could be read."""
    read = {token for found in dates for token in range(found.first, found.end)}
    for row in reading.rows:
        for match in _TOLD.finditer(row.text):
            first = row.token_at(match.start(1))
            if first not in read:
                yield OddBirth(first, match[1])


def births_together(reading: Reading) -> Iterator[int]:
    """Give the tokens where « nés le » tells the birth of several people."""
    for row in reading.rows:
        for match in _TOGETHER.finditer(row.text):
            yield row.token_at(match.start())

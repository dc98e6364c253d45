"""Names that are spelt nearly like the typed one: edit distance over the distinct words.

On slips of real French names this finds more, and answers sooner, than a phonetic key (notes on
incoming documents §9).
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from almapy.patients.index import NAME_COUNTER
from almapy.patients.tables import NameWordRow
from almapy.practice.tables import CounterRow

SHORTEST = 4
MOST_NEAR = 12
_TWO_SLIPS_FROM = 8
_ENDS = (0, -1)
_NOTHING_READ = -1  # below 0, the number of the names that a base held before they were kept
_LAST = select(CounterRow.__table__.c.value).where(CounterRow.__table__.c.name == NAME_COUNTER)
_WORDS = NameWordRow.__table__.c
_ADDED = select(_WORDS.word).where(_WORDS.seq > bindparam("read"), _WORDS.seq <= bindparam("last"))


def slips_allowed(word: str) -> int:
    """Return how many slips a typed word may hold; two neighbours swapped are one slip."""
    if len(word) < SHORTEST or not word.isalpha():
        return 0
    return 1 if len(word) < _TWO_SLIPS_FROM else 2


class NearNames:
    """The distinct words of the names of a practice, in memory; safe between threads.

    Other posts add names too: each look-up first reads the number of the last addition, and the
    words that came since.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seq = _NOTHING_READ
        self._by_end: dict[tuple[int, int, str], list[str]] = defaultdict(list)

    def nearest(self, session: Session, typed: str) -> dict[str, int]:
        """Return the words nearest to a typed one, the best first, each with its distance.

        A slip counts 2, a wrong first letter 1 more: it is the rarest of slips. The first letter
        or the last one must be right: one slip cannot touch both, two seldom do.
        """
        slips = slips_allowed(typed)
        if not slips:
            return {}
        self.follow(session)
        with self._guard:
            found = {
                word: 2 * int(distance) + (word[0] != typed[0])
                for words in self._worth_comparing(typed, slips)
                for word, distance, _ in process.extract(
                    typed, words, scorer=OSA.distance, score_cutoff=slips, limit=None
                )
                if distance
            }
        return dict(sorted(found.items(), key=lambda one: (one[1], one[0]))[:MOST_NEAR])

    def _worth_comparing(self, typed: str, slips: int) -> Iterator[list[str]]:
        for length in range(len(typed) - slips, len(typed) + slips + 1):
            for end in _ENDS:
                yield self._by_end.get((length, end, typed[end]), [])

    def follow(self, session: Session) -> None:
        """Read the words that were added since; the first time, all of them."""
        with self._guard:
            self._read_added(session)

    def _read_added(self, session: Session) -> None:
        seq = session.execute(_LAST).scalar_one_or_none() or 0
        if seq == self._seq:
            return
        if seq < self._seq:  # the base was put back to an earlier day
            self._by_end.clear()
            self._seq = _NOTHING_READ
        added: Iterable[str] = session.scalars(_ADDED, {"read": self._seq, "last": seq})
        for word in added:
            for end in _ENDS:
                self._by_end[len(word), end, word[end]].append(word)
        self._seq = seq

"""The words of a practice read from its base, one statement for each question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from almapy.patients import search_sql
from almapy.patients.queries import Widening
from almapy.patients.search_sql import range_values
from almapy.patients.word_source import EACH_NEAR, OF_LETTERS, Near, Token
from almapy.patients.words import WordKind

COMMON_FROM = 4000
_FEW_TO_TEST = 200


class StoredWords:
    """A ``WordSource`` over one session."""

    def __init__(self, session: Session, widening: Widening) -> None:
        self._session = session
        self._widening = widening

    def counts(self, words: Sequence[str], at_most: int) -> list[int]:
        """Count within the index."""
        statement = search_sql.counts(len(words), at_most)
        return [int(count) for count in self._session.execute(statement, range_values(words)).one()]

    def walk(self, counted: Sequence[tuple[str, int]], most: int) -> list[Token]:
        """Read in the order of the index, and no further than what is asked."""
        words = [word for word, _ in counted]
        kinds = OF_LETTERS if words[0].isalpha() else tuple(WordKind)
        in_sets = counted[0][1] > _FEW_TO_TEST and counted[-1][1] < COMMON_FROM
        statement = search_sql.walk(kinds, len(words) - 1, self._widening, in_sets=in_sets)
        return _tokens(self._session.execute(statement, range_values(words) | {"most": most}))

    def walk_within(self, words: Sequence[str], patient_ids: Collection[int]) -> list[Token]:
        """Read the words of each record."""
        statement = search_sql.walk_within(len(words) - 1, self._widening)
        values = range_values(words) | {"ids": list(patient_ids)}
        return _tokens(self._session.execute(statement, values))

    def bearers(self, word: str, near: Mapping[str, Near]) -> set[int]:
        """Read the bearers of each near name."""
        others = [other for other in near if other != word]
        values = range_values([word, *others]) | {"most": EACH_NEAR}
        nearly = [number for number, other in enumerate(others, start=1) if near[other]]
        values |= {f"near{number}": list(near[others[number - 1]]) for number in nearly}
        statement = search_sql.bearers(len(others), tuple(nearly), self._widening)
        found: set[int] = set()
        for closest in near[word]:
            rows = self._session.execute(statement, values | {"word": closest})
            found.update(row.patient_id for row in rows)
        return found

    def tokens(self, patient_ids: Collection[int], near: Mapping[str, Near]) -> list[Token]:
        """Read every token of these records."""
        del near
        rows = self._session.execute(search_sql.tokens(), {"ids": sorted(patient_ids)})
        return _tokens(rows)


def _tokens(rows: Iterable[Any]) -> list[Token]:
    return [Token(WordKind(row[0]), *row[1:]) for row in rows]

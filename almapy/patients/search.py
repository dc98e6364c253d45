"""The search of patients: every typed word begins a word of the record, or nearly is one.

Several words are looked up from the rarest one; the others are only tested on its patients. A
word's patients are read in the order of its index, and no further than what is shown. Words that
begin with a letter are read from memory once they are kept there, with the same answers. So each
letter costs some milliseconds among 100 000 patients (``python -m tests.bench search``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from almapy.patients import queries, search_sql
from almapy.patients.kept_words import FIRST_LETTER, KeptSource
from almapy.patients.model import PatientHit
from almapy.patients.near import NearNames
from almapy.patients.queries import Widening
from almapy.patients.stored_words import COMMON_FROM, StoredWords
from almapy.patients.word_memory import WordMemory
from almapy.patients.word_source import NAMES, PENALTY, Near, Token, WordSource
from almapy.patients.words import typed_words

_FEW = 3
_NEAR_SHOWN = 20
_RECENT = 50
_SPARE = 50
_POOL = 100
_NOT_NEAR = 99


class _Found(NamedTuple):
    """One patient by what orders the list: the least comes first."""

    distance: int
    score: int
    recency: int
    token: str
    sort_name: str
    patient_id: int


class PatientSearch:
    """One search of one person in one session."""

    def __init__(
        self,
        session: Session,
        account_id: int,
        widening: Widening,
        names: NearNames,
        memory: WordMemory,
    ) -> None:
        self._session = session
        self._account_id = account_id
        self._widening = widening
        self._names = names
        self._memory = memory
        self._source: WordSource = StoredWords(session, widening)

    def hits(self, typed: str, limit: int) -> list[PatientHit]:
        """Return at most ``limit`` patients, best first.

        Exact word, beginning of a name, exact first name, beginning of one; among equals those
        this person opened last, then the alphabet. When fewer than three match, those whose names
        are nearly so follow, marked ``near``.
        """
        distinct = list(dict.fromkeys(typed_words(typed)))
        if not distinct or limit < 1:
            return []
        if all(word >= FIRST_LETTER for word in distinct):
            layers = self._memory.layers(self._session)
            if layers is not None:
                self._source = KeptSource(layers, self._widening)
        words = self._rarest_first(distinct)
        strict = self._strict(words, limit)[:limit]
        near: list[_Found] = []
        if len(strict) < _FEW:
            known = {found.patient_id for found in strict}
            near = self._near([word for word, _ in words], known)
            near = near[: min(limit - len(strict), _NEAR_SHOWN)]
        return self._lines(strict, near)

    def _rarest_first(self, words: Sequence[str]) -> list[tuple[str, int]]:
        if len(words) == 1:
            return [(words[0], COMMON_FROM)]
        counted = zip(words, self._source.counts(words, COMMON_FROM), strict=True)
        return sorted(counted, key=lambda one: (one[1], -len(one[0]), one[0]))

    def _strict(self, counted: Sequence[tuple[str, int]], limit: int) -> list[_Found]:
        words = [word for word, _ in counted]
        if not counted[0][1]:
            return []
        # One word: the order of the index is that of the list. Several: enough are read for the
        # best to be among them, whatever the limit, so that every list begins alike.
        most = limit + _SPARE if len(words) == 1 else max(limit, _POOL)
        rows = self._source.walk(counted, most)
        recent = self._recent() if len(rows) > 1 else {}
        if len(rows) >= most and recent:
            rows += self._source.walk_within(words, recent.keys())
        return _best(_found(row, words[0], recent) for row in rows)

    def _near(self, words: Sequence[str], known: Collection[int]) -> list[_Found]:
        near = {word: self._names.nearest(self._session, word) for word in words}
        candidates = {
            patient_id
            for word, closest in near.items()
            if closest
            for patient_id in self._source.bearers(word, near)
        }
        candidates -= set(known)
        if not candidates:
            return []
        by_patient: dict[int, list[Token]] = {}
        for row in self._source.tokens(candidates, near):
            by_patient.setdefault(row.patient_id, []).append(row)
        recent = self._recent()
        return sorted(_nearly(rows, near, recent) for rows in by_patient.values())

    def _recent(self) -> dict[int, int]:
        """Return the records this person opened last, each with its place."""
        values = {"account_id": self._account_id, "most": _RECENT}
        opened = self._session.scalars(search_sql.recent(), values)
        return {number: place for place, number in enumerate(opened)}

    def _lines(self, strict: Sequence[_Found], near: Sequence[_Found]) -> list[PatientHit]:
        places = [one.patient_id for one in (*strict, *near)]
        if not places:
            return []
        return queries.in_order(self._session, places, near_from=len(strict))


def _found(row: Token, word: str, recent: Mapping[int, int]) -> _Found:
    return _Found(
        distance=0,
        score=row.score + PENALTY[row.kind] + int(row.token != word),
        recency=recent.get(row.patient_id, _RECENT),
        token=row.token,
        sort_name=row.sort_name,
        patient_id=row.patient_id,
    )


def _best(found: Iterable[_Found]) -> list[_Found]:
    """Return each patient once, at the best place."""
    best: dict[int, _Found] = {}
    for one in sorted(found):
        best.setdefault(one.patient_id, one)
    return list(best.values())


def _nearly(tokens: Sequence[Token], near: Mapping[str, Near], recent: Mapping[int, int]) -> _Found:
    places = [min(_place(token, word, near[word]) for token in tokens) for word in near]
    one = tokens[0]
    return _Found(
        distance=sum(place[0] for place in places),
        score=sum(place[1] for place in places),
        recency=recent.get(one.patient_id, _RECENT),
        token=max(places)[2],
        sort_name=one.sort_name,
        patient_id=one.patient_id,
    )


def _place(row: Token, word: str, near: Near) -> tuple[int, int, str]:
    kind, token = row.kind, row.token
    if token.startswith(word):
        return 0, PENALTY[kind] + int(token != word), token
    if kind in NAMES and token in near:
        return near[token], PENALTY[kind], token
    return _NOT_NEAR, 0, ""

"""The words of a practice kept in memory: sorted words, each with the records that bear it.

Only words that begin with a letter are kept. Those are what is typed at length; a number or a
date is borne by few records, which the base finds as fast.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from typing import Any

from almapy.patients.queries import Widening
from almapy.patients.word_source import (
    AFTER_EVERY_LETTER,
    EACH_NEAR,
    NAMES,
    OF_LETTERS,
    PENALTY,
    Near,
    Token,
)
from almapy.patients.words import WordKind

FIRST_LETTER = "a"
_MOST_ALIKE = 40  # words of one record that begin alike


class _Postings:
    """The words of one kind in their order, and the records of each in the order shown."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._starts = array("I")
        self.bearers = array("I")

    def add(self, word: str, patient_id: int) -> None:
        if not self._words or self._words[-1] != word:
            self._words.append(word)
            self._starts.append(len(self.bearers))
        self.bearers.append(patient_id)

    def begun_by(self, word: str) -> tuple[int, int]:
        """Return between which places stand the bearers of what this word begins."""
        return self._start(bisect_left(self._words, word)), self._start(
            bisect_left(self._words, word + AFTER_EVERY_LETTER)
        )

    def of(self, word: str) -> tuple[int, int]:
        """Return between which places stand the bearers of this word itself."""
        place = bisect_left(self._words, word)
        if place == len(self._words) or self._words[place] != word:
            return 0, 0
        return self._start(place), self._start(place + 1)

    def between(self, places: tuple[int, int]) -> array[int]:
        return self.bearers[places[0] : places[1]]

    def word_at(self, place: int) -> str:
        return self._words[bisect_right(self._starts, place) - 1]

    def _start(self, number: int) -> int:
        return self._starts[number] if number < len(self._words) else len(self.bearers)


class KeptWords:
    """The words of some records; never changed once made, so safe between threads.

    ``rows`` (kind, word, shown name, record) come in this order; ``aside`` tells who waits behind
    a box, by the bits of ``box_bits``.
    """

    def __init__(self, rows: Iterable[Any], aside: dict[int, int]) -> None:
        self.postings = {kind: _Postings() for kind in OF_LETTERS}
        self.sort_names: dict[int, str] = {}
        self.aside = aside
        for kind, word, sort_name, patient_id in rows:
            self.postings[WordKind(kind)].add(word, patient_id)
            self.sort_names.setdefault(patient_id, sort_name)


def box_bits(*, deceased: bool, archived: bool, passing: bool) -> int:
    """Return as one number the boxes behind which a record waits."""
    return deceased | archived << 1 | passing << 2


@dataclass(frozen=True, slots=True)
class Layers:
    """All the words: as they were read, then those of the records that changed since."""

    first: KeptWords
    later: KeptWords
    changed: frozenset[int]


class _Layer:
    """The words of one layer that one search may show."""

    def __init__(self, words: KeptWords, replaced: frozenset[int], hidden: int) -> None:
        self._words = words
        self._replaced = replaced
        self._hidden = hidden

    def count(self, word: str, at_most: int) -> int:
        spans = [(one, one.begun_by(word)) for one in self._words.postings.values()]
        total = sum(high - low for _, (low, high) in spans)
        if self._replaced and total < at_most + _MOST_ALIKE * len(self._replaced):
            for one, span in spans:
                total -= sum(map(self._replaced.__contains__, one.between(span)))
        return total

    def begun_by(
        self, word: str, kind: WordKind, within: Collection[int] | None
    ) -> Iterator[Token]:
        return self._shown(kind, self._words.postings[kind].begun_by(word), within)

    def of(self, word: str, kind: WordKind, within: Collection[int] | None) -> Iterator[Token]:
        return self._shown(kind, self._words.postings[kind].of(word), within)

    def having(self, word: str) -> Iterator[int]:
        """Yield who has what this word begins, replaced and hidden ones too."""
        postings = self._words.postings.values()
        return chain.from_iterable(one.between(one.begun_by(word)) for one in postings)

    def named(self, names: Iterable[str]) -> Iterator[int]:
        """Yield who bears one of these names, replaced and hidden ones too."""
        postings = [self._words.postings[kind] for kind in NAMES]
        return chain.from_iterable(one.between(one.of(name)) for one in postings for name in names)

    def _shown(
        self, kind: WordKind, between: tuple[int, int], within: Collection[int] | None
    ) -> Iterator[Token]:
        one, names = self._words.postings[kind], self._words.sort_names
        places: Iterable[int] = range(*between)
        if within is not None:
            places = compress(places, map(within.__contains__, one.between(between)))
        for place in places:
            patient_id = one.bearers[place]
            if patient_id not in self._replaced and not (
                self._words.aside.get(patient_id, 0) & self._hidden
            ):
                yield Token(kind, one.word_at(place), names[patient_id], patient_id)


class KeptSource:
    """A ``WordSource`` over what is kept, for words that begin with a letter."""

    def __init__(self, layers: Layers, widening: Widening) -> None:
        hidden = box_bits(
            deceased=not widening.deceased,
            archived=not widening.archived,
            passing=not widening.passing,
        )
        self._layers = (
            _Layer(layers.first, layers.changed, hidden),
            _Layer(layers.later, frozenset(), hidden),
        )

    def counts(self, words: Sequence[str], at_most: int) -> list[int]:
        """Subtract two places."""
        return [
            min(at_most, sum(layer.count(word, at_most) for layer in self._layers))
            for word in words
        ]

    def walk(self, counted: Sequence[tuple[str, int]], most: int) -> list[Token]:
        """Look whether the bearers of the first word are among those of the others."""
        word, *others = (word for word, _ in counted)
        rows: list[Token] = []
        withins = [
            _among(set(layer.having(word)), layer, others) if others else None
            for layer in self._layers
        ]
        for kind in OF_LETTERS:
            of_kind = [
                token
                for layer, within in zip(self._layers, withins, strict=True)
                for token in islice(layer.begun_by(word, kind, within), most)
            ]
            rows += sorted(of_kind)[:most]
        return self._scored(rows, others)

    def walk_within(self, words: Sequence[str], patient_ids: Collection[int]) -> list[Token]:
        """Look among these records only."""
        word, *others = words
        rows = [
            token
            for layer in self._layers
            for within in [_among(set(patient_ids), layer, others)]
            for kind in OF_LETTERS
            for token in layer.begun_by(word, kind, within)
        ]
        return self._scored(rows, others)

    def bearers(self, word: str, near: Mapping[str, Near]) -> set[int]:
        """Look at the bearers of each near name."""
        withins = []
        for layer in self._layers:
            within = set(layer.named(near[word]))
            for other, nearly in near.items():
                if other != word:
                    within.intersection_update(chain(layer.having(other), layer.named(nearly)))
            withins.append(within)
        found: set[int] = set()
        for closest in near[word]:
            named = [
                (kind, token.sort_name, token.patient_id)
                for kind in NAMES
                for layer, within in zip(self._layers, withins, strict=True)
                for token in islice(layer.of(closest, kind, within), EACH_NEAR)
            ]
            found.update(patient_id for *_, patient_id in sorted(named)[:EACH_NEAR])
        return found

    def tokens(self, patient_ids: Collection[int], near: Mapping[str, Near]) -> list[Token]:
        """Return the tokens that a typed word begins or nears."""
        within = set(patient_ids)
        found: list[Token] = []
        for layer in self._layers:
            for word, closest in near.items():
                for kind in OF_LETTERS:
                    found += layer.begun_by(word, kind, within)
                for name in closest:
                    for kind in NAMES:
                        found += layer.of(name, kind, within)
        return found

    def _scored(self, rows: list[Token], others: Sequence[str]) -> list[Token]:
        if not others:
            return rows
        within = {row.patient_id for row in rows}
        total = dict.fromkeys(within, 0)
        for other in others:
            best: dict[int, int] = {}
            for layer in self._layers:
                for kind in OF_LETTERS:
                    for token in layer.begun_by(other, kind, within):
                        score = PENALTY[kind] + int(token.token != other)
                        best[token.patient_id] = min(score, best.get(token.patient_id, score))
            for patient_id, score in best.items():
                total[patient_id] += score
        return [row._replace(score=total[row.patient_id]) for row in rows]


def _among(patient_ids: set[int], layer: _Layer, others: Sequence[str]) -> set[int]:
    for other in others:
        patient_ids = patient_ids.intersection(layer.having(other))
    return patient_ids

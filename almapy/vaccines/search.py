"""Search of a vaccine by what a doctor types: a product, a disease, a valence, a usual word."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from almapy.text import fold
from almapy.vaccines.model import Disease, MarketStatus, Vaccine
from almapy.vaccines.words import GROUPS, PACKAGING, USUAL

_LONGEST_TYPED = 120
_MOST_WORDS = 12
_SHORT_WORD = 4
_LONG_WORD = 7
_GENERICS_FIRST = 5
_CIP13_LENGTHS = (13, 14)


class _Sort(IntEnum):
    """Where a word stands; the lower, the closer to what was meant."""

    NAME = 0
    DISEASE = 1
    VALENCE = 2


_WHY = {_Sort.NAME: "nom", _Sort.DISEASE: "maladie", _Sort.VALENCE: "valence"}
_Hits = dict[str, _Sort]


@dataclass(frozen=True, slots=True)
class VaccineFound:
    """One vaccine found; ``why`` is « nom », « maladie » or « valence », ``words`` what matched."""

    vaccine: Vaccine
    why: str
    words: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What orders a vaccine among those found."""

    passive: bool
    depth: int


class VaccineIndex:
    """Every word of the reference, in order, with the vaccines it leads to."""

    def __init__(
        self,
        vaccines: Iterable[Vaccine],
        diseases: Iterable[Disease],
        *,
        is_passive: Callable[[Vaccine], bool],
        depth: Callable[[Vaccine], int],
    ) -> None:
        self._vaccines = {one.code: one for one in vaccines}
        self._labels = {one.code: one.label for one in diseases}
        self._facts = {
            code: _Facts(is_passive(one), depth(one)) for code, one in self._vaccines.items()
        }
        self._words: dict[str, _Hits] = defaultdict(dict)
        for one in self._vaccines.values():
            for word, sort in self._words_of(one):
                known = self._words[word].get(one.code, sort)
                self._words[word][one.code] = min(known, sort)
        for word, group in GROUPS.items():
            for one in self._vaccines.values():
                if set(group) <= set(one.diseases):
                    known = self._words[word].get(one.code, _Sort.DISEASE)
                    self._words[word][one.code] = min(known, _Sort.DISEASE)
        self._order = sorted(self._words)
        labels = {word for label in self._labels.values() for word in fold(label).split()}
        self._disease_words = sorted(labels | set(GROUPS))
        self._fuzzy = [word for word in self._order if len(word) >= _SHORT_WORD]
        self._sold = Counter(
            code
            for one in self._vaccines.values()
            if one.market is MarketStatus.MARKETED
            for code in one.diseases
        )
        self._whole_names: dict[str, list[str]] = defaultdict(list)
        for one in self._vaccines.values():
            self._whole_names["".join(fold(one.name).split())].append(one.code)
        self._codes = {cip13: one.code for one in self._vaccines.values() for cip13 in one.cip13}

    def search(self, text: str, *, limit: int, long_past: bool = False) -> tuple[VaccineFound, ...]:
        """Return the vaccines that every significant word leads to, best first."""
        words = _joined(fold(text[:_LONGEST_TYPED]).split()[:_MOST_WORDS])
        if not words:
            return ()
        by_code = self._by_code("".join(words))
        if by_code is not None:
            return (VaccineFound(by_code, _WHY[_Sort.NAME], text.strip()),)
        needed, helping = self._split(words)
        by_disease = all(self._names_a_disease(word) for word in needed)
        found = self._all(needed)
        whole = self._whole_names.get("".join(words), ())
        found |= dict.fromkeys(whole, _Sort.NAME)
        numbered = any(char.isdigit() for char in text)
        helped = [self._hits(word) for word in helping]
        missed = {code: sum(code not in hits for hits in helped) for code in found}
        ranked = sorted(
            found,
            key=lambda code: (
                not by_disease and found[code] is not _Sort.NAME,
                found[code] is _Sort.VALENCE,
                missed[code],
                not (code in whole and numbered),
                self._tier(self._vaccines[code], long_past=long_past),
                code not in whole,
                *self._rank(code, found[code]),
            ),
        )
        ranked = list(self._few_generics_first(ranked))
        return tuple(self._told(code, found[code]) for code in ranked[:limit])

    def _words_of(self, one: Vaccine) -> Iterator[tuple[str, _Sort]]:
        name = fold(one.name).split()
        own = _Sort.NAME if one.is_brand else _Sort.DISEASE
        for word in name:
            yield word, own
        if one.is_brand:
            # « gardasil9 », « mmrvaxpro »: names are also typed in one word.
            yield "".join(name), own
        for code in one.diseases:
            for word in fold(self._labels.get(code, "")).split():
                yield word, _Sort.DISEASE
        for short in one.valence_words.split(" + "):
            for word in fold(short).split():
                yield word, _Sort.VALENCE
            yield fold(short).replace(" ", ""), _Sort.VALENCE

    def _split(self, words: Sequence[str]) -> tuple[list[str], list[str]]:
        """Tell the words that must match from those that only help to order."""
        bare = [word for word in words if not self._is_packaging(word)]
        needed = [word for word in bare if len(word) > 1 and not any(c.isdigit() for c in word)]
        if not needed:
            return [word for word in words if len(word) > 1] or list(words), []
        return needed, [word for word in bare if word not in needed]

    def _is_packaging(self, word: str) -> bool:
        if word in PACKAGING:
            return True
        # « vacin »: a slip in the word that everybody types refuses nothing either.
        return OSA.distance(word, "vaccin") == 1 and not self._hits(word)

    def _names_a_disease(self, word: str) -> bool:
        """Tell whether a word may name a disease: brands that bear it are then not put first."""
        first = bisect_left(self._disease_words, word)
        return first < len(self._disease_words) and self._disease_words[first].startswith(word)

    def _by_code(self, typed: str) -> Vaccine | None:
        code = typed.upper()
        if code in self._vaccines:
            return self._vaccines[code]
        if typed.isdigit() and len(typed) in _CIP13_LENGTHS:
            return self._vaccines.get(self._codes.get(typed[-13:], ""))
        return None

    def _all(self, words: Sequence[str]) -> _Hits:
        found: _Hits | None = None
        for word in words:
            hits = self._hits(word) or self._near(word)
            if found is None:
                found = hits
            else:
                found = {code: min(found[code], hits[code]) for code in found if code in hits}
        return found or {}

    def _hits(self, word: str) -> _Hits:
        """Return what this word, or the words that begin so, lead to."""
        if len(word) < _SHORT_WORD and word in self._words:
            return self._words[word]
        merged: _Hits = {}
        for known in islice(self._order, bisect_left(self._order, word), None):
            if not known.startswith(word):
                break
            _merge(merged, self._words[known])
        return merged

    def _near(self, word: str) -> _Hits:
        """Return what words one or two slips away lead to; nothing for a short word."""
        if len(word) < _SHORT_WORD:
            return {}
        slips = 1 if len(word) < _LONG_WORD else 2
        close = process.extract(
            word, self._fuzzy, scorer=OSA.distance, score_cutoff=slips, limit=None
        )
        merged: _Hits = {}
        if close:
            least = min(distance for _, distance, _ in close)
            for known, distance, _ in close:
                if distance == least:
                    _merge(merged, self._words[known])
        return merged

    def _rank(self, code: str, sort: _Sort) -> tuple[object, ...]:
        one, facts = self._vaccines[code], self._facts[code]
        return (
            facts.passive,
            sort is not _Sort.NAME,
            USUAL.index(code) if code in USUAL else len(USUAL),
            one.schedule.endswith("65plus"),
            len(one.diseases),
            -max((self._sold[code] for code in one.diseases), default=0),
            0 if one.is_brand else facts.depth,
            0 if one.is_brand else len(one.name),
            one.is_brand and one.market is MarketStatus.ABSENT,
            one.name,
        )

    def _tier(self, one: Vaccine, *, long_past: bool) -> int:
        if not one.is_brand:
            return 1
        if one.market is MarketStatus.MARKETED:
            return 0
        return 0 if long_past else 2

    def _few_generics_first(self, ranked: Sequence[str]) -> Iterator[str]:
        """Keep the most general « sans précision » in their place and put the others at the end."""
        late: list[str] = []
        generics = 0
        for code in ranked:
            if not self._vaccines[code].is_brand:
                generics += 1
                if generics > _GENERICS_FIRST:
                    late.append(code)
                    continue
            yield code
        yield from late

    def _told(self, code: str, sort: _Sort) -> VaccineFound:
        one = self._vaccines[code]
        words = {
            _Sort.NAME: one.name,
            _Sort.DISEASE: one.disease_words,
            _Sort.VALENCE: one.valence_words,
        }
        return VaccineFound(one, _WHY[sort], words[sort])


def _joined(words: Sequence[str]) -> list[str]:
    """Join what is one usual word: « men b », « men acwy », « d t polio »."""
    joined = list(words)
    for place in range(len(joined) - 1, 0, -1):
        if joined[place - 1] + joined[place] in GROUPS and joined[place - 1] not in GROUPS:
            joined[place - 1 : place + 1] = [joined[place - 1] + joined[place]]
    return joined


def _merge(into: _Hits, hits: Mapping[str, _Sort]) -> None:
    for code, sort in hits.items():
        into[code] = min(into.get(code, sort), sort)

"""Search of places in memory, as one types."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice

from almapy.places.codec import PlaceRow
from almapy.places.model import Period, Place, PlaceKind
from almapy.text import fold

_ARTICLES = frozenset({"le", "la", "les", "l", "aux", "las", "los"})
_SAINTS = {"st": "saint", "ste": "sainte"}
_CODE_BEGINNING = re.compile(r"\d(?:[\dAB]\d{0,3})?", re.ASCII)
_LONGEST_TYPED = 80


class Shelf:
    """Places found by code or by words.

    Order: the name typed, then names that begin with it as whole words, then names that begin with
    it, each in alphabetical order; then those in which a later word begins with it. A first article
    may be left out. When nothing begins so, words are looked for in any order, those of the
    département and the beginning of the code among them (« saint martin var »).
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = sorted(places, key=lambda place: (place.name, place.is_former, place.code))
        self._codes = sorted((place.code, i) for i, place in enumerate(self._places))
        heads: list[tuple[str, int]] = []
        tails: list[tuple[str, int]] = []
        for i, place in enumerate(self._places):
            key = place.name.lower()
            heads.append((key, i))
            first = key.find(" ")
            if first > 0 and key[:first] in _ARTICLES:
                heads.append((key[first + 1 :], i))
                first = key.find(" ", first + 1)
            while first > 0:
                tails.append((key[first + 1 :], i))
                first = key.find(" ", first + 1)
        self._heads = sorted(heads)
        self._tails = sorted(tails)

    def search(self, typed: str, limit: int) -> list[Place]:
        """Return at most ``limit`` places, best first; every place for an empty text."""
        typed = typed[:_LONGEST_TYPED]
        phrases = _phrases(typed)
        found = chain(
            _beginning_with(self._codes, _code_beginning(typed)),
            *(_beginning_with(self._heads, phrase) for phrase in phrases),
            *(_beginning_with(self._tails, phrase) for phrase in phrases),
        )
        kept = list(islice(dict.fromkeys(islice(found, 4 * limit)), limit))
        return [self._places[i] for i in kept or islice(self._scattered(phrases[0].split()), limit)]

    def _scattered(self, words: Sequence[str]) -> Iterator[int]:
        if len(words) < 2:  # noqa: PLR2004  (one word was already looked for)
            return
        for pivot in sorted(words, key=len, reverse=True):
            others = [f" {word}" for word in words if word is not pivot]
            found = chain(_beginning_with(self._heads, pivot), _beginning_with(self._tails, pivot))
            kept = dict.fromkeys(i for i in found if self._has_words(i, others))
            if kept:
                yield from kept
                return

    def _has_words(self, i: int, beginnings: Sequence[str]) -> bool:
        place = self._places[i]
        known = f" {place.name} {place.departement} {place.code}".lower()
        return all(beginning in known for beginning in beginnings)


class PlaceIndex:
    """Every place of the lists: the one built in, and the official files loaded over it."""

    def __init__(
        self,
        built_in: Sequence[PlaceRow],
        loaded: Sequence[PlaceRow],
        departements: Sequence[tuple[str, str, date | None]],
    ) -> None:
        """``departements``: code, name, and the first day it was no longer so called."""
        self._links: dict[str, set[str]] = defaultdict(set)
        for row in chain(built_in, loaded):
            for link in row.links:
                self._links[row.code].add(link)
                self._links[link].add(row.code)
        # The official history of a code says more than what the built-in list deduced.
        told = {row.code for row in loaded if row.period and not row.kind.is_past}
        rows = chain((row for row in built_in if row.code not in told), loaded)
        self._by_code: dict[str, list[Place]] = defaultdict(list)
        self._extensions: dict[str, str] = {}
        self._nameless: set[str] = set()
        for place in _gathered(rows, departements):
            if place.kind is PlaceKind.EXTENSION:
                self._extensions[place.code] = next(iter(self._links[place.code]), "")
            elif not place.name:
                self._nameless.add(place.code)
            else:
                self._by_code[place.code].append(place)
        named = [place for places in self._by_code.values() for place in places]
        self.communes = Shelf(place for place in named if not place.kind.is_country)
        self.countries = Shelf(place for place in named if place.kind.is_country)
        self.size = len(named)

    def named(self, code: str) -> Sequence[Place]:
        """Return the places that bear or bore that code; none for an unknown one."""
        return self._by_code.get(code, ())

    def knows(self, code: str) -> bool:
        """Tell whether the code is in the lists, even without a name."""
        return code in self._by_code or code in self._nameless or code in self._extensions

    def linked(self, code: str) -> Sequence[Place]:
        """Return the places it went into, came from, or is a part of."""
        return [place for link in self._links.get(code, ()) for place in self.named(link)]

    def at(self, code: str, day: date | None) -> Place | None:
        """Return the place of that code on that day, today's without one; None when unknown."""
        places = self.named(self._extensions.get(code, code))
        if day is not None:
            dated = [place for place in places if place.periods and place.may_have_existed(day)]
            places = dated or [place for place in places if not place.periods] or places
        return min(places, key=lambda place: (place.is_former, place.kind.is_past), default=None)


def _gathered(
    rows: Iterable[PlaceRow], departements: Sequence[tuple[str, str, date | None]]
) -> Iterator[Place]:
    groups: dict[tuple[str, str], list[PlaceRow]] = defaultdict(list)
    for row in rows:
        groups[row.code, row.name].append(row)
    names = {code: name for code, name, until in departements if until is None}
    former = {code: (name, until) for code, name, until in departements if until is not None}
    for (code, name), group in groups.items():
        own = (
            [row for row in group if row.kind is PlaceKind.FORMER_COUNTRY]
            or [row for row in group if not row.kind.is_past]
            or group
        )
        periods = tuple(sorted({row.period for row in own if row.period}, key=_beginning))
        prefix = code[:3] if code[:2] in {"97", "98"} else code[:2]
        departement = names.get(prefix, "")
        if prefix in former:
            old_name, until = former[prefix]
            if periods and all(period.until and period.until <= until for period in periods):
                departement = old_name
        yield Place(code, name, own[0].kind, departement, periods)


def _beginning(period: Period) -> date:
    return period.since or date.min


def _beginning_with(keys: Sequence[tuple[str, int]], prefix: str | None) -> Iterator[int]:
    if prefix is None:
        return
    for i in range(bisect_left(keys, (prefix,)), len(keys)):
        key, place = keys[i]
        if not key.startswith(prefix):
            return
        yield place


def _code_beginning(typed: str) -> str | None:
    code = "".join(typed.split()).upper()
    return code if _CODE_BEGINNING.fullmatch(code) else None


def _phrases(typed: str) -> list[str]:
    """Return the folded text; « ST » counts as « SAINT », a last one also as itself."""
    words = fold(typed).split()
    if not words:
        return [""]
    begun = [] if typed[-1].isspace() else [words.pop()]
    whole = [_SAINTS.get(word, word) for word in words]
    ends = [[word] for word in (*begun, *(_SAINTS[word] for word in begun if word in _SAINTS))]
    return [" ".join(whole + end) for end in ends or [[]]]

"""Who of the base may be meant by a document (notes on incoming documents §6.3)."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from almapy.matching import cues
from almapy.matching.facts import Facts
from almapy.matching.index import PeopleIndex
from almapy.matching.words import Reading

_MOST = 4000
_MOST_BEARERS = 4000
_BEFORE = 7
_AFTER = 8
_SHORTEST = 2
_MOST_INITIAL = 400
_LOWEST_RATIO = 82.0
_SHORTEST_MISREAD = 5
_MOST_MISREAD = 3
_BEHIND_CIVILITY = 6


def proven_candidates(facts: Facts, index: PeopleIndex) -> set[int]:
    """Return who has a number, a code or a birth date of the document."""
    found: set[int] = set()
    for number in facts.numbers:
        found.update(index.with_number(number.value))
    for code in facts.codes:
        found.update(index.with_number(code.matricule))
        if code.birth_date is not None:
            found.update(index.born_on(code.birth_date))
    for each in facts.dates:
        found.update(index.born_on(each.day))
        if len(found) > _MOST:
            break
    return found


def named_candidates(facts: Facts, index: PeopleIndex) -> set[int]:
    """Return who has a family name of the document with a first name near it."""
    texts = [token.text for token in facts.reading.tokens]
    capitals = _initials(facts.reading)
    labelled = facts.finder.labelled_firsts()
    found: set[int] = set()
    for start, text in enumerate(texts):
        bearers: Sequence[int] = index.named(text)
        if start + 1 < len(texts):
            joined = index.named(text + texts[start + 1])
            bearers = [*bearers, *joined] if joined else bearers
        if not bearers or len(bearers) > _MOST_BEARERS:
            continue
        around = {*texts[max(0, start - _BEFORE) : start + _AFTER], *labelled}
        initials = {
            capitals[near]
            for near in (start - 2, start - 1, start + 1, start + 2)
            if near in capitals and len(bearers) <= _MOST_INITIAL
        }
        for patient_id in bearers:
            if patient_id not in found and _has_first(
                index.first_words(patient_id), around, text, initials
            ):
                found.add(patient_id)
        if len(found) > _MOST:
            break
    return found


def misread_candidates(facts: Facts, index: PeopleIndex) -> set[int]:
    """Return who has nearly a name that follows a civility: for pages where nothing was found."""
    texts = [token.text for token in facts.reading.tokens]
    words = list(index.name_words)
    found: set[int] = set()
    tried: set[str] = set()
    for start, text in enumerate(texts):
        if text not in cues.CIVILITIES and text not in {"nom", "patient", "patiente"}:
            continue
        near = texts[start + 1 : start + _BEHIND_CIVILITY]
        for word in near:
            if len(word) < _SHORTEST_MISREAD or word in tried or len(tried) >= _MOST_MISREAD:
                continue
            tried.add(word)
            for like, _, _ in process.extract(
                word, words, scorer=fuzz.ratio, score_cutoff=_LOWEST_RATIO, limit=8
            ):
                found.update(
                    patient_id
                    for patient_id in index.named(like)
                    if not set(near).isdisjoint(index.first_words(patient_id))
                )
    return found


def _has_first(words: tuple[str, ...], around: set[str], own: str, initials: set[str]) -> bool:
    for word in words:
        if word in around and word != own and len(word) >= _SHORTEST:
            return True
    return bool(words) and words[0][0] in initials


def _initials(reading: Reading) -> dict[int, str]:
    """Return the single capitals of a document, « J. », by the token they are."""
    return {
        index: token.text
        for index, token in enumerate(reading.tokens)
        if len(token.text) == 1
        and token.text.isalpha()
        and reading.word_of(index).text.strip("(.,").isupper()
        and len(reading.word_of(index).text.strip("(.,")) == 1
    }

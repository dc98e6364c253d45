"""People a document names as its patient, in the base or not: after a civility or « Prénom ».

They guard against the letter of a stranger or of two people that holds a patient's name and date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from almapy.matching import cues
from almapy.matching.forms import Forms
from almapy.matching.index import PARTICLES, PeopleIndex
from almapy.matching.roles import Roles
from almapy.matching.words import Reading, word_set

_LONGEST = 5
_ALIKE = 70.0
_SHORTEST = 3
_ELIDED = word_set("d l m s")
_NOT_NAMES = word_set(
    "nee ne epouse ep veuve le la les docteur dr professeur pr directeur directrice president "
    "madame monsieur mme mlle maire cher chere et ou age date sexe nom prenom adresse est son sa "
    "agee vue vu ce cette pour par suivi suivie patient patiente service medecin confrere ddn"
)
_REST_OF_LABEL = word_set("s de naissance utilise utilises usage d du patient premier usuel")
_LABELS = word_set("prenom prenoms")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in tokens ``first:end``; ``is_given``: the tokens are first names only."""

    first: int
    end: int
    is_given: bool
    is_shouted: bool


def mentions_in(reading: Reading, roles: Roles) -> Iterator[Mention]:
    """Give who is named after a civility or a label, others than professionals and relatives."""
    for row in reading.rows:
        is_shouted = row.text.upper() == row.text
        for index in range(row.first, row.end - 1):
            text = reading.tokens[index].text
            is_given = text in _LABELS
            if not is_given and (text not in cues.MADAM | cues.SIR or _is_closed(reading, index)):
                continue
            first = _value(reading, index + 1, row.end) if is_given else index + 1
            end = _end(reading, first, row.end)
            if end == first or roles.of_name(first, end).part.is_other:
                continue
            yield Mention(first, end, is_given, is_shouted)


def is_somebody_else(mention: Mention, reading: Reading, forms: Forms, index: PeopleIndex) -> bool:
    """Whether a mention cannot be the person of these names.

    In a line all in capitals only the first names of the base are taken for first names.
    """
    texts = reading.texts(mention.first, mention.end)
    own = [any(fuzz.ratio(text, word) >= _ALIKE for word in forms.own) for text in texts]
    given = {name for name, _, _ in forms.firsts}
    if mention.is_given:
        return not any(own)
    if any(fuzz.ratio(text, name) >= _ALIKE for text in texts for name in given):
        return False
    letters = {text for text in texts if len(text) == 1 and text not in _ELIDED}
    if letters and any(own):
        return letters.isdisjoint(word[0] for word in forms.own)
    strange = [
        text
        for text, is_own in zip(texts, own, strict=True)
        if not is_own and len(text) >= _SHORTEST and text not in PARTICLES
    ]
    if mention.is_shouted:
        strange = [text for text in strange if index.is_first_name(text)]
    return bool(strange)


def _value(reading: Reading, first: int, limit: int) -> int:
    """Return where the value of a label « Prénom(s) de naissance : » begins."""
    while first < limit and reading.tokens[first].text in _REST_OF_LABEL:
        first += 1
    return first


def _is_closed(reading: Reading, index: int) -> bool:
    """Whether « Madame, » speaks to somebody, or the letter is an initial in a name."""
    return reading.word_of(index).text.endswith((",", ";", ":", "!"))


def _end(reading: Reading, first: int, limit: int) -> int:
    index = first
    while index < min(limit, first + _LONGEST):
        token, written = reading.tokens[index], reading.word_of(index).text
        if token.text in _NOT_NAMES or not written.lstrip("('\"«")[:1].isupper():
            break
        index += 1
        if written.endswith((",", ";", ":", ")")) or (
            written.endswith(".") and len(token.text) >= _SHORTEST
        ):
            break
    return index

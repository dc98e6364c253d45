"""People a document names as its patient, in the base or not.

After a civility, « enfant », « patient » or « Prénom », or with a date of long ago behind the name.
They guard against the letter of a stranger or of two people that holds a patient's name and date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from almapy.matching import cues
from almapy.matching.dates import DateFound
from almapy.matching.forms import Forms
from almapy.matching.headings import Headings
from almapy.matching.index import PARTICLES, PeopleIndex
from almapy.matching.roles import Roles
from almapy.matching.words import Reading, word_set

_LONGEST = 7
_FEWEST_DATED = 2
_ALIKE = 70.0
_SHORTEST = 3
_ELIDED = word_set("d l m s")
_NOT_NAMES = word_set(
    "nee ne epouse ep veuve docteur dr professeur pr directeur directrice president "
    "madame monsieur mme mlle maire cher chere et ou age date sexe nom prenom adresse est son sa "
    "agee vue vu ce cette pour par suivi suivie patient patiente service medecin confrere ddn "
    "ipp nip iep ins nir fille garcon femme homme date"
)
_SIGNS = frozenset(("-", "–", "—", "|", "/", "•"))
_OPENERS = cues.MADAM | cues.SIR | word_set("enfant jeune bebe")
_ALONE = word_set("patient patiente usager resident residente")
_REST_OF_LABEL = word_set("s de naissance utilise utilises usage d du patient premier usuel")
_LABELS = word_set("prenom prenoms")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody named in tokens ``first:end``.

    ``is_given``: the tokens are first names only; ``is_shouted``: the line is all in capitals;
    ``is_split``: capitals tell the family name from the first name.
    """

    first: int
    end: int
    is_given: bool = False
    is_shouted: bool = False
    is_split: bool = False


def mentions_in(reading: Reading, roles: Roles) -> Iterator[Mention]:
    """Give who is named after a civility or a label, others than professionals and relatives."""
    headings = Headings(reading)
    for row in reading.rows:
        if headings.of_row(row.number):
            continue
        is_shouted = row.text.upper() == row.text
        for index in range(row.first, row.end - 1):
            text = roles.word(index)
            is_given = text in _LABELS
            is_alone = text in _ALONE
            if not (is_given or is_alone or text in _OPENERS):
                continue
            if not (is_given or is_alone) and _is_closed(reading, index, row.first):
                continue
            first = _value(reading, index + 1, row.end) if is_given else index + 1
            end = _end(reading, first, row.end)
            if end - first < 1 + is_alone or roles.of_name(first, end).part.is_other:
                continue
            yield Mention(first, end, is_given, is_shouted)


def dated_in(reading: Reading, roles: Roles, dates: Iterable[DateFound]) -> Iterator[Mention]:
    """Give who is named just before one of these dates in its row, as in a list of patients."""
    for found in dates:
        row, end = reading.rows[found.row], found.first
        limit = row.first
        if end == limit and row.number:
            above = reading.rows[row.number - 1]
            limit, end = (above.first, above.end) if above.page == row.page else (end, end)
        first = _start(reading, end, limit)
        is_alone = end == found.first or first == limit
        if end - first < _FEWEST_DATED or not is_alone:
            continue
        if not roles.of_name(first, end).part.is_other:
            yield Mention(first, end, is_shouted=True, is_split=_is_split(reading, first, end))


def _is_split(reading: Reading, first: int, end: int) -> bool:
    """Whether capitals tell the family name from the first name: « MARTIN Jeanne »."""
    words = [reading.word_of(at).text.strip("(,") for at in range(first, end)]
    return all(word.replace("-", "").isalpha() and len(word) >= _SHORTEST for word in words) and (
        words[0].isupper() != words[-1].isupper()
    )


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
    if mention.is_shouted and not mention.is_split:
        strange = [text for text in strange if index.is_first_name(text)]
    return bool(strange)


def _value(reading: Reading, first: int, limit: int) -> int:
    """Return where the value of a label « Prénom(s) de naissance : » begins."""
    while first < limit and reading.tokens[first].text in _REST_OF_LABEL:
        first += 1
    return first


def _is_closed(reading: Reading, index: int, limit: int) -> bool:
    """Whether « Madame, » speaks to somebody, or the letter is an initial: « Dr M. Lopez »."""
    if index > limit and reading.tokens[index - 1].text in cues.DOCTORS:
        return True
    return reading.word_of(index).text.endswith((",", ";", ":", "!"))


def _end(reading: Reading, first: int, limit: int) -> int:
    index = first
    while index < min(limit, first + _LONGEST):
        token, written = reading.tokens[index], reading.word_of(index).text
        if not _is_name_word(reading, index) or _is_apart(reading, index):
            break
        index += 1
        if written.endswith((",", ";", ":", ")")) or (
            written.endswith(".") and len(token.text) >= _SHORTEST
        ):
            break
    while index > first and reading.tokens[index - 1].text in PARTICLES:
        index -= 1
    return index


def _start(reading: Reading, end: int, limit: int) -> int:
    """Return where the names begin that stand just before the token ``end``."""
    index = end
    while index > max(limit, end - _LONGEST) and _is_name_word(reading, index - 1):
        if index < end and reading.word_of(index - 1).text.endswith((":", ";", ",")):
            break
        if index < end and _is_apart(reading, index):
            break
        index -= 1
    return index


def _is_name_word(reading: Reading, index: int) -> bool:
    token, written = reading.tokens[index], reading.word_of(index).text
    return token.text not in _NOT_NAMES and written.lstrip("('\"«")[:1].isupper()


def _is_apart(reading: Reading, index: int) -> bool:
    """Whether a dash or the like stands between a word and the one before."""
    token = reading.tokens[index]
    before = reading.rows[token.row].words[max(0, token.word - 1)].text
    return before in _SIGNS

"""The words by which a patient is found, and how a typed text becomes such words."""

from __future__ import annotations

import re
from enum import IntEnum

from almapy.patients.model import PatientDraft
from almapy.text import digits, fold

_LONGEST_TYPED = 200
_MOST_WORDS = 8
_SAINTS = {"st": "saint", "ste": "sainte"}
_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_MATRICULE = re.compile(r"^[1-478]\d{4}(\d\d|2[AaBb])\d{6}(\d\d)?$")


class WordKind(IntEnum):
    """Where a word comes from, best evidence first in a ranked list."""

    NAME = 1
    GLUED_NAME = 2
    FIRST_NAME = 3
    NUMBER = 4
    BIRTH_DATE = 5


def words_of(draft: PatientDraft, dossier: int) -> set[tuple[WordKind, str]]:
    """Return every word under which this patient must be found."""
    words: set[tuple[WordKind, str]] = set()
    for name in (draft.birth_name, draft.used_name):
        parts = name_parts(name)
        words |= {(WordKind.NAME, part) for part in parts}
        if len(parts) > 1:
            words.add((WordKind.GLUED_NAME, "".join(parts)))
    for first in (draft.first_birth_first_name, draft.used_first_name, draft.birth_first_names):
        words |= {(WordKind.FIRST_NAME, part) for part in name_parts(first)}
    born = draft.birth_date
    if born:
        words |= {
            (WordKind.BIRTH_DATE, f"{born:%d%m%Y}"),
            (WordKind.BIRTH_DATE, f"{born:%d%m%y}"),
        }
    numbers = [str(dossier), draft.paper_number, draft.former_number, draft.insured_nir]
    numbers += [draft.matricule_ins, draft.phone_home, draft.phone_mobile, draft.phone_work]
    words |= {(WordKind.NUMBER, glued(number)) for number in numbers if glued(number)}
    return words


def name_parts(name: str) -> list[str]:
    """Return the folded words of a name; « ST » counts as « SAINT »."""
    return [_SAINTS.get(part, part) for part in fold(name).split()]


def glued(text: str) -> str:
    """Return a number without blanks, dots or case, as it is stored for search."""
    return fold(text).replace(" ", "")


def typed_words(text: str) -> list[str]:
    """Return the words a person typed, each of which must be found.

    A birth date (6 or 8 digits, with or without separators), a matricule or a telephone number
    typed with blanks is one word.
    """
    text = text.strip()[:_LONGEST_TYPED]
    shaped = _DATE.match(text)
    if shaped:
        day, month, year = shaped.groups()
        return [f"{int(day):02d}{int(month):02d}{year}"]
    whole = glued(text)
    if _MATRICULE.match(whole) or (whole.isdigit() and digits(text) == whole and whole):
        return [whole]
    words: list[str] = []
    for chunk in text.split():
        inner = _DATE.match(chunk)
        if inner:
            day, month, year = inner.groups()
            words.append(f"{int(day):02d}{int(month):02d}{year}")
        else:
            words += name_parts(chunk)
    return words[:_MOST_WORDS]

"""The words by which a patient is found, and how a typed text becomes such words.

Rules of the search: UX notes §4.3, notes on incoming documents §9.
"""

from __future__ import annotations

import re
from enum import IntEnum

from almapy.errors import DomainError
from almapy.identity.contact import e164, national_number
from almapy.identity.keyboard_scan import decode_scanned
from almapy.patients.model import PatientDraft
from almapy.patients.nir import nir_key
from almapy.text import digits, fold

LONGEST_WORD = 120
_LONGEST_TYPED = 200
_MOST_WORDS = 8
_SAINTS = {"st": "saint", "ste": "sainte"}
_DATE = re.compile(r"^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$")
_MATRICULE = re.compile(r"^[1-478]\d{4}(\d\d|2[AaBb])\d{6}(\d\d)?$")
_BEGUN_IN_CORSICA = re.compile(r"^[1-478]\d{4}2[ab]\d{0,8}$")
_WITHOUT_KEY = 13


class WordKind(IntEnum):
    """Where a word comes from, best evidence first in a ranked list."""

    NAME = 1  # a part of a name, or all its parts glued: « DE VINCI » gives « devinci » too
    FIRST_NAME = 3
    NUMBER = 4
    BIRTH_DATE = 5
    BIRTH_YEAR = 6


def words_of(draft: PatientDraft, dossier: int) -> set[tuple[WordKind, str]]:
    """Return every word under which this patient must be found."""
    words: set[tuple[WordKind, str]] = set()
    for name in (draft.birth_name, draft.used_name):
        parts = name_parts(name)
        words |= {(WordKind.NAME, part) for part in parts}
        if len(parts) > 1:
            words.add((WordKind.NAME, "".join(parts)[:LONGEST_WORD]))
    for first in (draft.first_birth_first_name, draft.used_first_name, draft.birth_first_names):
        words |= {(WordKind.FIRST_NAME, part) for part in name_parts(first)}
    born = draft.birth_date
    if born:
        words |= {
            (WordKind.BIRTH_DATE, f"{born:%d%m%Y}"),
            (WordKind.BIRTH_DATE, f"{born:%d%m%y}"),
            (WordKind.BIRTH_YEAR, f"{born.year:04d}"),
        }
    numbers = [str(dossier), draft.paper_number, draft.former_number]
    for phone in (draft.phone_home, draft.phone_mobile, draft.phone_work):
        numbers += [phone, e164(phone), national_number(e164(phone))]
    numbers += [_with_key(glued(nir)) for nir in (draft.insured_nir, draft.matricule_ins)]
    words |= {(WordKind.NUMBER, glued(number)) for number in numbers if glued(number)}
    return words


def sort_name(draft: PatientDraft) -> str:
    """Return what orders patients who match alike: folded name, then folded first name."""
    name = fold(draft.used_name or draft.birth_name)
    first = fold(draft.used_first_name or draft.first_birth_first_name)
    return f"{name} {first}"[:LONGEST_WORD]


def name_parts(name: str) -> list[str]:
    """Return the folded words of a name; « ST » counts as « SAINT »."""
    return [_SAINTS.get(part, part) for part in fold(name).split()]


def glued(text: str) -> str:
    """Return a number without blanks, dots or case, as it is stored for search."""
    return fold(text).replace(" ", "")


def typed_words(text: str) -> list[str]:
    """Return the words a person typed, each of which must be found.

    A birth date (6 or 8 digits, with or without separators), a matricule or a telephone number
    typed with blanks is one word. An INS code that was scanned or pasted is its matricule.
    """
    if code := decode_scanned(text):
        return [glued(code.matricule)]
    text = text.strip()[:_LONGEST_TYPED]
    shaped = _DATE.match(text)
    if shaped:
        day, month, year = shaped.groups()
        return [f"{int(day):02d}{int(month):02d}{year}"]
    whole = glued(text)
    if (
        _MATRICULE.match(whole)
        or _BEGUN_IN_CORSICA.match(whole)
        or (whole.isdigit() and digits(text) == whole and whole)
    ):
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


def _with_key(nir: str) -> str:
    """Return a NIR of 13 characters with its key, so that 13 or 15 typed ones find it."""
    if len(nir) != _WITHOUT_KEY:
        return nir
    try:
        return f"{nir}{nir_key(nir.upper()):02d}"
    except DomainError:
        return nir

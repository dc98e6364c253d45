"""The numbers of a document that name a person: NIR or matricule, and numbers of a record.

Forms, confusions of an OCR and the number of the insured: notes on incoming documents §6.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from almapy.errors import DomainError
from almapy.matching.words import Reading, Row
from almapy.patients.nir import nir_key

WHOLE = 15
WITHOUT_KEY = 13
_FEWEST_DIGITS = 10
_BEFORE_INSURED = 60
_LONG_LABEL = 6
_MONTHS = 12
_UNKNOWN_MONTH = 20
_DEPARTEMENT = slice(5, 7)
_FIGURE = "0-9OoQDIil|LSsBZzAG"
_RUN = re.compile(
    rf"(?<![0-9A-Za-z])[12Il|lZz](?:[ ./\-\u00a0:]{{0,3}}[{_FIGURE}]){{12,14}}(?![0-9A-Za-z])"
)
_GAPS = re.compile(r"[ ./\-\u00a0:]")
_FIGURES = str.maketrans("OoQDIil|LSsBZzAG", "0000111115582246")
_INSURED = re.compile(
    r"(?<!\w)(?:assur[ée]{1,2}s?(?:\(e\))?|ouvrant[- ]droit|(?:fils|fille) d[eu']"
    r"|ayant[- ]droit|parent|m[eè]re|p[eè]re|tuteur|tutrice|repr[ée]sentant)(?!\w)",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"(?<!\w)(?:enfants?|patiente?s?|b[ée]n[ée]ficiaires?|malade|usager|personne soign[ée]e"
    r"|consultante?|matricule ins|ins)(?!\w)",
    re.IGNORECASE,
)
"""Says whose number it is: that of the patient, whoever was named before."""
_ANEW = re.compile(r"[:;|/\d]|   |n°|(?<!\w)(?:nir|num\w*|matricule|ss|nss)(?!\w)", re.IGNORECASE)
"""Begins another label; without it « mère de l'enfant » is still the other person."""
_RECORD = re.compile(
    r"(?<!\w)(?:dossier|doss)(?!\w)[^0-9\n]{0,24}?([0-9][0-9A-Z\-]{0,14})", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?<!\w)(?:nir|s[ée]cu\w*|n°? ?ss|immatriculation|matricule|ins|nss)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class NumberFound:
    """A NIR or matricule in tokens ``first:end`` of row ``row``.

    ``value`` has 15 characters when its key is right, 13 when no key was written. ``insured``:
    it is said to be the number of the insured person, who may be a parent. ``repaired``: letters
    were read as the digits an OCR takes for them.
    """

    value: str = field(repr=False)
    row: int
    first: int
    end: int
    insured: bool = False
    repaired: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the key was written and is right."""
        return len(self.value) == WHOLE


@dataclass(frozen=True, slots=True)
class RecordNumberFound:
    """A number written after « dossier »: that of the practice, or of anybody else."""

    value: str = field(repr=False)
    row: int
    first: int
    end: int


def numbers_in(reading: Reading) -> list[NumberFound]:
    """Return the NIR and matricules; a written key that is wrong makes it none."""
    found: list[NumberFound] = []
    for row in reading.rows:
        if sum(c.isdigit() for c in row.text) >= _FEWEST_DIGITS:
            found.extend(_numbers_of(reading, row))
    return found


def record_numbers_in(reading: Reading) -> list[RecordNumberFound]:
    """Return what is written after « dossier n° »."""
    found = []
    for row in reading.rows:
        for match in _RECORD.finditer(row.text):
            first, end = _tokens(row, match.start(1), match.end(1))
            found.append(RecordNumberFound(match[1].rstrip("-"), row.number, first, end))
    return found


def _numbers_of(reading: Reading, row: Row) -> Iterator[NumberFound]:
    since = 0
    for match in _RUN.finditer(row.text):
        compact = _GAPS.sub("", match[0])
        if sum(c.isdigit() for c in compact) < _FEWEST_DIGITS:
            continue
        value = _value(compact, labelled=bool(_LABEL.search(row.text[: match.start()])))
        if value is None:
            continue
        first, end = _tokens(row, match.start(), match.end())
        yield NumberFound(
            value, row.number, first, end, _is_insured(reading, row, match.start(), since),
            repaired=not compact.startswith(value),
        )  # fmt: skip
        since = match.end()


def _value(compact: str, *, labelled: bool) -> str | None:
    """Return the 15 characters with a right key, or 13 that stand alone after a label."""
    for body in _readings(compact[:WITHOUT_KEY]):
        key = compact[WITHOUT_KEY:].translate(_FIGURES)
        if len(key) == WHOLE - WITHOUT_KEY and key.isdigit() and _key(body) == int(key):
            return body + key
        if not key and labelled and _key(body) is not None and _is_plausible(body):
            return body
    return None


def _readings(thirteen: str) -> Iterator[str]:
    """Give the 13 characters with letters read as digits, Corsica first where it may be meant."""
    figures = thirteen.translate(_FIGURES)
    letter = thirteen[6:7].upper()
    if letter in {"A", "B"} and figures[5] == "2":
        yield f"{figures[:6]}{letter}{figures[7:]}"
    yield figures


def _key(thirteen: str) -> int | None:
    try:
        return nir_key(thirteen)
    except DomainError:
        return None


def _is_plausible(thirteen: str) -> bool:
    """Whether the month of birth is one, or one of those given when it is not known."""
    month = thirteen[3:5]
    return month.isdigit() and (1 <= int(month) <= _MONTHS or int(month) >= _UNKNOWN_MONTH)


def _is_insured(reading: Reading, row: Row, start: int, since: int) -> bool:
    """Whether the words nearest to a number say that it is the number of the insured.

    ``since`` is where an earlier number of the row ends.
    """
    told = _whose(row.text[max(since, start - _BEFORE_INSURED) : start])
    if told is None and since:
        told = _whose(row.text[max(0, since - _BEFORE_INSURED) : start])
    if told is not None:
        return told
    if row.number == 0 or len(row.text[:start].split()) > _LONG_LABEL:
        return False
    above = reading.rows[row.number - 1]
    return above.page == row.page and _is_told_above(reading, above, row, start)


def _is_told_above(reading: Reading, above: Row, row: Row, start: int) -> bool:
    """Whether the line above, in the column of the number, speaks of the insured."""
    number = reading.tokens[row.token_at(start)].cell
    texts = [
        reading.cells[other].text
        for other in range(*above.cells)
        if reading.cells[other].above(reading.cells[number])
    ]
    text = above.text
    if len(texts) == 1:
        text = texts[0]
    elif above.cells[1] - above.cells[0] == row.cells[1] - row.cells[0]:
        text = reading.cells[above.cells[0] + number - row.cells[0]].text
    return bool(_INSURED.search(text[-_BEFORE_INSURED:]))


def _whose(before: str) -> bool | None:
    """Return True for the insured, False for the patient, None when no word says it."""
    told: bool | None = None
    marks = [(mark, True) for mark in _INSURED.finditer(before)]
    marks += [(mark, False) for mark in _OWN.finditer(before)]
    end = 0
    for mark, insured in sorted(marks, key=lambda each: each[0].start()):
        if insured or not told or _ANEW.search(before, end, mark.start()):
            told = insured
        end = mark.end()
    return told


def _tokens(row: Row, start: int, end: int) -> tuple[int, int]:
    words = row.words_between(start, end)
    after = words[-1] + 1
    return row.firsts[words[0]], row.firsts[after] if after < len(row.firsts) else row.end

"""What one document says, whoever it may be about: dates, numbers, codes, ages, roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from almapy.identity.ins_datamatrix import InsCode, decode
from almapy.matching.dates import DateFound, dates_in
from almapy.matching.names import NameFinder
from almapy.matching.numbers import (
    NumberFound,
    RecordNumberFound,
    numbers_in,
    record_numbers_in,
)
from almapy.matching.roles import Part, Roles
from almapy.matching.words import Reading, reading_of
from almapy.ocr.model import DocumentText, TextSource

_FIRST_MODERN_YEAR = 1990
_MOST_DATES = 400
"""Dates looked at in one document: the role of each is searched around it, for a millisecond."""
_AGE = re.compile(
    r"(?<!\w)(?:[âÂ]ge|âgée?(?:\(e\))?|ag[ée]e?)(?: de| d')? ?:? ?(\d{1,3})(?: ?ans?)?"
    r"(?! ?(?:mois|jours?|j|semaines?|sem|sa|h|heures?)\b)(?!\w)"
    r"|[,(\-] ?(\d{1,3}) ?ans?(?!\w)|(?<=   )(\d{1,3}) ?(?:ans?|A)(?!\w)",
    re.IGNORECASE,
)
_OLDEST = 125
_SEXES = {"f": "F", "feminin": "F", "femme": "F", "m": "M", "h": "M", "masculin": "M", "homme": "M"}


@dataclass(frozen=True, slots=True)
class AgeFound:
    """An age in years written in row ``row`` at token ``first``."""

    years: int
    row: int
    first: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One document, read once for all candidates.

    ``thirds`` are the first tokens of the dates that speak of a third person. ``written_on`` are
    the days it may have been written on, the likeliest first.
    """

    reading: Reading = field(repr=False)
    finder: NameFinder = field(repr=False)
    roles: Roles = field(repr=False)
    dates: tuple[DateFound, ...] = field(repr=False)
    thirds: frozenset[int]
    numbers: tuple[NumberFound, ...] = field(repr=False)
    records: tuple[RecordNumberFound, ...] = field(repr=False)
    codes: tuple[InsCode, ...] = field(repr=False)
    ages: tuple[AgeFound, ...] = field(repr=False)
    sexes: frozenset[str] = field(repr=False)
    written_on: tuple[date, ...]
    is_ocr: bool
    today: date

    def born_dates(self) -> Iterator[DateFound]:
        """Give the birth dates that are not said to be somebody else's."""
        return (found for found in self.dates if found.birth and found.first not in self.thirds)


def facts_of(text: DocumentText, today: date) -> Facts:
    """Read a document."""
    reading = reading_of(text)
    roles = Roles(reading)
    dates = tuple(dates_in(reading, today)[:_MOST_DATES])
    return Facts(
        reading=reading,
        finder=NameFinder(reading),
        roles=roles,
        dates=dates,
        thirds=frozenset(
            found.first for found in dates if roles.of_date(found.first) is Part.THIRD
        ),
        numbers=tuple(numbers_in(reading)),
        records=tuple(record_numbers_in(reading)),
        codes=tuple(_codes(text)),
        ages=tuple(
            age for age in _ages(reading) if roles.of_date(age.first) is not Part.THIRD
        ),
        sexes=frozenset(_sexes(reading)),
        written_on=tuple(
            found.day
            for found in dates
            if not found.birth and not found.uncertain and found.day <= today
            and found.day.year >= _FIRST_MODERN_YEAR
        ),
        is_ocr=text.source is TextSource.OCR,
        today=today,
    )  # fmt: skip


def _codes(text: DocumentText) -> Iterator[InsCode]:
    for page in text.pages:
        for code in page.codes:
            if (read := decode(code.content)) is not None:
                yield read


def _ages(reading: Reading) -> Iterator[AgeFound]:
    for row in reading.rows:
        for match in _AGE.finditer(row.text):
            figures = next(group for group in match.groups() if group)
            if int(figures) <= _OLDEST:
                yield AgeFound(int(figures), row.number, row.token_at(match.end() - 1))


def _sexes(reading: Reading) -> Iterator[str]:
    tokens = reading.tokens
    for index, token in enumerate(tokens[:-1]):
        if token.text == "sexe" and (sex := _SEXES.get(tokens[index + 1].text)):
            after = tokens[index + 2].text if index + 2 < len(tokens) else ""
            if after not in _SEXES or tokens[index + 2].row != token.row:
                yield sex

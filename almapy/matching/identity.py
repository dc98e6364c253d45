"""What a document states of its patient, to fill « Nouveau patient »: empty rather than wrong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from almapy.matching.addresses import Address
from almapy.matching.dates import DateFound, dates_in
from almapy.matching.identity_labels import labelled
from almapy.matching.identity_phrases import Named, address_near, named_people, sex_of
from almapy.matching.model import Identity
from almapy.matching.numbers import numbers_in
from almapy.matching.words import Reading, reading_of
from almapy.ocr.model import DocumentText
from almapy.text import fold

_FAR_FUTURE: Final = date(2100, 12, 31)
_NEAR_ROWS = 2
_OLD_YEARS = 3
_SHORT = 40
_ANOTHER = re.compile(
    r"\b(?:personne de confiance|prevenir|accompagnee?|fils de|fille de|mere|pere|conjoint|"
    r"conjointe|assuree?|par ailleurs|epoux|frere|soeur|antecedents familiaux)\b"
)
_MONTHS_KNOWN = range(1, 13)


@dataclass(frozen=True, slots=True)
class _Births:
    """Birth dates of a document in reading order, those of uncertain century left out."""

    found: tuple[DateFound, ...] = field(repr=False)

    def near(self, row: int) -> date | None:
        """Return the first one on this row or right under it."""
        places = [one for one in self.found if 0 <= one.row - row <= _NEAR_ROWS]
        return min(places, key=lambda one: one.row).day if places else None

    @property
    def only(self) -> date | None:
        days = {one.day for one in self.found}
        return days.pop() if len(days) == 1 else None


def identity_in(text: DocumentText) -> Identity:
    """Return the identity that the document states of its patient; what is uncertain stays empty.

    A heading or table of labels says it best, then « Madame … née le … ». The number is given
    only with a right key, when it does not contradict sex and birth date, and never a matricule
    INS or the number of a parent.
    """
    reading = reading_of(text)
    dates = dates_in(reading, _FAR_FUTURE)
    people = named_people(reading)
    births = _births(reading, dates, people)
    told = labelled(reading)
    person = _person(people, births)
    base = told.identity if told.identity.family_name else _of(person)
    sex = base.sex or _agreed_sex(told.identity.sex, person)
    if not sex and person is None and told.row is not None:
        sex = sex_of(reading.rows[told.row].text)
    row = told.row if told.row is not None else (person.row if person else None)
    birth = _birth(row, births, person)
    place = _address(told.address, person, reading)
    identity = replace(
        base,
        sex=sex,
        birth_date=birth,
        address=place.street,
        postal_code=place.postal_code,
        town=place.town,
    )
    return replace(identity, insured_nir=_number(reading, identity))


def _births(reading: Reading, dates: Sequence[DateFound], people: Sequence[Named]) -> _Births:
    """Return the birth dates, without those of third persons.

    An old date right after a name – « M. MARTIN Claude – 23/12/1970 » – is one too when the
    document knows no other.
    """
    sure = [one for one in dates if not one.uncertain]
    told = [one for one in sure if one.birth and not _is_of_another(reading, one)]
    if not told and people:
        days = [one.day for one in sure if not one.birth]
        told = (
            [
                one
                for one in sure
                if one.day.year < max(days).year - _OLD_YEARS
                and any(_follows(reading, one, person) for person in people)
            ]
            if days
            else []
        )
    return _Births(tuple(told))


def _is_of_another(reading: Reading, found: DateFound) -> bool:
    row = reading.rows[found.row]
    before = row.text[: _start(reading, found)]
    if found.row and len(before) < _SHORT:
        before = f"{reading.rows[found.row - 1].text[-_SHORT:]} {before}"
    return bool(_ANOTHER.search(fold(before)))


def _follows(reading: Reading, found: DateFound, person: Named) -> bool:
    if found.row != person.row:
        return False
    between = reading.rows[found.row].text[person.end : _start(reading, found)]
    return person.end <= _start(reading, found) and not any(map(str.isalnum, between))


def _start(reading: Reading, found: DateFound) -> int:
    """Return where a date begins in the text of its row."""
    return reading.rows[found.row].starts[reading.tokens[found.first].word]


def _person(people: Sequence[Named], births: _Births) -> Named | None:
    """Return the patient named in a phrase: with a birth date, else the only one in the role."""
    if not people:
        return None
    dated = [one for one in people if births.near(one.row) is not None]
    return dated[0] if dated else people[0]


def _of(person: Named | None) -> Identity:
    if person is None:
        return Identity()
    return Identity(
        family_name=person.family,
        birth_name=person.birth_name,
        first_name=person.first,
        sex=person.sex,
    )


def _agreed_sex(told: str, person: Named | None) -> str:
    spoken = person.sex if person else ""
    if told and spoken and told != spoken:
        return ""
    return told or spoken


def _birth(row: int | None, births: _Births, person: Named | None) -> date | None:
    near = births.near(row) if row is not None else None
    if near is None and person is not None:
        near = births.near(person.row)
    return near or births.only


def _address(told: Address, person: Named | None, reading: Reading) -> Address:
    if told.postal_code:
        return told
    return address_near(reading, person) if person is not None else Address()


def _number(reading: Reading, identity: Identity) -> str:
    found = {
        one.value
        for one in numbers_in(reading)
        if one.is_whole and not one.insured and not _is_matricule(reading, one.row)
    }
    if len(found) != 1:
        return ""
    number = found.pop()
    return number if _agrees(number, identity) else ""


def _is_matricule(reading: Reading, row: int) -> bool:
    words = reading.texts(reading.rows[row].first, reading.rows[row].end)
    return "matricule" in words or "ins" in words


def _agrees(number: str, identity: Identity) -> bool:
    """Whether sex, year and month of the number are those that the document states."""
    if identity.sex and {"1": "M", "2": "F"}.get(number[0]) != identity.sex:
        return False
    day = identity.birth_date
    if day is None:
        return True
    month = int(number[3:5])
    is_same_month = month == day.month or month not in _MONTHS_KNOWN
    return int(number[1:3]) == day.year % 100 and is_same_month

"""Telling whether a patient of a file is already in the practice."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.errors import DomainError
from almapy.identity.nir import read_nir
from almapy.patients.model import PatientDraft
from almapy.patients.tables import PatientRow
from almapy.patients.words import glued
from almapy.text import fold

_CENTURY = 100
_READ = (
    "birth_name",
    "first_birth_first_name",
    "birth_date",
    "sex",
    "former_number",
    "insured_nir",
    "matricule_ins",
)
_Traits = tuple[str, str, date | None, str]


class KnownPatients:
    """The patients there are, by what tells them apart.

    The same person has the same file number of the former software, or the same personal number
    and birth date, or the same birth name, first name, birth date and sex. A child bears the
    number of a parent: a number counts only when it tells the birth of its bearer. Two people with
    the same traits and different personal numbers are two people.
    """

    def __init__(self) -> None:
        self._by_former: dict[str, _Traits] = {}
        self._by_number: set[tuple[str, date]] = set()
        self._by_traits: dict[_Traits, set[str]] = {}

    def read(self, session: Session) -> None:
        """Take in the records of the base."""
        column = PatientRow.__table__.c
        query = select(*(column[name] for name in _READ))
        for row in session.execute(query):
            traits = _traits(row.birth_name, row.first_birth_first_name, row.birth_date, row.sex)
            self._add(traits, row.former_number, (row.matricule_ins, row.insured_nir))

    def add(self, draft: PatientDraft) -> None:
        """Take in a record that was created."""
        self._add(_of(draft), draft.former_number, (draft.matricule_ins, draft.insured_nir))

    def holds(self, draft: PatientDraft) -> bool:
        """Tell whether this patient is there.

        Raises DomainError when the file number is that of somebody else.
        """
        traits = _of(draft)
        former = self._by_former.get(glued(draft.former_number))
        if former is not None:
            if former[2] != traits[2] and former[:2] != traits[:2]:
                raise DomainError("ce n° de dossier est déjà celui d'un autre patient")
            return True
        own = _own_number(draft.insured_nir, draft.birth_date)
        if own and draft.birth_date and (own, draft.birth_date) in self._by_number:
            return True
        numbers = self._by_traits.get(traits)
        return numbers is not None and (not own or not numbers or own in numbers)

    def _add(self, traits: _Traits, former: str, numbers: tuple[str, ...]) -> None:
        if glued(former):
            self._by_former.setdefault(glued(former), traits)
        borne = self._by_traits.setdefault(traits, set())
        born = traits[2]
        for number in numbers:
            own = _own_number(number, born)
            if own and born:
                self._by_number.add((own, born))
                borne.add(own)


def _of(draft: PatientDraft) -> _Traits:
    return _traits(
        draft.birth_name, draft.first_birth_first_name, draft.birth_date, draft.sex.value
    )


def _traits(name: str, first: str, born: date | None, sex: str) -> _Traits:
    return fold(name), fold(first), born, sex


def _own_number(text: str, born: date | None) -> str:
    """Return the 13 characters of a number that tells this birth, else nothing."""
    number = read_nir(text)
    if number is None or born is None or number.year != born.year % _CENTURY:
        return ""
    return number.thirteen if number.month in {None, born.month} else ""

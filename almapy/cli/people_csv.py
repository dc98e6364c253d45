"""People to match documents with, from a file instead of a base."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from almapy.documents.kinds import decoded
from almapy.errors import DomainError
from almapy.matching.model import Person

_NEEDED = ("id", "nom_naissance", "date_naissance")
_LARGEST = 500_000_000


@dataclass(frozen=True, slots=True)
class PeopleOfFile:
    """``people`` numbered from 1; ``identifiers`` are those of the file, in the same order."""

    people: tuple[Person, ...] = field(repr=False)
    identifiers: tuple[str, ...] = field(repr=False)

    def identifier(self, patient_id: int) -> int | str:
        """Return what the file calls that person: a number where it wrote one."""
        text = self.identifiers[patient_id - 1]
        number = text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
        return int(text) if number else text

    def birth_date(self, patient_id: int) -> date | None:
        """Return when that person was born."""
        return self.people[patient_id - 1].birth_date


def read_people(path: Path) -> PeopleOfFile:
    """Return the people of a CSV file (command-line contract, ``almapy match``).

    Raises DomainError when it cannot be read or lacks a column.
    """
    name = f"«\u00a0{path.name}\u00a0»"
    try:
        if path.stat().st_size > _LARGEST:
            raise DomainError(f"{name} est trop grand pour une liste de patients. Rien n'a été lu.")
        text = decoded(path.read_bytes())
    except OSError as fault:
        raise DomainError(
            f"{name} n'a pas pu être lu. Rien n'a été modifié. Vérifiez le chemin et les droits "
            "de lecture de ce fichier.",
            code="match.people_unreadable",
        ) from fault
    csv.field_size_limit(min(sys.maxsize, 1_000_000))
    delimiter = ";" if text.partition("\n")[0].count(";") > 1 else ","
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        missing = [one for one in _NEEDED if one not in (rows.fieldnames or ())]
        if missing:
            raise DomainError(
                f"Il manque à {name} la colonne {', '.join(missing)}. Rien n'a été lu. Colonnes "
                "attendues\u00a0: celles de patients.csv, dont id, nom_naissance, prenom1 et "
                "date_naissance (AAAA-MM-JJ).",
                code="match.people_columns",
            )
        return _people(rows)
    except csv.Error as fault:
        raise DomainError(
            f"{name} n'est pas un fichier CSV lisible. Rien n'a été lu. Exportez-le de nouveau.",
            code="match.people_unreadable",
        ) from fault


def _people(rows: Iterable[dict[str, str | None]]) -> PeopleOfFile:
    people, identifiers = [], []
    for number, row in enumerate(rows, start=1):
        cells = {name: (value or "").strip() for name, value in row.items() if name}
        people.append(_person(number, cells))
        identifiers.append(cells["id"])
    return PeopleOfFile(tuple(people), tuple(identifiers))


def _person(number: int, cells: dict[str, str]) -> Person:
    def cell(name: str) -> str:
        return cells.get(name, "")

    return Person(
        number,
        cell("nom_naissance"),
        used_name=cell("nom_utilise"),
        first_names=cell("prenoms") or cell("prenom1"),
        used_first_name=cell("prenom_utilise") or cell("prenom1"),
        sex=cell("sexe"),
        birth_date=_day(cell("date_naissance")),
        matricule=cell("ins").replace(" ", ""),
        dossier=cell("dossier"),
        address=cell("adresse"),
        postal_code=cell("cp"),
        town=cell("ville"),
        deceased=cell("decede") not in {"", "0", "N", "non"},
        deceased_on=_day(cell("decede")),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

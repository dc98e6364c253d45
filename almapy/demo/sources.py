"""Names, towns and streets of which fictitious patients are made (``resources/demo``)."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from random import Random

from almapy.demo.chance import Urn
from almapy.patients.model import Sex

# French double names were joined by two hyphens from 2005 to 2010.
_DOUBLE_HYPHEN_YEARS = range(2005, 2011)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of birth: its INSEE code, and its name in capitals."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BirthPlace:
    """A commune, and the days (the last one excluded) for which its code holds."""

    place: Place
    since: date
    until: date

    def holds(self, born: date) -> bool:
        """Tell whether somebody born that day has this code."""
        return self.since <= born < self.until


@dataclass(frozen=True, slots=True)
class Country:
    """A country of birth with names that are common there."""

    place: Place
    since: date
    first_names: Mapping[Sex, Sequence[str]]
    surnames: Sequence[str]


@dataclass(frozen=True, slots=True)
class Sources:
    """All that is drawn from; read once, then handed down."""

    towns: Urn[tuple[str, str]]
    streets: Sequence[str]
    surnames: Sequence[str]
    birth_places: Urn[BirthPlace]
    countries: Urn[Country]
    first_names: Mapping[Sex, tuple[Sequence[int], Sequence[Sequence[str]]]]

    def first_name(self, rng: Random, sex: Sex, year: int) -> str:
        """Draw a first name that parents gave in that year."""
        since, names = self.first_names[sex]
        return rng.choice(names[max(0, bisect_right(since, year) - 1)])

    def place(self, code: str) -> Place:
        """Return the commune or country of that code; KeyError when the files lack it."""
        listed = (
            *(commune.place for commune in self.birth_places.things),
            *(country.place for country in self.countries.things),
        )
        return {place.code: place for place in listed}[code]

    def birth_place(self, rng: Random, born: date) -> Place:
        """Draw a commune whose code was in force that day."""
        while not (drawn := self.birth_places.draw(rng)).holds(born):
            pass
        return drawn.place

    def double_name(self, rng: Random, year: int, first: str, second: str) -> str:
        """Join the names of two parents as the law of that year wanted it."""
        ordered = rng.choice(((first, second), (second, first)))
        return ("--" if year in _DOUBLE_HYPHEN_YEARS else " ").join(ordered)


def load_sources() -> Sources:
    """Read the files of ``resources/demo``."""
    return Sources(
        towns=Urn.of(
            [(float(row["weight"]), (row["postal_code"], row["town"])) for row in _rows("homes")]
        ),
        streets=_lines("streets"),
        surnames=_lines("surnames"),
        birth_places=Urn.of(
            [(float(row["weight"]), _commune(row)) for row in _rows("birth_places")]
        ),
        countries=Urn.of([(float(row["weight"]), _country(row)) for row in _rows("abroad")]),
        first_names=_first_names(),
    )


def _commune(row: Mapping[str, str]) -> BirthPlace:
    until = date.fromisoformat(row["until"]) if row["until"] else date.max
    return BirthPlace(Place(row["code"], row["name"]), date.fromisoformat(row["since"]), until)


def _country(row: Mapping[str, str]) -> Country:
    names = {Sex.FEMALE: row["women"].split("|"), Sex.MALE: row["men"].split("|")}
    return Country(
        Place(row["code"], row["country"]),
        date.fromisoformat(row["since"]),
        names,
        row["surnames"].split("|"),
    )


def _first_names() -> Mapping[Sex, tuple[Sequence[int], Sequence[Sequence[str]]]]:
    rows = _rows("first_names")
    of_sex = {sex: [row for row in rows if row["sex"] == sex] for sex in (Sex.FEMALE, Sex.MALE)}
    return {
        sex: (
            [int(row["since"]) for row in generations],
            [row["names"].split() for row in generations],
        )
        for sex, generations in of_sex.items()
    }


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_lines(name, "csv")))


def _lines(name: str, ending: str = "txt") -> list[str]:
    file = files("resources").joinpath("demo", f"{name}.{ending}")
    return file.read_text(encoding="utf-8").splitlines()

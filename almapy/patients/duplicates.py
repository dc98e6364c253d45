"""Records that may be of one and the same person (UX notes §4.3 « Doubles », INS notes §3.9).

Two records are alike by their NIR, or by a birth date that is the same or one slip away together
with a name and a first name that are nearly so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

from rapidfuzz.distance import OSA
from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from almapy.patients import queries
from almapy.patients.model import PatientDraft, PatientHit
from almapy.patients.tables import PatientRow
from almapy.text import fold

SAME_NIR = "Même numéro de sécurité sociale"
SAME_DATE = "Même date de naissance"
SWAPPED_DATE = "Jour et mois de naissance inversés"
NEAR_DATE = "Date de naissance à un chiffre près"
SAME_NAME = "Même nom"
NEAR_NAME = "Nom presque identique"
CROSSED_NAME = "Nom de naissance et nom utilisé croisés"
SAME_FIRST_NAME = "Même prénom"
NEAR_FIRST_NAME = "Prénom presque identique"
OTHER_ORDER = "Prénoms dans un autre ordre"
_SCORES = {
    SAME_NIR: 100,
    SAME_DATE: 40,
    SWAPPED_DATE: 25,
    NEAR_DATE: 20,
    SAME_NAME: 30,
    CROSSED_NAME: 25,
    NEAR_NAME: 20,
    SAME_FIRST_NAME: 30,
    OTHER_ORDER: 22,
    NEAR_FIRST_NAME: 18,
}
_SHOWN = 20
_BLOCK = 40  # more people alike in one respect than that tell nothing
_COLUMNS = (
    PatientRow.id,
    PatientRow.birth_name,
    PatientRow.used_name,
    PatientRow.first_birth_first_name,
    PatientRow.birth_first_names,
    PatientRow.used_first_name,
    PatientRow.birth_date,
    PatientRow.insured_nir,
    PatientRow.matricule_ins,
)


@dataclass(frozen=True, slots=True)
class Likeness:
    """One record like the one that is typed, why, and how much (the more the likelier)."""

    hit: PatientHit = field(repr=False)
    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """Two records of the practice that may be one person's."""

    first: PatientHit = field(repr=False)
    second: PatientHit = field(repr=False)
    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True)
class _Person:
    """What is compared, folded once; ``first_names`` holds every word of the first names."""

    id: int
    birth_name: str
    used_name: str
    first_names: tuple[str, ...]
    born: date | None
    nirs: frozenset[str]


def likely_same(
    session: Session, draft: PatientDraft, *, besides: int | None = None
) -> list[Likeness]:
    """Return the records like a draft, the likeliest first, at most twenty."""
    person = _person(0, draft)
    found = []
    for row in session.execute(_near_query(person)):
        if row.id != besides:
            reasons = _reasons(person, _person(row.id, row))
            if reasons:
                found.append((_score(reasons), row.id, reasons))
    found.sort(key=lambda one: (-one[0], one[1]))
    hits = queries.by_id(session, [one for _, one, _ in found[:_SHOWN]])
    return [Likeness(hits[one], reasons, score) for score, one, reasons in found[:_SHOWN]]


def likely_doubles(session: Session, limit: int) -> list[LikelyPair]:
    """Return the pairs of records that may be one person's, the likeliest first.

    Records are compared within what they share: a NIR, a birth date (as it is or swapped), or
    their whole name and first name.
    """
    query = select(*_COLUMNS).where(PatientRow.merged_into.is_(None))
    folded = cache(fold)  # the same names come back thousands of times
    people = [_person(row.id, row, folded) for row in session.execute(query)]
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for one, other in _sharing(people):
        pair = (min(one.id, other.id), max(one.id, other.id))
        if pair not in found and (reasons := _reasons(one, other)):
            found[pair] = reasons
    best = sorted(found.items(), key=lambda item: (-_score(item[1]), item[0]))[:limit]
    hits = queries.by_id(session, {one for pair, _ in best for one in pair})
    return [
        LikelyPair(hits[first], hits[second], reasons, _score(reasons))
        for (first, second), reasons in best
    ]


def near_dates(born: date) -> set[date]:
    """Return the birth dates one slip away: day and month swapped, or one digit other."""
    text = f"{born:%d%m%Y}"
    typed = {text[2:4] + text[:2] + text[4:]}
    for place in range(len(text)):
        typed |= {text[:place] + digit + text[place + 1 :] for digit in "0123456789"}
    return {day for one in typed if (day := _as_date(one)) is not None and day != born}


def _near_query(person: _Person) -> Any:
    conditions = []
    if person.born is not None:
        conditions.append(PatientRow.birth_date.in_({person.born, *near_dates(person.born)}))
    if person.nirs:
        conditions.append(PatientRow.matricule_ins.in_(person.nirs))
        conditions.append(PatientRow.insured_nir.in_(person.nirs))
    if not conditions:
        conditions.append(PatientRow.id.is_(None))
    return select(*_COLUMNS).where(or_(*conditions), PatientRow.merged_into.is_(None))


def _sharing(people: list[_Person]) -> Iterator[tuple[_Person, _Person]]:
    blocks: dict[object, list[_Person]] = defaultdict(list)
    for person in people:
        for key in _keys(person):
            blocks[key].append(person)
    for block in blocks.values():
        if len(block) <= _BLOCK:
            yield from combinations(block, 2)


def _keys(person: _Person) -> Iterable[object]:
    yield from person.nirs
    born = person.born
    if born is not None:
        # A date and its swapped form share one key.
        yield (born.year, *sorted((born.day, born.month)))
        first = person.first_names[0] if person.first_names else ""
        for name in {person.birth_name, person.used_name} - {""}:
            yield (name, first)


def _reasons(one: _Person, other: _Person) -> tuple[str, ...]:
    """Return why two records look like one person's, empty when they do not."""
    if one.nirs & other.nirs and _first_names(one, other):
        return (SAME_NIR, *filter(None, (_dates(one, other), _names(one, other))))
    dates, names = _dates(one, other), _names(one, other)
    firsts = _first_names(one, other)
    return (dates, names, firsts) if dates and names and firsts else ()


def _score(reasons: tuple[str, ...]) -> int:
    return sum(_SCORES[one] for one in reasons)


def _dates(one: _Person, other: _Person) -> str:
    if one.born is None or other.born is None:
        return ""
    if one.born == other.born:
        return SAME_DATE
    if (one.born.year, one.born.day, one.born.month) == (
        other.born.year,
        other.born.month,
        other.born.day,
    ):
        return SWAPPED_DATE
    alike = (one.born.day == other.born.day) + (one.born.month == other.born.month)
    alike += one.born.year == other.born.year
    if alike < 2:  # noqa: PLR2004  (one digit stands in one of the three)
        return ""
    first, second = f"{one.born:%d%m%Y}", f"{other.born:%d%m%Y}"
    slips = sum(a != b for a, b in zip(first, second, strict=True))
    return NEAR_DATE if slips == 1 else ""


def _names(one: _Person, other: _Person) -> str:
    if one.birth_name == other.birth_name or (one.used_name and one.used_name == other.used_name):
        return SAME_NAME
    mine = {one.birth_name, one.used_name} - {""}
    theirs = {other.birth_name, other.used_name} - {""}
    if mine & theirs:
        return CROSSED_NAME
    return NEAR_NAME if any(_near(a, b) for a in mine for b in theirs) else ""


def _first_names(one: _Person, other: _Person) -> str:
    mine, theirs = one.first_names, other.first_names
    if not mine or not theirs:
        return ""
    if mine[0] == theirs[0]:
        return SAME_FIRST_NAME
    if mine[0] in theirs or theirs[0] in mine:
        return OTHER_ORDER
    return NEAR_FIRST_NAME if _near(mine[0], theirs[0]) else ""


def _near(one: str, other: str) -> bool:
    """Tell whether two names differ by one slip, two when they are long; blanks do not count."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    shortest = min(len(one), len(other))
    slips = 0 if shortest < 4 else 1 if shortest < 8 else 2  # noqa: PLR2004  (as in the search)
    return OSA.distance(one, other, score_cutoff=slips) <= slips


def _person(
    patient_id: int,
    data: PatientDraft | Row[*tuple[Any, ...]],
    folded: Callable[[str], str] = fold,
) -> _Person:
    firsts = (data.first_birth_first_name, data.birth_first_names, data.used_first_name)
    return _Person(
        id=patient_id,
        birth_name=folded(data.birth_name),
        used_name=folded(data.used_name),
        first_names=tuple(dict.fromkeys(word for one in firsts for word in folded(one).split())),
        born=data.birth_date,
        nirs=frozenset({data.insured_nir, data.matricule_ins} - {""}),
    )


def _as_date(typed: str) -> date | None:
    try:
        return date(int(typed[4:]), int(typed[2:4]), int(typed[:2]))
    except ValueError:
        return None

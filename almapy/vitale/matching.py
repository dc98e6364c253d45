"""Whose record is meant by a person of a card (card notes §2.4). Proposes, never merges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz.distance import OSA

from almapy.identity.traits import first_name_agrees
from almapy.text import fold
from almapy.vitale.reading import Bearer
from almapy.vitale.results import Likeness

_YEAR, _MONTH = slice(0, 4), slice(4, 6)
_BIRTH_LENGTH = 8
_LONG_ENOUGH_FOR_TWO_SLIPS = 8
_LONG_ENOUGH_FOR_ONE_SLIP = 4
_ORDER = (Likeness.NUMBER, Likeness.TRAITS, Likeness.CLOSE)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What is compared of one record; names as they are stored."""

    patient_id: int
    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    used_name: str = field(default="", repr=False)
    used_first_name: str = field(default="", repr=False)
    birth_first_names: str = field(default="", repr=False)
    lunar_date: str = field(default="", repr=False)
    matricule_ins: str = field(default="", repr=False)
    insured_nir: str = field(default="", repr=False)


def likeness(bearer: Bearer, person: KnownPerson) -> Likeness:
    """Return how much a record looks like that of a person of the card.

    The number of the insured of a record may be a parent's: it counts only where the first name
    and the year are the bearer's. A matricule is the person's own and counts by itself. The same
    day and first name are worth a look whatever the name: a direct reading does not say which of
    the names of a person the card has.
    """
    first, near_first = _same_first_name(bearer, person), _near_first_name(bearer, person)
    name, near_name = _same_name(bearer, person), _near_name(bearer, person)
    date_too = _same_birth(bearer, person)
    own = bool(bearer.own_nir) and bearer.own_nir == person.matricule_ins
    insured = near_first and _is_own_insured_number(bearer, person)
    other_number = bool(bearer.own_nir and person.matricule_ins) and not own
    if first and name and date_too:
        if other_number:
            return Likeness.CLOSE
        return Likeness.NUMBER if own or insured else Likeness.TRAITS
    if own or insured or (date_too and (first or (near_first and near_name))):
        return Likeness.CLOSE
    return Likeness.NONE


def ranked(bearer: Bearer, persons: Iterable[KnownPerson]) -> tuple[Likeness, tuple[int, ...]]:
    """Return how much the best records look like this person's, and which they are, best first.

    Near records are left out as soon as one is certain enough: the given name decides between
    twins.
    """
    found: dict[Likeness, list[int]] = {one: [] for one in _ORDER}
    for person in persons:
        kind = likeness(bearer, person)
        if kind is not Likeness.NONE:
            found[kind].append(person.patient_id)
    certain = (*found[Likeness.NUMBER], *found[Likeness.TRAITS])
    if certain:
        best = Likeness.NUMBER if found[Likeness.NUMBER] else Likeness.TRAITS
        return best, certain
    close = tuple(found[Likeness.CLOSE])
    return (Likeness.CLOSE if close else Likeness.NONE), close


def may_be_same(bearer: Bearer, person: KnownPerson) -> bool:
    """Tell whether a record that somebody chose may be this person's at all.

    The first name must agree, and the birth date or the matricule: a twin, a parent of the same
    first name are told apart from a wife under her other name. Where one of the dates is not
    known, the name must be the same.
    """
    if not _agreeing_first_name(bearer, person):
        return False
    if _same_birth(bearer, person) or (bearer.own_nir and bearer.own_nir == person.matricule_ins):
        return True
    is_unknown = bearer.birth_date is None or person.birth_date is None
    return is_unknown and _same_name(bearer, person)


def lunar_text(birth_text: str) -> str:
    """Return « JJ/MM/AAAA » for the eight figures of a card, as ``lunar_date`` is written."""
    if len(birth_text) != _BIRTH_LENGTH:
        return ""
    return f"{birth_text[6:]}/{birth_text[_MONTH]}/{birth_text[_YEAR]}"


def _same_birth(bearer: Bearer, person: KnownPerson) -> bool:
    if bearer.birth_date is not None:
        return bearer.birth_date == person.birth_date
    return bool(bearer.birth_text) and person.lunar_date == lunar_text(bearer.birth_text)


def _same_name(bearer: Bearer, person: KnownPerson) -> bool:
    return bool(_card_names(bearer) & _names(person))


def _near_name(bearer: Bearer, person: KnownPerson) -> bool:
    return any(_near(one, other) for one in _card_names(bearer) for other in _names(person))


def _same_first_name(bearer: Bearer, person: KnownPerson) -> bool:
    whole = {fold(one) for one in _first_names(person)} - {""}
    return fold(bearer.first_name) in whole


def _agreeing_first_name(bearer: Bearer, person: KnownPerson) -> bool:
    card = bearer.first_name
    return bool(fold(card)) and any(
        first_name_agrees(card, one) or first_name_agrees(one, card)
        for one in _first_names(person)
        if fold(one)
    )


def _near_first_name(bearer: Bearer, person: KnownPerson) -> bool:
    return _agreeing_first_name(bearer, person) or any(
        _near(fold(bearer.first_name), fold(one)) for one in _first_names(person) if fold(one)
    )


def _is_own_insured_number(bearer: Bearer, person: KnownPerson) -> bool:
    """Tell whether the number of the insured of a record is its own person's, as far as known."""
    if not bearer.own_nir or bearer.own_nir != person.insured_nir:
        return False
    born = person.birth_date
    return born is None or f"{born:%y}" == bearer.own_nir[1:3]


def _first_names(person: KnownPerson) -> tuple[str, ...]:
    return (person.first_name, person.used_first_name, person.birth_first_names)


def _card_names(bearer: Bearer) -> set[str]:
    return {fold(bearer.name), fold(bearer.birth_name or "")} - {""}


def _names(person: KnownPerson) -> set[str]:
    return {fold(person.birth_name), fold(person.used_name)} - {""}


def _near(one: str, other: str) -> bool:
    """Tell whether two folded names are one slip apart, two when they are long."""
    one, other = one.replace(" ", ""), other.replace(" ", "")
    shortest = min(len(one), len(other))
    allowed = (shortest >= _LONG_ENOUGH_FOR_ONE_SLIP) + (shortest >= _LONG_ENOUGH_FOR_TWO_SLIPS)
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed

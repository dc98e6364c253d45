"""What each fictitious patient was vaccinated against, and the conditions that weigh on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from almapy.demo.adult_vaccines import vaccinate_adult
from almapy.demo.chance import happens, years_after
from almapy.demo.childhood_vaccines import vaccinate_child
from almapy.demo.health import PREGNANCY, Health
from almapy.demo.person import Person
from almapy.demo.syringe import Syringe
from almapy.demo.vaccine_products import (
    CAPVAXIVE,
    PREVENAR_13,
    PREVENAR_20,
    REVAXIS,
    SHINGRIX,
)
from almapy.encounters.model import Encounter
from almapy.vaccination.model import Origin, Severity, Vaccination
from almapy.vaccine_calendar.conditions import Condition, ConditionKey

_BORN_IN_THESE_TIMES = date(2008, 1, 1)
_FIRST_DOSES = timedelta(days=75)
_TERM = timedelta(days=287)
_CONFIRMED_PERCENT = 60

_KEYS = {
    "diabete-1": ConditionKey.DIABETES,
    "diabete-2": ConditionKey.DIABETES,
    "bpco": ConditionKey.LUNG,
    "insuffisance-cardiaque": ConditionKey.HEART,
    "insuffisance-renale": ConditionKey.KIDNEY,
    "polyarthrite": ConditionKey.IMMUNODEFICIENCY,
}
_REACTED = "homonym-date-a"
_PAST_EXPIRY = "homonym-place-a"
DEMO_PATIENTE = "demo-patiente"


def draw_vaccinations(
    rng: Random, person: Person, health: Health, encounters: Iterable[Encounter]
) -> tuple[Vaccination, ...]:
    """Return the doses of a person, the oldest first; those their visits tell of among them."""
    visits = tuple((one.held_at.date(), one.title) for one in encounters)
    syringe = Syringe(rng, person, visits)
    if person.born >= _BORN_IN_THESE_TIMES:
        vaccinate_child(syringe)
    if person.born < _BORN_IN_THESE_TIMES:
        vaccinate_adult(syringe, health)
    if person.key == DEMO_PATIENTE:
        _careful(syringe)
    if syringe.is_empty:
        _something(syringe)
    lines = syringe.finished()
    if person.key == _REACTED:
        lines = _reacted(lines)
    if person.key == _PAST_EXPIRY:
        lines = _past_expiry(lines)
    return tuple(lines)


def draw_conditions(rng: Random, person: Person, health: Health) -> tuple[Condition, ...]:
    """Return the conditions that the doctor confirmed; the others wait to be."""
    return tuple(_conditions(rng, person, health))


def _conditions(rng: Random, person: Person, health: Health) -> Iterator[Condition]:
    told: set[ConditionKey] = set()
    for disease, onset in health.diseases:
        key = _KEYS.get(disease.code)
        if key and key not in told and happens(rng, _CONFIRMED_PERCENT):
            told.add(key)
            yield Condition(key, present=True, since=max(onset, person.born))
    since = health.pregnant_since
    if PREGNANCY in health.codes and since is not None and happens(rng, _CONFIRMED_PERCENT):
        yield Condition(ConditionKey.PREGNANCY, present=True, since=since, until=since + _TERM)


def _careful(syringe: Syringe) -> None:
    """Give what somebody of great age who is well followed has received."""
    until = syringe.person.until
    if not syringe.has(SHINGRIX):
        for days in (500, 430):
            syringe.give(SHINGRIX, until - timedelta(days=days), series="zona", here=True)
    if not syringe.has(PREVENAR_20, CAPVAXIVE, PREVENAR_13):
        syringe.give(PREVENAR_20, until - timedelta(days=400), series="vpc", here=True)


def _something(syringe: Syringe) -> None:
    """Give who is old enough one line at least: what they say themselves."""
    person = syringe.person
    if person.until - person.born < _FIRST_DOSES:
        return
    if person.born < _BORN_IN_THESE_TIMES:
        day = min(person.until, max(date(1999, 5, 4), years_after(person.born, 16.5)))
        syringe.give(REVAXIS, day, series="dtp", booster=True, here=False)
    else:
        vaccinate_child(syringe)


def _reacted(lines: list[Vaccination]) -> list[Vaccination]:
    """Have the last dose given at the practice be followed by a reaction."""
    for place in reversed(range(len(lines))):
        line = lines[place]
        if line.is_given and line.origin is not Origin.DECLARED:
            lines[place] = replace(
                line,
                severity=Severity.MODERATE,
                reaction="Urticaire étendue deux heures après, régressive sous antihistaminique.",
                reaction_on=line.day,
            )
            break
    return lines


def _past_expiry(lines: list[Vaccination]) -> list[Vaccination]:
    """Have one box have been past its last day, with the reason that was written."""
    for place in reversed(range(len(lines))):
        line = lines[place]
        if line.expiry is not None:
            last = line.day.replace(day=1) - timedelta(days=1)
            lines[place] = replace(
                line,
                expiry=last,
                expiry_raw=f"{last:%y%m%d}",
                expired_reason="Erreur de rangement, vue après l'injection\u00a0: patient prévenu.",
            )
            break
    return lines

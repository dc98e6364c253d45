"""The fictitious patients of the demo practice, one record after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice

from almapy.demo.body import Body
from almapy.demo.chance import stream
from almapy.demo.health import draw_health
from almapy.demo.households import households
from almapy.demo.model import DemoRecord
from almapy.demo.papers import drawn_papers
from almapy.demo.person import Person, Register
from almapy.demo.population import Population
from almapy.demo.ruth import ruth_record
from almapy.demo.sources import load_sources
from almapy.demo.special_families import special_families
from almapy.demo.special_people import demo_patiente, special_people
from almapy.demo.vaccinations import draw_conditions, draw_vaccinations
from almapy.demo.visits import draw_visits
from almapy.patients.model import PatientDraft


def demo_records(count: int, *, today: date, seed: int = 2026) -> Iterator[DemoRecord]:
    """Yield ``count`` records: RUTH, DEMO PATIENTE, the special cases, then households.

    Everything is as of ``today``, and the same for the same arguments in every process. The first
    records of a large practice are those of a small one.
    """
    return islice(_records(today, seed), count)


def demo_persons(*, today: date, seed: int = 2026) -> Iterator[PatientDraft]:
    """Yield the administrative data alone of the same people, without end and much sooner."""
    yield ruth_record(today).patient
    for person in _persons(Population(load_sources(), Register(), today), seed):
        yield person.draft(today)


def _records(today: date, seed: int) -> Iterator[DemoRecord]:
    yield ruth_record(today)
    for person in _persons(Population(load_sources(), Register(), today), seed):
        yield _record(person, today, seed)


def _persons(people: Population, seed: int) -> Iterator[Person]:
    yield demo_patiente(people, seed)
    yield from special_families(people, seed)
    yield from special_people(people, seed)
    yield from households(people, seed)


def _record(person: Person, today: date, seed: int) -> DemoRecord:
    rng = stream(seed, "record", person.key)
    body = Body.draw(rng, person.sex, person.born)
    health = draw_health(rng, person, body, today)
    health.weigh_on(body)
    encounters, measures = draw_visits(rng, person, health, body)
    vaccines = stream(seed, "vaccines", person.key)
    return DemoRecord(
        key=person.key,
        patient=person.draft(today),
        history=health.history,
        allergies=health.allergies,
        treatments=health.treatments,
        encounters=encounters,
        measures=measures,
        papers=drawn_papers(
            stream(seed, "papers", person.key),
            min(today, person.until),
            max(person.since, person.born),
        ),
        vaccinations=draw_vaccinations(vaccines, person, health, encounters),
        conditions=draw_conditions(vaccines, person, health),
    )

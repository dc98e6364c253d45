"""Households drawn at random, one after the other without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from almapy.demo.chance import Urn, happens, stream, years_after, years_before
from almapy.demo.person import Home, Person, Proof
from almapy.demo.population import Population, Stay
from almapy.patients.model import Sex

_CHILDREN = Urn.of([(34.0, 1), (43.0, 2), (18.0, 3), (5.0, 4)])
_LAST_CHILDBIRTH = 43
_LEAVES_HOME = 24
_FAR_HOMES = (
    ("44000", "NANTES"),
    ("69003", "LYON"),
    ("33000", "BORDEAUX"),
    ("59000", "LILLE"),
    ("13008", "MARSEILLE"),
    ("75011", "PARIS"),
)


def households(people: Population, seed: int) -> Iterator[Person]:
    """Yield the members of households; each household has its own stream of chance."""
    for index in count(1):
        rng = stream(seed, "household", index)
        yield from _KINDS.draw(rng)(people, rng, index)


def _family(people: Population, rng: Random, index: int) -> Iterator[Person]:
    """Draw two parents and their children."""
    stay, home, origin = people.stay(rng), people.home(rng), people.origin(rng)
    prefix = f"family-{index}"
    mother_born = years_before(people.today, rng.uniform(23, 50))
    father_born = min(mother_born - timedelta(days=round(rng.gauss(800, 1200))),
                      years_before(people.today, 21))  # fmt: skip
    father = people.adult(
        rng, f"{prefix}-father", Sex.MALE, father_born, home=home, stay=stay, origin=origin
    )
    mother = people.adult(
        rng, f"{prefix}-mother", Sex.FEMALE, mother_born, home=home, stay=stay, origin=origin
    )
    mother.births = _births(rng, mother, people.today)
    if happens(rng, 60):
        mother.used_name = _married_name(rng, mother, father)
    surname = _surname_of_children(people, rng, father, mother)
    yield from (father, mother)
    yield from _children(people, rng, prefix, surname, mother)


def _single_parent(people: Population, rng: Random, index: int) -> Iterator[Person]:
    stay, home, origin = people.stay(rng), people.home(rng), people.origin(rng)
    prefix = f"family-{index}"
    mother = people.adult(
        rng,
        f"{prefix}-mother",
        Sex.FEMALE,
        years_before(people.today, rng.uniform(22, 50)),
        home=home,
        stay=stay,
        origin=origin,
    )
    mother.births = _births(rng, mother, people.today)
    surname = mother.birth_name if happens(rng, 40) else rng.choice(people.sources.surnames)
    yield mother
    yield from _children(people, rng, prefix, surname, mother)


def _elderly_couple(people: Population, rng: Random, index: int) -> Iterator[Person]:
    stay, home, origin = people.stay(rng), people.home(rng), people.origin(rng)
    wife_born = years_before(people.today, rng.uniform(55, 90))
    husband_born = wife_born - timedelta(days=round(rng.gauss(900, 900)))
    husband = people.adult(
        rng, f"couple-{index}-husband", Sex.MALE, husband_born, home=home, stay=stay, origin=origin
    )
    wife = people.adult(
        rng, f"couple-{index}-wife", Sex.FEMALE, wife_born, home=home, stay=stay, origin=origin
    )
    if happens(rng, 90):
        wife.used_name = husband.birth_name
    wife.births = tuple(
        years_after(wife_born, 24 + 3 * number) for number in range(rng.randint(0, 3))
    )
    yield from (husband, wife)


def _widow(people: Population, rng: Random, index: int) -> Iterator[Person]:
    born = years_before(people.today, rng.uniform(70, 97))
    widow = people.adult(
        rng, f"single-{index}", Sex.FEMALE, born, home=people.home(rng), stay=people.stay(rng)
    )
    if happens(rng, 85):
        widow.used_name = rng.choice(people.sources.surnames)
    widow.births = tuple(years_after(born, 23 + 3 * number) for number in range(rng.randint(0, 4)))
    yield widow


def _single(people: Population, rng: Random, index: int) -> Iterator[Person]:
    yield people.adult(
        rng,
        f"single-{index}",
        rng.choice((Sex.FEMALE, Sex.MALE, Sex.MALE)),
        years_before(people.today, rng.uniform(18, 84)),
        home=people.home(rng),
        stay=people.stay(rng),
        origin=people.origin(rng),
    )


def _young_couple(people: Population, rng: Random, index: int) -> Iterator[Person]:
    stay, home = people.stay(rng), people.home(rng)
    for sex, role in ((Sex.MALE, "man"), (Sex.FEMALE, "woman")):
        born = years_before(people.today, rng.uniform(21, 36))
        yield people.adult(rng, f"couple-{index}-{role}", sex, born, home=home, stay=stay)


def _passing(people: Population, rng: Random, index: int) -> Iterator[Person]:
    """Draw somebody from elsewhere, seen once or twice."""
    first = people.yesterday - timedelta(days=rng.randint(1, 900))
    stay = Stay(first, min(people.yesterday, first + timedelta(days=rng.randint(1, 8))))
    postal_code, town = rng.choice(_FAR_HOMES)
    home = Home(f"{rng.randint(1, 98)} {rng.choice(people.sources.streets)}", postal_code, town)
    sex = rng.choice((Sex.FEMALE, Sex.MALE))
    born = years_before(people.today, rng.uniform(20, 75))
    passer = people.adult(rng, f"passing-{index}", sex, born, home=home, stay=stay)
    passer.passing = True
    passer.died = None
    passer.until = stay.until
    passer.proof = rng.choice((Proof.NOTHING, Proof.WEAK_CARD))
    yield passer


def _children(
    people: Population, rng: Random, prefix: str, surname: str, mother: Person
) -> Iterator[Person]:
    """Yield those of the mother's children who still live at home."""
    oldest = years_before(people.today, _LEAVES_HOME)
    for number, born in enumerate(mother.births, start=1):
        sex = rng.choice((Sex.FEMALE, Sex.MALE))
        if born > oldest:
            yield people.child(rng, f"{prefix}-child-{number}", sex, surname, born, parent=mother)


def _births(rng: Random, mother: Person, today: date) -> tuple[date, ...]:
    """Draw birth dates from the mother's twenties on, up to now; now and then twins."""
    newest = min(today - timedelta(days=2), mother.until)
    last = min(newest, years_after(mother.born, _LAST_CHILDBIRTH))
    age = (today - mother.born).days / 365.25
    born = years_after(mother.born, rng.uniform(20, max(20.5, min(36, age - 0.1))))
    births: list[date] = []
    for _ in range(_CHILDREN.draw(rng)):
        if born > last:
            break
        births += [born, born] if happens(rng, 2) else [born]
        born += timedelta(days=rng.randint(500, 1700))
    return tuple(births)


def _married_name(rng: Random, wife: Person, husband: Person) -> str:
    if happens(rng, 88):
        return husband.birth_name
    return f"{husband.birth_name}-{wife.birth_name}"


def _surname_of_children(people: Population, rng: Random, father: Person, mother: Person) -> str:
    draw = rng.random()
    if draw < 0.8 or not mother.births:  # noqa: PLR2004  (four families out of five)
        return father.birth_name
    if draw < 0.9:  # noqa: PLR2004
        return mother.birth_name
    year = mother.births[0].year
    return people.sources.double_name(rng, year, father.birth_name, mother.birth_name)


_Kind = Callable[[Population, Random, int], Iterator[Person]]
_KINDS: Urn[_Kind] = Urn.of(
    [
        (30, _family),
        (8, _single_parent),
        (20, _elderly_couple),
        (8, _widow),
        (24, _single),
        (7, _young_couple),
        (3, _passing),
    ]
)

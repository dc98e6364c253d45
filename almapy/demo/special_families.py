"""Households that every demo practice has: a large one, twins, infants of every age."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from almapy.demo.chance import stream, years_before
from almapy.demo.person import Person, Proof
from almapy.demo.population import Population, mobile_number
from almapy.patients.model import Sex

_STRASBOURG, _SCHILTIGHEIM, _HAGUENAU = "67482", "67447", "67180"


def special_families(people: Population, seed: int) -> Iterator[Person]:
    """Yield parents and children; the children's insured number is that of a parent."""
    yield from _large_family(people, stream(seed, "large-family"))
    yield from _twins(people, stream(seed, "twins"))
    yield from _newborn(people, stream(seed, "newborn"))
    yield from _infant(people, stream(seed, "infant"))
    yield from _toddler(people, stream(seed, "toddler"))


def _large_family(people: Population, rng: Random) -> Iterator[Person]:
    today, place = people.today, people.sources.place
    father = people.adopt(
        rng,
        Person(
            key="large-family-father",
            sex=Sex.MALE,
            birth_name="MARCHAND",
            first_names=("Olivier", "Paul"),
            born=years_before(today, 41.3),
            place=place(_HAGUENAU),
            proof=Proof.QUALIFIED_BY_APP,
            mobile=mobile_number(rng),
            email="olivier.marchand@example.fr",
        ),
    )
    ages = (13.2, 8.4, 0.36)
    mother = Person(
        key="large-family-mother",
        sex=Sex.FEMALE,
        birth_name="LEFÈVRE",
        first_names=("Gaëlle", "Hélène", "Marie"),
        used_name="MARCHAND",
        born=years_before(today, 38.9),
        place=place(_STRASBOURG),
        proof=Proof.QUALIFIED_BY_CARD,
        home=father.home,
        mobile=mobile_number(rng),
        births=tuple(years_before(today, age) for age in ages),
    )
    people.adopt(rng, mother)
    yield from (father, mother)
    names = ((Sex.MALE, "Tom"), (Sex.FEMALE, "Élise"), (Sex.MALE, "Léon"))
    diseases = (("rhinite",), ("asthme",), ())
    for number, (age, (sex, name), codes) in enumerate(
        zip(ages, names, diseases, strict=True), start=1
    ):
        child = Person(
            key=f"large-family-child-{number}",
            sex=sex,
            birth_name="MARCHAND",
            first_names=(name,),
            born=years_before(today, age),
            place=place(_STRASBOURG),
            proof=Proof.QUALIFIED_BY_FAMILY_BOOK if number < len(ages) else Proof.RETRIEVED,
            conditions=codes,
        )
        yield people.adopt(rng, child, parent=father if number == 1 else mother)


def _twins(people: Population, rng: Random) -> Iterator[Person]:
    born = years_before(people.today, 6.6)
    mother = _mother(people, rng, "twins-mother", name="SCHAEFFER", first_name="Aurélie", age=34.5)
    mother.births = (born, born)
    yield mother
    for number, name in enumerate(("Louise", "Lisa"), start=1):
        twin = Person(
            key=f"twin-{number}",
            sex=Sex.FEMALE,
            birth_name="SCHAEFFER",
            first_names=(name, "Marie"),
            born=born,
            place=people.sources.place(_SCHILTIGHEIM),
            proof=Proof.QUALIFIED_BY_BIRTH_ACT,
        )
        yield people.adopt(rng, twin, parent=mother)


def _newborn(people: Population, rng: Random) -> Iterator[Person]:
    mother = _mother(people, rng, "newborn-mother", name="VALBRUNE", first_name="Manon", age=29.2)
    yield from _only_child(people, rng, mother, "newborn", first_name="Jade", days=9)


def _infant(people: Population, rng: Random) -> Iterator[Person]:
    mother = _mother(people, rng, "infant-mother", name="KIEFFER", first_name="Solène", age=31.7)
    yield from _only_child(people, rng, mother, "infant-weeks", first_name="Alba", days=38)


def _toddler(people: Population, rng: Random) -> Iterator[Person]:
    mother = _mother(
        people, rng, "toddler-mother", name="BELLEFOREST", first_name="Anaïs", age=27.4
    )
    yield from _only_child(people, rng, mother, "toddler", first_name="Léonie", days=14 * 31)


def _mother(
    people: Population, rng: Random, key: str, *, name: str, first_name: str, age: float
) -> Person:
    mother = Person(
        key=key,
        sex=Sex.FEMALE,
        birth_name=name,
        first_names=(first_name,),
        born=years_before(people.today, age),
        place=people.sources.place(_STRASBOURG),
        proof=Proof.QUALIFIED_BY_CARD,
        mobile=mobile_number(rng),
    )
    return people.adopt(rng, mother)


def _only_child(
    people: Population,
    rng: Random,
    mother: Person,
    key: str,
    *,
    first_name: str,
    days: int,
) -> Iterator[Person]:
    born = people.today - timedelta(days=days)
    mother.births = (born,)
    child = Person(
        key=key,
        sex=Sex.FEMALE,
        birth_name=mother.birth_name,
        first_names=(first_name,),
        born=born,
        place=people.sources.place(_STRASBOURG),
    )
    yield mother
    yield people.adopt(rng, child, parent=mother)

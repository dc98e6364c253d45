"""What never changes an answer, and what never makes one sure."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from almapy.matching.index import PeopleIndex
from almapy.matching.matcher import Matcher
from almapy.matching.model import Decision, Match, OwnPeople, Person
from tests.core.matching_helper import document

TODAY = date(2026, 6, 1)
FAMILIES = (
    "MARTIN", "LE GOFF", "D'ALMEIDA", "SAINT-AUBIN", "BELCARD-PAGNAC", "NGUYEN", "ROCHE", "KELLER",
    "DE LA MORANDIERE", "BEN SALAH", "LOUBERGNAC", "QUERAT", "VON ARX", "ROEL",
)  # fmt: skip
GIVEN = ("JEAN-BAPTISTE", "ANNE", "ODETTE", "MARIE-CLAUDE", "LOUIS", "RACHID", "NOEMIE", "HUGO")
people = st.builds(
    Person,
    patient_id=st.integers(100, 10_000),
    birth_name=st.sampled_from(FAMILIES),
    first_names=st.sampled_from(GIVEN),
    birth_date=st.dates(date(1930, 1, 1), date(2020, 1, 1)),
)
ACCENTS = str.maketrans({"E": "É", "A": "À"})


def match(text: str, *persons: Person) -> Match:
    return Matcher(PeopleIndex(persons), OwnPeople(), TODAY).match(document(text))


@settings(max_examples=60, deadline=None)
@given(people, st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_order_accents_hyphens_and_case_do_not_change_the_answer(
    person: Person, first: bool, accents: bool, hyphens: bool, small: bool
) -> None:
    names = [person.birth_name, person.first_names]
    written = " ".join(reversed(names) if first else names)
    written = written.translate(ACCENTS) if accents else written
    written = written.replace("-", " ") if hyphens else written
    written = written.title() if small else written
    assert person.birth_date is not None
    found = match(f"Concerne : {written}\nNé(e) le {person.birth_date:%d/%m/%Y}", person)
    assert found.patient_id == person.patient_id


@settings(max_examples=60, deadline=None)
@given(people, st.sampled_from(("Concerne : ", "Madame ", "Patient : ", "Nom : ")))
def test_a_name_alone_is_never_sure(person: Person, opening: str) -> None:
    found = match(f"{opening}{person.birth_name} {person.first_names}\nvu ce jour", person)
    assert found.decision is not Decision.SURE


@settings(max_examples=60, deadline=None)
@given(people, people, st.lists(people, max_size=3))
def test_more_people_in_the_base_never_make_an_answer_wrong(
    person: Person, other: Person, more: list[Person]
) -> None:
    assert person.birth_date is not None
    text = (
        f"Concerne : {person.birth_name} {person.first_names}\n"
        f"Né(e) le {person.birth_date:%d/%m/%Y}"
    )
    found = match(text, person, other, *more)
    likely = {
        each.patient_id for each in (person, other, *more) if each.birth_date == person.birth_date
    }
    assert found.patient_id is None or found.patient_id in likely


@settings(max_examples=40, deadline=None)
@given(people, people)
def test_a_letter_of_two_people_is_never_sure(one: Person, other: Person) -> None:
    if one.birth_date == other.birth_date or one.birth_name == other.birth_name:
        return
    assert one.birth_date is not None
    assert other.birth_date is not None
    found = match(
        f"M. {one.birth_name} {one.first_names}, né le {one.birth_date:%d/%m/%Y}, va bien.\n"
        f"M. {other.birth_name} {other.first_names}, né le {other.birth_date:%d/%m/%Y}, aussi.",
        one,
        other,
    )
    assert found.decision is not Decision.SURE


def test_somebody_who_left_the_index_is_found_no_more() -> None:
    person = Person(1, "KELLER", "", "ROSE", "ROSE", "F", date(1980, 2, 2), "280027511690083")
    index = PeopleIndex([person])
    index.put(Person(1, "KELLER", "ROCHE", "ROSE", "ROSE", "F", date(1980, 2, 3)))
    assert len(index) == 1
    assert list(index.born_on(date(1980, 2, 2))) == []
    assert list(index.with_number("280027511690083")) == []
    assert list(index.named("roche")) == [1]
    index.remove(1)
    assert len(index) == 0
    assert list(index.named("keller")) == []
    assert not index.is_first_name("rose")


def test_an_index_is_filled_in_steps() -> None:
    crowd = [Person(n, "KELLER", "", "ROSE", "ROSE", "F", date(1980, 2, 2)) for n in range(25)]
    index = PeopleIndex()
    assert list(index.fill(crowd, chunk=10)) == [10, 20, 25]

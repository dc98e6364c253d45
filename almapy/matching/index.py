"""The people of the base, found by number, by birth date and by words of their names.

Made for 100 000 people: folded names are shared, lists hold patient numbers only. Not guarded
against two threads: whoever changes it while documents are matched holds a lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from almapy.matching.model import Person
from almapy.matching.numbers import WITHOUT_KEY
from almapy.matching.words import folded_words, glued, word_set

PARTICLES = word_set(
    "de du des d da do dos das di del della dalla le la les l van von der den ten ter zu y e i "
    "el al ben bin ibn bou abu abou ait ould mac mc o san santa saint sainte"
)
"""Words that begin family names and say nothing alone."""

_SHORTEST_WORD = 3
_CHUNK = 2000


class PeopleIndex:
    """Who can be meant by a number, a date or a word; :meth:`put` and :meth:`remove` keep it true.

    Everybody stays a candidate: the deceased, the archived, those passing (the screen filters).
    """

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people: dict[int, Person] = {}
        self._numbers: dict[str, list[int]] = {}
        self._births: dict[date, list[int]] = {}
        self._names: dict[str, list[int]] = {}
        self._first_words: dict[int, tuple[str, ...]] = {}
        self._given: dict[str, int] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._firsts: dict[tuple[str, str], tuple[str, ...]] = {}
        for person in people:
            self.put(person)

    def fill(self, people: Iterable[Person], chunk: int = _CHUNK) -> Iterator[int]:
        """Put people and pause after each ``chunk``, giving how many there are by then."""
        for count, person in enumerate(people, 1):
            self.put(person)
            if count % chunk == 0:
                yield len(self._people)
        yield len(self._people)

    def put(self, person: Person) -> None:
        """Add a person, or replace what was known under the same patient number."""
        if person.patient_id in self._people:
            self.remove(person.patient_id)
        number = person.patient_id
        self._people[number] = person
        self._first_words[number] = self._words_of_firsts(person)
        for word in self._first_words[number]:
            self._given[word] = self._given.get(word, 0) + 1
        for key in self._number_keys(person):
            self._numbers.setdefault(key, []).append(number)
        if person.birth_date is not None:
            self._births.setdefault(person.birth_date, []).append(number)
        for word in self._name_keys(person):
            self._names.setdefault(word, []).append(number)

    def remove(self, patient_id: int) -> None:
        """Forget a person; nothing happens when nobody has this number."""
        person = self._people.pop(patient_id, None)
        if person is None:
            return
        for word in self._first_words.pop(patient_id):
            self._given[word] -= 1
        for key in self._number_keys(person):
            _take_out(self._numbers, key, patient_id)
        if person.birth_date is not None:
            _take_out(self._births, person.birth_date, patient_id)
        for word in self._name_keys(person):
            _take_out(self._names, word, patient_id)

    def __len__(self) -> int:
        return len(self._people)

    def __contains__(self, patient_id: object) -> bool:
        return patient_id in self._people

    def person(self, patient_id: int) -> Person | None:
        """Return what is known of a patient, None when nobody has this number."""
        return self._people.get(patient_id)

    def with_number(self, number: str) -> Sequence[int]:
        """Return whose matricule or insured's NIR begins with the same 13 characters."""
        return self._numbers.get(number[:WITHOUT_KEY].upper(), ())

    def born_on(self, day: date) -> Sequence[int]:
        """Return who was born that day."""
        return self._births.get(day, ())

    def named(self, word: str) -> Sequence[int]:
        """Return whose family names hold this folded word, or are it when glued."""
        return self._names.get(word, ())

    def first_words(self, patient_id: int) -> tuple[str, ...]:
        """Return the folded words of all first names of a patient of the index."""
        return self._first_words[patient_id]

    def is_first_name(self, word: str) -> bool:
        """Whether somebody has this folded word among the first names."""
        return self._given.get(word, 0) > 0

    @property
    def name_words(self) -> Iterable[str]:
        """Return all words that :meth:`named` knows."""
        return self._names.keys()

    def _fold(self, name: str) -> tuple[str, ...]:
        words = self._folded.get(name)
        if words is None:
            words = self._folded[name] = folded_words(name)
        return words

    def _words_of_firsts(self, person: Person) -> tuple[str, ...]:
        key = (person.first_names, person.used_first_name)
        words = self._firsts.get(key)
        if words is None:
            both = folded_words(f"{person.used_first_name} {person.first_names}")
            words = self._firsts[key] = tuple(dict.fromkeys(both))
        return words

    def _number_keys(self, person: Person) -> set[str]:
        numbers = (person.matricule, person.insured_nir)
        return {number[:WITHOUT_KEY].upper() for number in numbers if len(number) >= WITHOUT_KEY}

    def _name_keys(self, person: Person) -> set[str]:
        keys: set[str] = set()
        for name in {person.birth_name, person.used_name}:
            if words := self._fold(name):
                keys.add(glued(words))
                keys.update(
                    word for word in words if len(word) >= _SHORTEST_WORD and word not in PARTICLES
                )
        return keys


_Key = TypeVar("_Key")


def _take_out(lists: dict[_Key, list[int]], key: _Key, number: int) -> None:
    held = lists[key]
    held.remove(number)
    if not held:
        del lists[key]

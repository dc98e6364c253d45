"""Whose document it is: candidates of the base, what speaks for each, and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from almapy.matching.birth_names import OTHER_BIRTH_NAME, other_birth_name
from almapy.matching.candidates import (
    misread_candidates,
    named_candidates,
    proven_candidates,
)
from almapy.matching.decision import PROPOSED_SCORE, decide
from almapy.matching.facts import facts_of
from almapy.matching.forms import Forms, forms_of
from almapy.matching.index import PeopleIndex
from almapy.matching.model import Decision, Match, OwnPeople, Person
from almapy.matching.score import Case, Scorer
from almapy.matching.words import folded_words
from almapy.ocr.model import DocumentText

_MOST_FORMS = 20_000


class Matcher:
    """Finds the patient of documents among the people of an index.

    ``own`` are the people who stand in documents for what they do; ``today`` is only used to
    refuse dates in the future and for ages. The index may change between two documents.
    """

    def __init__(self, index: PeopleIndex, own: OwnPeople, today: date) -> None:
        self._index = index
        self._today = today
        self._forms: dict[int, tuple[Person, Forms]] = {}
        self._own = frozenset(
            frozenset(folded_words(f"{family} {first}"))
            for family, first in (*own.practice, *own.correspondents)
            if family and first
        )

    def match(self, text: DocumentText) -> Match:
        """Return whose document this is: sure, propose or none, with reasons in French."""
        facts = facts_of(text, self._today)
        scorer = Scorer(facts, self._own)
        proven = proven_candidates(facts, self._index)
        named = named_candidates(facts, self._index) - proven
        cases = self._cases(proven, scorer) + self._cases(named, scorer, misread=False)
        if all(case.score < PROPOSED_SCORE for case in cases):
            more = misread_candidates(facts, self._index) - proven - named
            cases += self._cases(more, scorer)
        match = decide(cases, facts, scorer, self._index)
        person = None if match.patient_id is None else self._index.person(match.patient_id)
        if person is not None and other_birth_name(facts.reading, person):
            return replace(match, decision=Decision.PROPOSE, hold=OTHER_BIRTH_NAME)
        return match

    def _cases(self, found: Iterable[int], scorer: Scorer, *, misread: bool = True) -> list[Case]:
        return [
            scorer.case(person, self._forms_of(person), misread=misread)
            for patient_id in found
            if (person := self._index.person(patient_id)) is not None
        ]

    def _forms_of(self, person: Person) -> Forms:
        """Return the forms of a name; those of frequent names are wanted in every document."""
        known = self._forms.get(person.patient_id)
        if known is not None and known[0] is person:
            return known[1]
        if len(self._forms) >= _MOST_FORMS:
            self._forms.clear()
        forms = forms_of(person)
        self._forms[person.patient_id] = (person, forms)
        return forms

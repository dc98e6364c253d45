"""Whose document it is: candidates of the base, what speaks for each, and the answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from almapy.matching.candidates import (
    misread_candidates,
    named_candidates,
    proven_candidates,
)
from almapy.matching.decision import PROPOSED_SCORE, decide
from almapy.matching.facts import facts_of
from almapy.matching.index import PeopleIndex
from almapy.matching.model import Match, OwnPeople
from almapy.matching.score import Case, Scorer
from almapy.matching.words import folded_words
from almapy.ocr.model import DocumentText


class Matcher:
    """Finds the patient of documents among the people of an index.

    ``own`` are the people who stand in documents for what they do; ``today`` is only used to
    refuse dates in the future and for ages. The index may change between two documents.
    """

    def __init__(self, index: PeopleIndex, own: OwnPeople, today: date) -> None:
        self._index = index
        self._today = today
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
        return decide(cases, facts, scorer, self._index)

    def _cases(self, found: Iterable[int], scorer: Scorer, *, misread: bool = True) -> list[Case]:
        return [
            scorer.case(person, misread=misread)
            for patient_id in found
            if (person := self._index.person(patient_id)) is not None
        ]

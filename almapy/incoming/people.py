"""Whose a document is, on the base as it is now, whichever post changed it."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from almapy.incoming import person_rows
from almapy.incoming.model import PersonFound
from almapy.matching.model import Candidate, Match, OwnPeople
from almapy.ocr.model import DocumentText, Line
from almapy.patients import queries
from almapy.patients.model import PatientHit
from almapy.patients.queries import Widening
from almapy.patients.service import PatientService
from almapy.users.model import Actor, Right
from almapy.work import Works

if TYPE_CHECKING:
    from almapy.matching.index import PeopleIndex
    from almapy.matching.matcher import Matcher

_WHOLE = 12
"""Pages up to which a document is matched whole; of a longer one the first ones and the last."""
_FIRST = 3
_MOST_WORDS = 2_500
"""Words of a page that are looked at: a dense one has a thousand."""
_SHOWN = 50
_BREATH = 0.002  # seconds left to the window after each part of the people


@dataclass(slots=True)
class _Known:
    """The people in memory, as they were at change number ``seq``."""

    index: PeopleIndex
    own: OwnPeople
    seq: int
    matcher: Matcher
    day: date


class MatchingService:
    """Keeps the people of the practice in memory, and answers whose a document is.

    They are read at the first question, by whoever asks: never in the window's thread. Each
    question first looks at the number of the last change of the base. Safe between threads.
    """

    def __init__(self, works: Works, patients: PatientService) -> None:
        self._works = works
        self._patients = patients
        self._guard = threading.Lock()
        self._known: _Known | None = None

    def match(self, actor: Actor, text: DocumentText) -> Match:
        """Return whose this document is."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._guard:
            return self._follow().matcher.match(for_matching(text))

    def change_number(self, actor: Actor) -> int:
        """Return a number that grows with each change of a record, by any post."""
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.database.reading() as session:
            return person_rows.last_change(session)

    def own(self) -> OwnPeople:
        """Return the people of the practice and its known correspondents."""
        with self._guard:
            return self._follow().own

    def births(self, match: Match) -> frozenset[date]:
        """Return the birth dates of the candidates: never dates of the document."""
        with self._guard:
            index = self._follow().index
            found = (index.person(one.patient_id) for one in match.candidates)
            return frozenset(one.birth_date for one in found if one and one.birth_date)

    def found(
        self,
        actor: Actor,
        match: Match,
        *,
        deceased: bool = False,
        archived: bool = False,
        passing: bool = False,
    ) -> list[PersonFound]:
        """Return the candidates, likeliest first; each box lets those patients in (A-OCR-03)."""
        actor.require(Right.FILE_DOCUMENTS)
        widening = Widening(deceased, archived, passing)
        with self._works.database.reading() as session:
            hits = queries.by_id(session, [one.patient_id for one in match.candidates])
        return [
            _person_found(hits[one.patient_id], one)
            for one in match.candidates
            if one.patient_id in hits and _is_wanted(hits[one.patient_id], widening)
        ]

    def search(
        self,
        actor: Actor,
        *,
        name: str = "",
        first_name: str = "",
        birth_date: str = "",
        dossier: str = "",
        deceased: bool = False,
        archived: bool = False,
        passing: bool = False,
    ) -> list[PersonFound]:
        """Return the records that answer what was typed in the four fields, best first."""
        actor.require(Right.FILE_DOCUMENTS)
        typed = " ".join(part.strip() for part in (name, first_name, birth_date, dossier))
        widening = Widening(deceased, archived, passing)
        hits = self._patients.search(actor, typed.strip(), limit=_SHOWN, widening=widening)
        number = dossier.strip()
        return [
            _person_found(hit) for hit in hits if not number or str(hit.dossier).startswith(number)
        ]

    def _follow(self) -> _Known:
        with self._works.database.reading() as session:
            seq = person_rows.last_change(session)
            own = person_rows.own_people(session)
            known = self._known
            if known is None or seq < known.seq:  # or put back to an earlier day
                index = self._read(session)
            else:
                index = known.index if seq == known.seq else self._changed(session, known)
        today = self._works.clock.today()
        if known is None or (known.index, known.own, known.day) != (index, own, today):
            from almapy.matching.matcher import Matcher  # noqa: PLC0415  (not at sign-in)

            known = _Known(index, own, seq, Matcher(index, own, today), today)
        known.seq = seq
        self._known = known
        return known

    def _changed(self, session: Session, known: _Known) -> PeopleIndex:
        changed = person_rows.changed_since(session, known.seq)
        if len(changed) > person_rows.MOST_CHANGED:
            return self._read(session)
        alive = person_rows.people(session, changed)
        for patient_id in changed:
            person = alive.get(patient_id)
            if person is None:
                known.index.remove(patient_id)
            else:
                known.index.put(person)
        return known.index

    def _read(self, session: Session) -> PeopleIndex:
        from almapy.matching.index import PeopleIndex  # noqa: PLC0415  (not at sign-in)

        index = PeopleIndex()
        for _ in index.fill(person_rows.everybody(session)):
            time.sleep(_BREATH)
        return index


def for_matching(text: DocumentText) -> DocumentText:
    """Return what is enough to know whose a document is (notes §3): a long one is cut."""
    if len(text.pages) <= _WHOLE:
        return without_excess(text)
    pages = (*text.pages[:_FIRST], text.pages[-1])
    return without_excess(DocumentText(pages, text.page_count, text.milliseconds, text.remarks))


def without_excess(text: DocumentText) -> DocumentText:
    """Return the text, its pages cut where no page that somebody wrote still goes on."""
    pages = tuple(replace(page, lines=_first_lines(page.lines)) for page in text.pages)
    return text if pages == text.pages else replace(text, pages=pages)


def _first_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    counts = itertools.accumulate(sum(len(one.words) for one in line.segments) for line in lines)
    return tuple(line for line, count in zip(lines, counts, strict=True) if count <= _MOST_WORDS)


def _is_wanted(hit: PatientHit, widening: Widening) -> bool:
    return (
        (widening.deceased or not hit.deceased)
        and (widening.archived or not hit.archived)
        and (widening.passing or not hit.passing)
    )


def _person_found(hit: PatientHit, candidate: Candidate | None = None) -> PersonFound:
    return PersonFound(
        patient_id=hit.patient_id,
        dossier=hit.dossier,
        name=hit.used_name or hit.birth_name,
        first_name=hit.first_name,
        birth_date=hit.birth_date,
        birth_name=hit.birth_name if hit.used_name else "",
        deceased=hit.deceased,
        archived=hit.archived,
        passing=hit.passing,
        score=candidate.score if candidate else 0.0,
        why=tuple(one.words for one in candidate.evidence if one.weight >= 0) if candidate else (),
        why_not=candidate.lost_by if candidate else "",
    )

"""Keeping what was read in a document: whose it is, what it seems to be, whether it came before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from almapy.incoming import person_rows
from almapy.incoming.habits import habit_of
from almapy.incoming.model import State
from almapy.incoming.packing import packed
from almapy.incoming.people import MatchingService, without_excess
from almapy.incoming.proposing import addressee
from almapy.incoming.stored import guess_as_json, guess_of, parts_as_json
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.matching.model import Decision, Guess, Match, Part
from almapy.ocr.model import DocumentText, TextSource
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

_RECENT = timedelta(days=30)
_MOST_COMPARED = 2_000
_LONGEST_BATCH = 300
SEVERAL = "ce fichier semble contenir plusieurs documents"


@dataclass(frozen=True, slots=True)
class Understood:
    """What one reading gave."""

    text: DocumentText = field(repr=False)
    match: Match = field(repr=False)
    guess: Guess = field(repr=False)
    parts: tuple[Part, ...]
    shingles: bytes = field(repr=False)

    @property
    def problem(self) -> str:
        """Return why nothing could be read, empty as soon as one page gave a word."""
        if self.text.source is not TextSource.NONE:
            return ""
        return next((page.problem for page in self.text.pages if page.problem), "")


class Understanding:
    """Makes sense of a text: no transaction is open meanwhile."""

    def __init__(self, works: Works, matching: MatchingService) -> None:
        self._works = works
        self._matching = matching

    def of(self, actor: Actor, text: DocumentText, *, whole: bool = False) -> Understood:
        """Return what a text says; ``whole`` when it is known to be one document only."""
        from almapy.matching.alike import shingles  # noqa: PLC0415  (not at sign-in)

        looked_at = without_excess(text)
        match = self._matching.match(actor, looked_at)
        parts = () if whole else self._parts(actor, looked_at)
        guess = self.guess(looked_at, match)
        return Understood(text, held(match, parts), guess, parts, shingles(looked_at.text))

    def guess(self, text: DocumentText, match: Match) -> Guess:
        """Return what the document seems to be."""
        from almapy.matching.guess import guess  # noqa: PLC0415  (not at sign-in)

        births = self._matching.births(match)
        text = without_excess(text)
        return guess(text, today=self._works.clock.today(), births=births, own=self._matching.own())

    def _parts(self, actor: Actor, text: DocumentText) -> tuple[Part, ...]:
        from almapy.matching.parts import parts_of  # noqa: PLC0415  (not at sign-in)

        if not 1 < text.page_count <= _LONGEST_BATCH:
            return ()
        found = parts_of(text, lambda page: self._matching.match(actor, page).patient_id)
        return found if len(found) > 1 else ()


def held(match: Match, parts: tuple[Part, ...]) -> Match:
    """Return the match, never sure for a file in which several documents seem to lie."""
    if len(parts) > 1 and match.decision is Decision.SURE:
        return replace(match, decision=Decision.PROPOSE, hold=SEVERAL)
    return match


def write_results(
    work: UnitOfWork, incoming_id: int, understood: Understood, alike: int | None
) -> None:
    """Keep the results of a row inside an open transaction; its version stays.

    ``alike`` is the first document that says the same.
    """
    session = work.session
    row = session.get_one(IncomingRow, incoming_id, populate_existing=True)
    session.merge(
        IncomingReadingRow(
            incoming_id=incoming_id,
            content=packed(understood.text),
            guess=guess_as_json(understood.guess),
            parts=parts_as_json(understood.parts),
            shingles=understood.shingles,
            read_at=work.at,
        )
    )
    first = None if row.repeats_id else alike
    recipient = row.recipient_id
    if recipient is None:
        recipient = addressee(understood.text, person_rows.doctors(session))
        recipient = recipient or habit_of(session, understood.guess.sender_key).recipient_id
    problem = understood.problem
    session.execute(
        update(IncomingRow)
        .where(IncomingRow.id == incoming_id)
        .values(
            state=(State.UNREADABLE if problem else State.READY).value,
            problem=problem or " ".join(understood.text.remarks),
            page_count=understood.text.page_count,
            recipient_id=recipient,
            repeats_id=row.repeats_id or first,
            alike=first is not None or row.alike,
            claimed_by="",
            **decided(understood.match),
        )
        .execution_options(synchronize_session=False)
    )
    session.expire(row)


def decided(match: Match) -> dict[str, object]:
    """Return the columns that tell whose a document is."""
    return {"decision": match.decision.value, "patient_id": match.patient_id}


def first_alike(session: Session, incoming_id: int, understood: Understood) -> int | None:
    """Return the first document that says the same: of the same patient and type, or recent."""
    from almapy.matching.alike import alike  # noqa: PLC0415  (not at sign-in)

    row = session.get(IncomingRow, incoming_id)
    if row is None or not understood.shingles:
        return None
    since = row.arrived_at - _RECENT
    near = IncomingRow.arrived_at >= since
    if understood.match.patient_id is not None:
        near = or_(near, IncomingRow.patient_id == understood.match.patient_id)
    query = (
        select(
            IncomingRow.id,
            IncomingRow.arrived_at,
            IncomingReadingRow.shingles,
            IncomingReadingRow.guess,
        )
        .join(IncomingReadingRow, IncomingReadingRow.incoming_id == IncomingRow.id)
        .where(
            near,
            IncomingRow.id < incoming_id,
            IncomingRow.id != (row.parent_id or 0),
            IncomingRow.state.not_in([State.ERASED.value, State.SPLIT.value]),
        )
        .order_by(IncomingRow.id.desc())
        .limit(_MOST_COMPARED)
    )
    same = [
        int(number)
        for number, arrived_at, shingles, guess in session.execute(query).all()
        if (arrived_at >= since or guess_of(guess).kind is understood.guess.kind)
        and alike(shingles, understood.shingles)
    ]
    return min(same, default=None)

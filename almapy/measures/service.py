"""Writing and reading the measures of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.clock import civil_day
from almapy.encounters.tables import EncounterRow
from almapy.measures.model import Measure, MeasureKind, SeriesPoint
from almapy.measures.queries import latest_measures, recent_values, series_of
from almapy.measures.tables import MeasureRow
from almapy.record.model import Fact, FactKind
from almapy.record.together import TogetherService
from almapy.users.model import Actor
from almapy.work import Works

MEASURES = FactKind("mesure", "Cette mesure", MeasureRow, Measure, newest_first="taken_at")


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind in a consultation: what was entered in it, and the last value before."""

    current: Fact[Measure] | None = field(default=None, repr=False)
    before: Measure | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Entries:
    """The kinds of one consultation; new values take its ``encounter_id``.

    ``taken_at`` is when they were taken, None for now.
    """

    encounter_id: int | None
    taken_at: datetime | None
    of: dict[MeasureKind, Entry] = field(repr=False)


class MeasureService(TogetherService[Measure]):
    """Measures as facts: several at once for a mask, the last of each kind, and curves."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, MEASURES)

    def latest(self, actor: Actor, patient_id: int) -> dict[MeasureKind, Measure]:
        """Return the last measure of each kind that was ever taken."""
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            return latest_measures(session, patient_id)

    def series(self, actor: Actor, patient_id: int, kind: MeasureKind) -> list[SeriesPoint]:
        """Return the values of one kind in time, oldest first."""
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            return series_of(session, patient_id, kind)

    def recent(
        self, actor: Actor, patient_id: int, count: int
    ) -> dict[MeasureKind, list[tuple[datetime, float]]]:
        """Return the last values of each kind with their moments, oldest first: for sparklines."""
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            return recent_values(session, patient_id, count)

    def entries(self, actor: Actor, patient_id: int, encounter_id: int | None) -> Entries:
        """Return what a consultation holds of each kind, and what was known before it.

        What this person entered that day outside any consultation counts as held.
        """
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            place, at = self._place(session, actor, patient_id, encounter_id)
            facts = self.read(session, actor, patient_id)
        day, found = civil_day(at), dict[MeasureKind, Entry]()
        for fact in facts:
            kind = fact.data.kind
            known = found.get(kind, Entry())
            if known.current is None and _is_held(fact, place, day):
                found[kind] = Entry(fact, known.before)
            elif known.before is None and civil_day(fact.data.taken_at) <= day:
                found[kind] = Entry(known.current, fact.data)
        today = day == civil_day(self._works.clock.now())
        return Entries(place, None if today else at, found)

    def join(self, actor: Actor, patient_id: int, encounter_id: int) -> int:
        """Bind to their consultation what this person measured that day before it was stored.

        What was measured does not change: no version is written. Return how many were bound.
        """
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            place, at = self._place(work.session, actor, patient_id, encounter_id)
            encounter = work.session.get(EncounterRow, place) if place is not None else None
            if encounter is None or encounter.author_id != actor.user_id:
                return 0
            query = select(MeasureRow).where(
                MeasureRow.patient_id == patient_id,
                MeasureRow.author_id == actor.user_id,
                MeasureRow.encounter_id.is_(None),
                MeasureRow.deleted_at.is_(None),
            )
            day = civil_day(at)
            rows = work.session.scalars(query)
            ids = [row.id for row in rows if civil_day(row.taken_at) == day]
            if not ids:
                return 0
            work.session.execute(
                update(MeasureRow).where(MeasureRow.id.in_(ids)).values(encounter_id=place)
            )
            detail: dict[str, object] = {
                "objet": self.kind.name,
                "geste": "rattachement",
                "numéros": ids,
            }
            work.trace(Action.RECORD_CHANGED, patient_id=patient_id, detail=detail)
        return len(ids)

    def _place(
        self, session: Session, actor: Actor, patient_id: int, encounter_id: int | None
    ) -> tuple[int | None, datetime]:
        """Return the consultation that a new value belongs to, and when it was taken.

        A value belongs to the draft that this person writes, whatever its day, and to any
        consultation of today; one that is only read again takes nothing.
        """
        now = self._works.clock.now()
        row = session.get(EncounterRow, encounter_id) if encounter_id is not None else None
        if row is None or row.patient_id != patient_id:
            return None, now
        if civil_day(row.held_at) == civil_day(now):
            return row.id, now
        if row.signed_at is None and row.author_id == actor.user_id:
            return row.id, row.held_at
        return None, now


def _is_held(fact: Fact[Measure], encounter_id: int | None, day: date) -> bool:
    if fact.data.encounter_id is not None:
        return fact.data.encounter_id == encounter_id
    return fact.own and civil_day(fact.data.taken_at) == day

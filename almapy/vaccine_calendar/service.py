"""The vaccination calendar of a record and of the practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from almapy.audit.export import Sheet
from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.vaccination.lot_export import writer_for
from almapy.vaccine_calendar import queries
from almapy.vaccine_calendar.conditions import Condition, ConditionKey, ConditionLine
from almapy.vaccine_calendar.doses import DoseReader
from almapy.vaccine_calendar.engine import assess
from almapy.vaccine_calendar.history import Person
from almapy.vaccine_calendar.model import Assessment
from almapy.vaccine_calendar.recall import COLUMNS, TITLE, RecallLine, RecallWanted, cells
from almapy.vaccine_calendar.recalling import Recalling
from almapy.vaccine_calendar.rules import Calendar
from almapy.vaccine_calendar.suggestions import suggested
from almapy.vaccine_calendar.table import shipped_calendar
from almapy.vaccine_calendar.tables import VaccineConditionRow
from almapy.vaccines.catalogue import Catalogue
from almapy.work import Works

_KIND = FactKind("situation vaccinale", "Cette réponse", VaccineConditionRow, Condition)
_NO_BIRTH_DATE = "Sans date de naissance, le calendrier ne peut pas être établi."


class CalendarService:
    """Says what is done, due, late and to come; nothing here changes a vaccination."""

    def __init__(self, works: Works, catalogue: Callable[[], Catalogue]) -> None:
        self._works = works
        self._catalogue = catalogue
        self._facts: FactService[Condition] = FactService(works, _KIND)

    @property
    def calendar(self) -> Calendar:
        """Return the table that is applied, with its date and its rules."""
        return shipped_calendar()

    def of(self, actor: Actor, patient_id: int, on: date | None = None) -> Assessment:
        """Return what the calendar says of a person today, or on another day.

        Who has no birth date has no line, and a warning says so.
        """
        actor.require(Right.READ_NOTES)
        day = on or self._works.clock.today()
        with self._works.database.reading() as session:
            found = session.execute(
                select(PatientRow.birth_date, PatientRow.sex).where(PatientRow.id == patient_id)
            ).one_or_none()
            acts = queries.acts_of(session, [patient_id]).get(patient_id, [])
            conditions = queries.conditions_of(session, [patient_id]).get(patient_id, [])
        if found is None or found.birth_date is None:
            return Assessment(day, self.calendar.day, (), (_NO_BIRTH_DATE,))
        person = Person(found.birth_date, found.sex, tuple(conditions))
        return assess(self.calendar, person, self._reader.history(acts), day)

    def conditions(self, actor: Actor, patient_id: int) -> list[ConditionLine]:
        """Return all conditions: those to confirm first, then the answered, then the others."""
        actor.require(Right.READ_NOTES)
        today = self._works.clock.today()
        with self._works.database.reading() as session:
            answers = {
                one.condition: one
                for one in reversed(
                    queries.conditions_of(session, [patient_id]).get(patient_id, [])
                )
            }
            why = suggested(
                queries.problems_of(session, patient_id),
                queries.treatments_of(session, patient_id, today),
                queries.body_mass_of(session, patient_id),
            )
        lines = [_line(key, answers.get(key), why.get(key, "")) for key in ConditionKey]
        lines.sort(key=lambda one: (not one.suggestion, one.present is None, not one.present))
        return lines

    def confirm(
        self,
        actor: Actor,
        patient_id: int,
        key: ConditionKey,
        present: bool,  # noqa: FBT001  (the answer itself)
        since: date | None = None,
        until: date | None = None,
        note: str = "",
    ) -> Fact[Condition]:
        """Say that a condition is there or not; the answer before stays readable.

        Raises DomainError when it ends before it begins.
        """
        actor.require(Right.WRITE_NOTES)
        if since and until and until < since:
            raise DomainError("La fin précède le début. Vérifiez les dates.", field="until")
        answer = Condition(key, present, since, until, note.strip())
        with self._works.begin(actor) as work:
            for fact in reversed(self._facts.read(work.session, actor, patient_id)):
                if fact.data.condition is key:
                    return self._facts.change_within(work, fact, answer)
            return self._facts.add_one_within(work, patient_id, answer)

    def withdraw(self, actor: Actor, patient_id: int, key: ConditionKey) -> None:
        """Take an answer back: the condition is again one that nobody answered."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            for fact in self._facts.read(work.session, actor, patient_id):
                if fact.data.condition is key:
                    self._facts.remove_one_within(work, fact)

    def recall(
        self,
        actor: Actor,
        wanted: RecallWanted,
        *,
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        stop: Stop | None = None,
    ) -> list[RecallLine]:
        """Return whom to call back in the whole practice, the latest first; the reading is traced.

        Who is deceased, archived, fictitious, merged or without a birth date is left out. Asked
        to stop, it returns what was found so far.
        """
        actor.require(Right.READ_NOTES)
        today = wanted.on or self._works.clock.today()
        recalling = Recalling(self._works.database, self.calendar, self._reader)
        lines = recalling.run(wanted, today, progress, stop or Stop())
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": TITLE, "lignes": len(lines)}
            work.trace(Action.PATIENTS_LISTED, detail=detail)
        return lines

    def export(self, actor: Actor, lines: Sequence[RecallLine], target: Path) -> int:
        """Write these lines to an .xlsx, .ods or .csv file; return how many. It is traced.

        Raises DomainError for another kind of file.
        """
        actor.require(Right.READ_NOTES)
        write = writer_for(target)
        write(target, Sheet(TITLE, COLUMNS, [cells(line) for line in lines]))
        with self._works.begin(actor) as work:
            detail: dict[str, object] = {"objet": TITLE, "lignes": len(lines)}
            work.trace(Action.EXPORTED, detail=detail)
        return len(lines)

    @cached_property
    def _reader(self) -> DoseReader:
        return DoseReader(self._catalogue(), self.calendar.live)


def _line(key: ConditionKey, answer: Condition | None, why: str) -> ConditionLine:
    if answer is None:
        return ConditionLine(key, key.label, present=None, suggestion=why)
    return ConditionLine(key, key.label, answer.present, answer.since, answer.until, answer.note)

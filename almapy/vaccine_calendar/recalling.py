"""The calendar over the whole practice, in slices that leave the other threads their turn."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from almapy.db.database import Database
from almapy.stop import Stop
from almapy.vaccine_calendar import queries
from almapy.vaccine_calendar.ages import Age
from almapy.vaccine_calendar.doses import DoseReader
from almapy.vaccine_calendar.engine import Sieve
from almapy.vaccine_calendar.history import Person
from almapy.vaccine_calendar.model import Obligation, Status, Verdict
from almapy.vaccine_calendar.recall import RecallLine, RecallWanted
from almapy.vaccine_calendar.rules import Calendar, Rule

_SLICE = 500
_TURN = 40
_PAUSE = 0.001  # seconds; between two turns, so that a window waiting for the interpreter has it
_ASKED_ONLY = frozenset({Obligation.PROPOSED, Obligation.SITUATION})


class Recalling:
    """Reads people, doses and conditions in a few questions a slice, and assesses them."""

    def __init__(self, database: Database, calendar: Calendar, reader: DoseReader) -> None:
        self._database = database
        self._calendar = calendar
        self._reader = reader

    def run(
        self,
        wanted: RecallWanted,
        on: date,
        progress: Callable[[int, int], None],
        stop: Stop,
    ) -> list[RecallLine]:
        """Return the lines, late ones first, the longest due first."""
        groups = [group for group in self._calendar.groups if _is_asked(group, wanted)]
        sieve = Sieve(groups, on, wanted.statuses)
        oldest, youngest = _births(wanted, on)
        runs: list[list[RecallLine]] = []
        with self._database.reading() as session:
            people = session.execute(queries.recalled(wanted, oldest, youngest)).all()
            for begin in range(0, len(people), _SLICE):
                progress(begin, len(people))
                part = people[begin : begin + _SLICE]
                ids = [one.id for one in part]
                acts = queries.acts_of(session, ids)
                conditions = queries.conditions_of(session, ids)
                lines: list[RecallLine] = []
                runs.append(lines)
                for number, one in enumerate(part):
                    if number % _TURN == 0 and stop.wait(_PAUSE):
                        return _in_order(runs)
                    person = Person(one.birth_date, one.sex, tuple(conditions.get(one.id, ())))
                    history = self._reader.history(acts.get(one.id, ()))
                    found = sieve.lines(person, history)
                    lines += [_line(one, each) for each in found if _is_wanted(each, wanted)]
                lines.sort(key=_rank)
            progress(len(people), len(people))
        return _in_order(runs)


def _is_asked(group: Sequence[Rule], wanted: RecallWanted) -> bool:
    asked = set(wanted.diseases)
    by_disease = not asked or any(not asked.isdisjoint(rule.diseases) for rule in group)
    return by_disease and (not wanted.rules or any(rule.id in wanted.rules for rule in group))


def _is_wanted(verdict: Verdict, wanted: RecallWanted) -> bool:
    if verdict.refused and not wanted.refused:
        return False
    if verdict.obligation in _ASKED_ONLY and not wanted.proposed:
        return False
    if wanted.diseases and set(wanted.diseases).isdisjoint(verdict.diseases):
        return False
    return not wanted.rules or verdict.rule_id in wanted.rules


def _births(wanted: RecallWanted, on: date) -> tuple[date | None, date | None]:
    """Return the first and the last birth date of the ages asked for."""
    oldest = youngest = None
    if wanted.oldest is not None:
        oldest = Age(months=12 * (wanted.oldest + 1)).before(on) + timedelta(days=1)
    if wanted.youngest is not None:
        youngest = Age(months=12 * wanted.youngest).before(on)
    return oldest, youngest


def _line(row: Any, verdict: Verdict) -> RecallLine:
    name = f"{row.used_name or row.birth_name} {row.used_first_name or row.first_birth_first_name}"
    doctor = " ".join(part for part in (row.first_name, row.family_name) if part)
    return RecallLine(
        patient_id=row.id,
        dossier=row.dossier,
        name=name,
        birth_date=row.birth_date,
        phone=row.phone_mobile or row.phone_home,
        email=row.email,
        medecin_traitant=doctor or row.outside_medecin_traitant,
        verdict=verdict,
    )


def _in_order(runs: list[list[RecallLine]]) -> list[RecallLine]:
    """Merge slices that are in order, but for the last one when it was given up.

    One sort of them all would hold the interpreter, and so the window, for tens of milliseconds.
    """
    for lines in runs[-1:]:
        lines.sort(key=_rank)
    return list(heapq.merge(*runs, key=_rank))


def _rank(line: RecallLine) -> tuple[bool, date, str, str]:
    verdict = line.verdict
    late = verdict.status is Status.LATE
    return (not late, verdict.next_from or date.max, line.name, verdict.rule_id)

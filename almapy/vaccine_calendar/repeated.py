"""Boosters at ages, doses that must not be old, campaigns and pregnancies."""

from __future__ import annotations

from datetime import date, timedelta

from almapy.vaccine_calendar.ages import NOTHING, Age, completed_years, latest_birth
from almapy.vaccine_calendar.conditions import Condition, ConditionKey
from almapy.vaccine_calendar.history import Dose, History, Person
from almapy.vaccine_calendar.model import Status
from almapy.vaccine_calendar.outcome import (
    ONE_DAY,
    Outcome,
    begin_of,
    end_of,
    is_late,
    last_day,
    met_since,
    of_each_disease,
    worst,
)
from almapy.vaccine_calendar.rules import Rule

_WEEK = timedelta(weeks=1)
_TERM_WEEKS = 41
_CONCEPTION_WEEKS = 2


def booster(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    """Return where the booster of an age stands: the latest age when it comes again and again.

    Without any dose known it is to do, never late: the booklet may be elsewhere.
    """
    target, age = _appointment(rule, person, on)
    enough = rule.early.before(target)
    outcomes = {}
    for disease, doses in of_each_disease(rule, person, history):
        last = doses[-1] if doses else None
        if last and last.last >= enough:
            again = rule.every.after(target) if rule.every else None
            outcomes[disease] = Outcome(Status.DONE, 1, 1, due=again, last=last)
            continue
        due = max(target, rule.gap.after(min(last.last, on))) if last else target
        status = Status.TO_COME if due > on else Status.DUE
        if last and is_late(rule, due, on):
            status = Status.LATE
        outcomes[disease] = Outcome(
            status,
            0,
            1,
            due=due,
            until=last_day(rule, person),
            last=last,
            at_age=age,
            planned=(due,),
        )
    return worst(outcomes)


def recent(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    """Return whether the last dose is recent enough."""
    within = rule.within or NOTHING
    last = _last(rule, person, history)
    if last and within.after(last.last) >= on:
        return Outcome(Status.DONE, 1, 1, last=last)
    return Outcome(
        Status.DUE,
        0,
        1,
        due=max(
            begin_of(rule, person),
            within.after(last.last) + ONE_DAY if last else date.min,
            met_since(rule, person, on) or date.min,
        ),
        last=last,
    )


def seasonal(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    """Return where the campaign of a day stands, or the next one when none is open."""
    if rule.season is None:
        raise ValueError(f"{rule.id}: a campaign without dates")
    begin, end = rule.season.around(on)
    doses = next(doses for _, doses in of_each_disease(rule, person, history))
    taken = [dose for dose in doses if dose.last >= rule.early.before(begin)]
    last = doses[-1] if doses else None
    wanted = _wanted(rule, person, doses, begin, on)
    following, its_end = rule.season.around(end + ONE_DAY)
    if len(taken) >= wanted:
        once = bool(last and last.last >= rule.early.before(following))
        return Outcome(
            Status.DONE,
            len(taken),
            wanted,
            due=None if once else _if_still(rule, person, following),
            last=last,
        )
    due = max(begin, begin_of(rule, person))
    if last:
        due = max(due, _gap(rule, person, on).after(min(last.last, on)))
    if due > end:
        due, end = max(due, following), its_end
    return Outcome(
        Status.DUE if due <= on else Status.TO_COME,
        len(taken),
        wanted,
        due=due,
        until=end,
        last=last,
        planned=(due,),
    )


def in_pregnancy(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    """Return where a dose of each pregnancy stands."""
    pregnancy = person.condition(ConditionKey.PREGNANCY, on)
    start = last_period(pregnancy) if pregnancy else None
    if start is None or rule.weeks is None:
        return Outcome(Status.UNKNOWN, 0, 1, why="précisez le terme ou le début de la grossesse")
    first, last = (start + week * _WEEK for week in rule.weeks)
    last += _WEEK - ONE_DAY
    doses = next(doses for _, doses in of_each_disease(rule, person, history))
    latest = doses[-1] if doses else None
    if latest and latest.last >= start + _CONCEPTION_WEEKS * _WEEK:
        return Outcome(Status.DONE, 1, 1, last=latest)
    due = max(first, rule.season.around(first)[0]) if rule.season else first
    if due > last or (rule.season and rule.season.around(max(on, due))[0] > max(on, due)):
        return Outcome(Status.NOT_INDICATED, 0, 1, last=latest, why="hors campagne")
    if on > last:
        over = Status.LATE if rule.late_after is not None else Status.NOT_INDICATED
        around = "\u00a0: penser à l'entourage du nourrisson" if over is Status.LATE else ""
        return Outcome(
            over,
            0,
            1,
            due=due,
            last=latest,
            why=f"passé {rule.weeks[1]} SA ({_week(start, on)}){around}",
        )
    return Outcome(
        Status.DUE if due <= on else Status.TO_COME,
        0,
        1,
        due=due,
        until=last,
        last=latest,
        at_age=f"{rule.weeks[0]} SA",
        planned=(due,),
    )


def last_period(pregnancy: Condition) -> date | None:
    """Return the first day of the weeks « SA » of a pregnancy, from its term or its beginning."""
    if pregnancy.until:
        return pregnancy.until - _TERM_WEEKS * _WEEK
    if pregnancy.since:
        return pregnancy.since - _CONCEPTION_WEEKS * _WEEK
    return None


def _week(start: date, on: date) -> str:
    return f"{(on - start) // _WEEK} SA"


def _appointment(rule: Rule, person: Person, on: date) -> tuple[date, str]:
    """Return the day and the age of the booster that counts on a day."""
    age = rule.age_from
    if rule.every:
        while (later := Age(age.months + rule.every.months)).after(person.birth) <= on:
            age = later
    return age.after(person.birth), age.words


def _last(rule: Rule, person: Person, history: History) -> Dose | None:
    """Return the last dose against the disease that was vaccinated longest ago."""
    lasts = [doses[-1] if doses else None for _, doses in of_each_disease(rule, person, history)]
    known = [dose for dose in lasts if dose is not None]
    return min(known, key=lambda dose: dose.last) if len(known) == len(lasts) else None


def _wanted(rule: Rule, person: Person, doses: list[Dose], begin: date, on: date) -> int:
    under = rule.first_time_two_under
    first_time = not any(dose.last < rule.early.before(begin) for dose in doses)
    young = under is not None and completed_years(person.birth, on) * 12 < under.months
    return 2 if young and first_time else 1


def _gap(rule: Rule, person: Person, on: date) -> Age:
    """Return the least wait after a dose: shorter for who is very old or frail."""
    old = rule.short_gap_from and person.birth <= latest_birth(rule.short_gap_from, on)
    frail = any(person.condition(ConditionKey(key), on) for key in rule.short_gap_if)
    return rule.short_gap if old or frail else rule.gap


def _if_still(rule: Rule, person: Person, day: date) -> date | None:
    end = end_of(rule, person)
    meets = all(any(person.meets(wish, day) for wish in one) for one in rule.conditions)
    return day if (end is None or day < end) and meets else None

"""Series of doses: counted with their least intervals, caught up with when begun late.

Of several schedules the one that serves the person best is followed: a further dose that was found
never makes somebody late who was not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from almapy.vaccine_calendar.history import Dose, History, Person
from almapy.vaccine_calendar.model import Status
from almapy.vaccine_calendar.outcome import (
    Outcome,
    end_of,
    is_late,
    last_day,
    met_since,
    not_before,
    of_each_disease,
    worst,
)
from almapy.vaccine_calendar.rules import Rule, Schedule, Step


@dataclass(frozen=True, slots=True)
class _Counted:
    doses: list[Dose]
    latest: Dose | None
    remarks: tuple[str, ...]


def series(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    """Return where a series stands; the disease that lags decides."""
    return worst(
        {
            disease: _with_other(_of_doses(rule, person, history, doses, on), rule, history)
            for disease, doses in of_each_disease(rule, person, history)
        }
    )


def _with_other(outcome: Outcome, rule: Rule, history: History) -> Outcome:
    """Tell the last dose that the rule does not count, where nothing was counted."""
    if not rule.products or outcome.last:
        return outcome
    wanted = set(rule.diseases)
    others = [one for one in history.doses if not wanted.isdisjoint(one.counts)]
    return replace(outcome, other=others[-1]) if others else outcome


def has_begun(rule: Rule, person: Person, history: History) -> bool:
    """Tell whether a dose of the rule was given before its age is over."""
    end = rule.age_to.after(person.birth) if rule.age_to else date.max
    return any(
        dose.day < end for _, doses in of_each_disease(rule, person, history) for dose in doses
    )


def _of_doses(rule: Rule, person: Person, history: History, doses: list[Dose], on: date) -> Outcome:
    ways = []
    for schedule in rule.schedules:
        counted = _count(schedule, doses, person.birth)
        if counted.doses and _is_begun_in_time(schedule, counted.doses[0], person.birth):
            ways.append(_along(rule, person, history, schedule.steps, counted, on))
    if ways:
        return min(ways, key=_preference)
    schedule = _to_begin(rule.schedules, person.birth, on)
    counted = _count(rule.schedules[0], doses, person.birth)
    outcome = _along(rule, person, history, rule.schedules[0].steps, counted, on)
    if schedule is rule.schedules[0]:
        return outcome
    return replace(
        outcome,
        wanted=len(schedule.steps),
        planned=_planned(schedule.steps, outcome.due or on, person.birth, on),
    )


def _is_begun_in_time(schedule: Schedule, first: Dose, birth: date) -> bool:
    return schedule.before is None or first.day < schedule.before.after(birth)


def _preference(outcome: Outcome) -> tuple[bool, bool, int, int]:
    return (
        outcome.status is not Status.DONE,
        outcome.status is Status.LATE,
        outcome.wanted - outcome.given,
        -(outcome.due or date.max).toordinal(),
    )


def _to_begin(schedules: tuple[Schedule, ...], birth: date, on: date) -> Schedule:
    """Return the schedule of who begins today."""
    open_now = [one for one in schedules if not one.products and one.begun.after(birth) <= on]
    return max(open_now, key=lambda one: one.begun.after(birth), default=schedules[0])


def _count(schedule: Schedule, doses: list[Dose], birth: date) -> _Counted:
    begun = schedule.begun.after(birth)
    counted: list[Dose] = []
    latest: Dose | None = None
    remarks = []
    for dose in doses:
        if dose.last < begun or (schedule.products and dose.vaccine not in schedule.products):
            continue
        if len(counted) == len(schedule.steps):
            break
        step = schedule.steps[len(counted)]
        if counted and step.gap.after(counted[-1].day) > dose.last:
            remarks.append(f"dose du {dose.shown} trop proche de la précédente, non comptée")
        elif step.least and step.least.after(birth) > dose.last:
            remarks.append(f"dose du {dose.shown} avant {step.least.words}, non comptée")
        else:
            counted.append(dose)
        latest = dose
    return _Counted(counted, latest, tuple(remarks))


def _along(
    rule: Rule,
    person: Person,
    history: History,
    steps: tuple[Step, ...],
    counted: _Counted,
    on: date,
) -> Outcome:
    given, wanted = len(counted.doses), len(steps)
    last = counted.doses[-1] if counted.doses else None
    if given == wanted:
        return Outcome(Status.DONE, given, wanted, last=last, remarks=counted.remarks)
    step = steps[given]
    due = step.age.after(person.birth)
    if counted.latest:
        due = max(due, step.gap.after(min(counted.latest.last, on)))
    elif rule.conditions:
        due = max(due, met_since(rule, person, on) or due)
    due = not_before(rule, person, history, due, on)
    until = step.until.after(person.birth) if step.until else _until(rule, person)
    status = Status.TO_COME if due > on else Status.DUE
    if is_late(rule, due, on) and not _is_only_ill_spaced(counted, wanted):
        status = Status.LATE
    why = ""
    if step.until and until and until < max(on, due):
        goal = "continuer" if given else "commencer"
        status = Status.NOT_INDICATED
        why = f"trop tard pour {goal}\u00a0: la limite est à {step.until.words}"
    return Outcome(
        status,
        given,
        wanted,
        due=due,
        until=until,
        last=last,
        at_age=step.age.words if due == step.age.after(person.birth) else "",
        planned=_planned(steps[given:], due, person.birth, on),
        remarks=counted.remarks,
        why=why,
    )


def _is_only_ill_spaced(counted: _Counted, wanted: int) -> bool:
    """Tell whether enough doses were given, some of them too soon: to be seen, never late."""
    return bool(counted.remarks) and len(counted.doses) + len(counted.remarks) >= wanted


def _until(rule: Rule, person: Person) -> date | None:
    if rule.continues_to and end_of(rule, person):
        return last_day(replace(rule, catch_up_to=rule.continues_to), person)
    return last_day(rule, person)


def _planned(steps: tuple[Step, ...], due: date, birth: date, on: date) -> tuple[date, ...]:
    days = [due]
    for step in steps[1:]:
        days.append(max(step.age.after(birth), step.gap.after(max(days[-1], on))))
    return tuple(days)

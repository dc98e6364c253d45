"""What one rule says of one person, and what all sorts of rules share in finding it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from almapy.vaccine_calendar.ages import latest_birth
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.history import Dose, History, Person
from almapy.vaccine_calendar.model import Status
from almapy.vaccine_calendar.rules import Rule

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a rule stands; ``due`` is the first day of the next dose.

    ``at_age`` is the age of the next dose in words, ``behind`` the disease that lags when those of
    the rule differ, ``remarks`` what did not count and why, ``other`` the last dose of a product
    that the rule does not count.
    """

    status: Status
    given: int
    wanted: int
    due: date | None = None
    until: date | None = None
    last: Dose | None = field(default=None, repr=False)
    at_age: str = ""
    behind: str = ""
    planned: tuple[date, ...] = ()
    remarks: tuple[str, ...] = field(default=(), repr=False)
    other: Dose | None = field(default=None, repr=False)
    why: str = field(default="", repr=False)


def begin_of(rule: Rule, person: Person) -> date:
    """Return the day from which a rule is for this person."""
    return rule.age_from.after(person.birth)


def end_of(rule: Rule, person: Person) -> date | None:
    """Return the day from which it no longer is, catching up included; None for never."""
    end = rule.catch_up_to or rule.age_to
    return end.after(person.birth) if end else None


def last_day(rule: Rule, person: Person) -> date | None:
    """Return the last day on which a dose makes sense."""
    end = end_of(rule, person)
    return end - ONE_DAY if end else None


def countable(rule: Rule, person: Person, history: History, disease: str) -> list[Dose]:
    """Return the doses of a rule against one disease; two of one day are one."""
    first = rule.counted_from.after(person.birth) if rule.counted_from else None
    found: list[Dose] = []
    for dose in history.doses:
        if disease not in (dose.passive if rule.passive else dose.counts):
            continue
        if rule.products and dose.vaccine not in rule.products:
            continue
        if (rule.full_dose and disease in dose.low) or (first and dose.last < first):
            continue
        if found and found[-1].day == dose.day and found[-1].last == dose.last == dose.day:
            continue
        found.append(dose)
    return found


def of_each_disease(
    rule: Rule, person: Person, history: History
) -> Iterator[tuple[str, list[Dose]]]:
    """Give the doses against each disease, once where several have the same."""
    seen: list[list[Dose]] = []
    for disease in rule.diseases:
        doses = countable(rule, person, history, disease)
        if doses not in seen:
            seen.append(doses)
            yield disease, doses


def not_before(rule: Rule, person: Person, history: History, due: date, on: date) -> date:
    """Put a day off until long enough after vaccines that do not count, and after shingles."""
    for other in rule.after_other:
        for dose in history.doses:
            if dose.vaccine in other.products:
                due = max(due, other.gap.after(min(dose.last, on)))
    shingles = person.condition(ConditionKey.SHINGLES, on) if rule.after_shingles else None
    if rule.after_shingles and shingles and shingles.since:
        due = max(due, rule.after_shingles.after(shingles.since))
    return due


def met_since(rule: Rule, person: Person, on: date) -> date | None:
    """Return since when the conditions of a rule are met: a day, where nobody said it, is today.

    None where it asks for none.
    """
    until = rule.conditions_until
    if until and person.birth <= latest_birth(until, on):
        return None
    days = []
    for wishes in rule.conditions:
        told = [person.condition(wish.key, on) for wish in wishes if wish.present]
        since = [one.since or on for one in told if one is not None]
        if since:
            days.append(min(since))
    return max(days, default=None)


def is_late(rule: Rule, due: date, on: date) -> bool:
    """Tell whether a dose that was due on a day is late on another."""
    return rule.late_after is not None and rule.late_after.after(due) <= on and due < on


def worst(outcomes: dict[str, Outcome]) -> Outcome:
    """Return the outcome of the disease that lags, named when others do not."""
    if len(outcomes) == 1:
        return next(iter(outcomes.values()))
    behind, found = min(
        outcomes.items(),
        key=lambda one: (_RANK[one[1].status], one[1].given, one[1].due or date.max),
    )
    level = (found.status, found.given)
    alike = all((one.status, one.given) == level for one in outcomes.values())
    return found if alike else replace(found, behind=behind)


_RANK = {
    Status.LATE: 0,
    Status.DUE: 1,
    Status.TO_COME: 2,
    Status.NOT_INDICATED: 3,
    Status.UNKNOWN: 4,
    Status.DONE: 5,
}

"""What the calendar says of a person on a day: one line for each protection.

Pure: the same history gives the same answer, whatever the order of its doses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from almapy.vaccine_calendar.ages import Age, latest_birth
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.history import Barrier, History, Person
from almapy.vaccine_calendar.model import (
    Assessment,
    Confidence,
    Light,
    Obligation,
    Status,
    Verdict,
)
from almapy.vaccine_calendar.outcome import Outcome, begin_of, end_of
from almapy.vaccine_calendar.repeated import booster, in_pregnancy, recent, seasonal
from almapy.vaccine_calendar.rules import Calendar, Rule, RuleKind
from almapy.vaccine_calendar.series import has_begun, series
from almapy.vaccine_calendar.warnings import history_warnings, live_refusal
from almapy.vaccine_calendar.wording import (
    barrier_words,
    outside_words,
    reason_words,
    two_sentences,
)

_SOON = Age(months=12)
_FAR = Age(months=252)
"""A next appointment further off is not told: 65 years to the parents of a newborn."""
_OPEN = frozenset({Status.LATE, Status.DUE, Status.TO_COME})
_OPEN_NOW = frozenset({Status.LATE, Status.DUE})
_LIGHTS = {
    Status.LATE: Light.RED,
    Status.DUE: Light.ORANGE,
    Status.TO_COME: Light.GREEN,
    Status.DONE: Light.GREEN,
    Status.NOT_INDICATED: Light.GREY,
    Status.UNKNOWN: Light.GREY,
}
_ORDER = (
    Status.LATE,
    Status.DUE,
    Status.TO_COME,
    Status.DONE,
    Status.UNKNOWN,
    Status.NOT_INDICATED,
)


_KINDS: dict[RuleKind, Callable[[Rule, Person, History, date], Outcome]] = {
    RuleKind.SERIES: series,
    RuleKind.BOOSTER: booster,
    RuleKind.RECENT: recent,
    RuleKind.SEASON: seasonal,
    RuleKind.PREGNANCY: in_pregnancy,
}


_Bounds = tuple[date, date, Rule]


@dataclass(frozen=True, slots=True)
class _Found:
    """The rule that speaks for a group, what it says, and the day of the one after it."""

    rule: Rule
    outcome: Outcome
    following: tuple[Rule, date] | None = None


def assess(calendar: Calendar, person: Person, history: History, on: date) -> Assessment:
    """Return every line that concerns a person, the most pressing first."""
    known = history.until(on)
    verdicts = [
        verdict
        for group in calendar.groups
        if (verdict := verdict_of(group, person, known, on)) is not None
    ]
    verdicts.sort(
        key=lambda one: (_ORDER.index(one.status), one.refused, one.next_from or date.max)
    )
    return Assessment(on, calendar.day, tuple(verdicts), history_warnings(person, known, on))


class Sieve:
    """The same for whole practices: the lines of some statuses, of some groups, on one day.

    What a birth date rules out is left aside before anything is counted.
    """

    def __init__(
        self, groups: Collection[tuple[Rule, ...]], on: date, statuses: Collection[Status]
    ) -> None:
        self._on = on
        self._statuses = frozenset(statuses)
        self._only_open = self._statuses <= _OPEN_NOW
        self._groups = [(group, [_bounds(rule, on) for rule in group]) for group in groups]

    def lines(self, person: Person, history: History) -> list[Verdict]:
        """Return the lines of a person that have one of the statuses."""
        known = history.until(self._on)
        found = []
        for group, bounds in self._groups:
            if self._only_open:
                verdict = self._open_line(bounds, person, known)
            else:
                verdict = verdict_of(group, person, known, self._on)
            if verdict is not None and verdict.status in self._statuses:
                found.append(verdict)
        return found

    def _open_line(self, bounds: list[_Bounds], person: Person, known: History) -> Verdict | None:
        for first, last, rule in bounds:
            if not first < person.birth <= last:
                continue
            if not _may_concern(rule, person, known, self._on):
                continue
            if _is_open(rule, person, known, self._on):
                outcome = _evaluate(rule, person, known, self._on)
                if outcome.status not in _OPEN_NOW:
                    return None
                return _verdict(_Found(rule, outcome), person, known, self._on)
        return None


def _bounds(rule: Rule, on: date) -> _Bounds:
    """Return the births between which a rule may be open, the first excluded."""
    ends = [rule.catch_up_to or rule.age_to, rule.never_done_to, rule.continues_to]
    births = [latest_birth(end, on) for end in ends if end is not None]
    first = min(births) if ends[0] is not None else date.min
    return first, latest_birth(rule.age_from, on), rule


def verdict_of(
    group: tuple[Rule, ...], person: Person, history: History, on: date
) -> Verdict | None:
    """Return the line of one group of rules; None when none of them is for this person.

    ``history`` holds nothing later than the day.
    """
    rules = [rule for rule in group if _may_concern(rule, person, history, on)]
    found = _open(rules, person, history, on) or _satisfied(rules, person, history, on)
    following = _following(rules, person, history, on)
    if found is not None:
        return _verdict(replace(found, following=following), person, history, on)
    if following is not None:
        return _verdict(_coming(following, person, history, on), person, history, on)
    open_to_all = [rule for rule in group if _is_for_all(rule)]
    if not open_to_all:
        return None
    later = [rule for rule in open_to_all if begin_of(rule, person) > on]
    nearest = later[0] if later else max(open_to_all, key=lambda one: _closing(one, person))
    return _outside(nearest, person, on)


def _is_for_all(rule: Rule) -> bool:
    return not (rule.conditions or rule.prior or rule.prior_before)


def _closing(rule: Rule, person: Person) -> date:
    return end_of(rule, person) or date.max


def _open(rules: list[Rule], person: Person, history: History, on: date) -> _Found | None:
    """Return the strongest rule of the day."""
    for rule in rules:
        if _is_open(rule, person, history, on):
            return _Found(rule, _evaluate(rule, person, history, on))
    return None


def _satisfied(rules: list[Rule], person: Person, history: History, on: date) -> _Found | None:
    """Return the last rule that is over and was satisfied."""
    for rule in reversed(rules):
        if begin_of(rule, person) <= on:
            outcome = _evaluate(rule, person, history, on)
            if outcome.status is Status.DONE:
                return _Found(rule, outcome)
    return None


def _coming(following: tuple[Rule, date], person: Person, history: History, on: date) -> _Found:
    """Return the next rule: to come within a year or after former doses, else not indicated."""
    rule, due = following
    outcome = _evaluate(rule, person, history, due)
    soon = due <= _SOON.after(on)
    status = Status.TO_COME if soon or outcome.last else Status.NOT_INDICATED
    return _Found(rule, _to_come(outcome, status, due))


def _to_come(outcome: Outcome, status: Status, due: date) -> Outcome:
    return Outcome(
        status,
        outcome.given,
        outcome.wanted,
        due=due,
        until=outcome.until,
        last=outcome.last,
        at_age=outcome.at_age,
        planned=outcome.planned,
        other=outcome.other,
    )


def _following(
    rules: list[Rule], person: Person, history: History, on: date
) -> tuple[Rule, date] | None:
    """Return the next rule that begins after a day and the day on which it will want a dose."""
    horizon = _FAR.after(on)
    begins = ((begin_of(rule, person), rule) for rule in rules if rule.announced)
    later = [(begin, rule) for begin, rule in begins if on < begin <= horizon]
    for begin, rule in sorted(later, key=lambda one: one[0]):
        outcome = _evaluate(rule, person, history, begin)
        if outcome.status in _OPEN:
            return rule, outcome.due or begin
    return None


def _evaluate(rule: Rule, person: Person, history: History, on: date) -> Outcome:
    if rule.confidence is Confidence.LOW or rule.kind is RuleKind.SITUATION:
        return Outcome(Status.UNKNOWN, 0, 0)
    return _KINDS[rule.kind](rule, person, history, on)


def _may_concern(rule: Rule, person: Person, history: History, on: date) -> bool:
    """Tell whether birth, sex, conditions and former vaccines are those of a rule."""
    if rule.needs_answer and not person.conditions:
        return False
    if rule.born_since and person.birth < rule.born_since:
        return False
    if rule.sex and person.sex != rule.sex:
        return False
    if rule.prior and not all(
        any(dose.vaccine in products for dose in history.doses) for products in rule.prior
    ):
        return False
    if rule.prior_before and not _has_early_dose(rule, person, history, rule.prior_before):
        return False
    waived = rule.conditions_until and person.birth <= latest_birth(rule.conditions_until, on)
    return bool(waived) or all(
        any(person.meets(wish, on) for wish in wishes) for wishes in rule.conditions
    )


def _has_early_dose(rule: Rule, person: Person, history: History, before: Age) -> bool:
    limit = before.after(person.birth)
    wanted = set(rule.diseases)
    return any(dose.last < limit and wanted <= dose.counts for dose in history.doses)


def _is_open(rule: Rule, person: Person, history: History, on: date) -> bool:
    if person.birth > latest_birth(rule.age_from, on):
        return False
    end = rule.catch_up_to or rule.age_to
    if end is None or person.birth > latest_birth(end, on):
        return True
    if rule.never_done_to and on < rule.never_done_to.after(person.birth):
        wanted = set(rule.diseases)
        return not any(not wanted.isdisjoint(dose.counts) for dose in history.doses)
    goes_on = rule.continues_to and on < rule.continues_to.after(person.birth)
    return bool(goes_on) and has_begun(rule, person, history)


def _verdict(found: _Found, person: Person, history: History, on: date) -> Verdict:
    rule, outcome = found.rule, found.outcome
    status, light = outcome.status, _LIGHTS[outcome.status]
    obligation = _obligation(rule, person, on)
    following = found.following if status is Status.DONE else None
    reason = reason_words(rule, outcome, following, person.birth, on)
    refused = False
    if status in _OPEN:
        barrier = _barrier(rule, outcome, history, on)
        stopped = live_refusal(rule, person, on)
        if barrier is not None:
            refused, reason = barrier.refused, two_sentences(barrier_words(barrier), reason)
            light = Light.GREY
            if not refused:
                status = Status.NOT_INDICATED
            elif status is Status.LATE:
                status = Status.DUE
        elif stopped:
            status, light, reason = Status.NOT_INDICATED, Light.GREY, two_sentences(stopped, reason)
        elif obligation is Obligation.PROPOSED and status is not Status.TO_COME:
            light = Light.GREY
    return Verdict(
        rule_id=rule.id,
        label=rule.label,
        diseases=rule.diseases,
        light=light,
        status=status,
        reason=reason,
        next_from=following[1] if following else outcome.due,
        next_to=outcome.until,
        given=outcome.given,
        wanted=outcome.wanted,
        vaccines=rule.vaccines,
        obligation=obligation,
        source=rule.source,
        confidence=rule.confidence,
        refused=refused,
        planned=outcome.planned,
        intervals=rule.intervals,
        note=rule.note,
        assumed=rule.assumed,
    )


def _outside(rule: Rule, person: Person, on: date) -> Verdict:
    """Return the line of a group none of whose rules is for this person, and why."""
    return Verdict(
        rule_id=rule.id,
        label=rule.label,
        diseases=rule.diseases,
        light=Light.GREY,
        status=Status.NOT_INDICATED,
        reason=outside_words(rule, person, on),
        obligation=_obligation(rule, person, on),
        vaccines=rule.vaccines,
        source=rule.source,
        confidence=rule.confidence,
        intervals=rule.intervals,
        note=rule.note,
        assumed=rule.assumed,
    )


def _barrier(rule: Rule, outcome: Outcome, history: History, on: date) -> Barrier | None:
    """Return the last refusal or contraindication that no later dose overcame."""
    since = outcome.last.day if outcome.last else date.min
    if rule.season:
        since = max(since, rule.season.around(on)[0])
    wanted = set(rule.diseases)
    standing = [
        one for one in history.barriers if one.day >= since and not wanted.isdisjoint(one.diseases)
    ]
    return max(standing, key=lambda one: (one.day, one.refused), default=None)


def _obligation(rule: Rule, person: Person, on: date) -> Obligation:
    since = rule.obligatory_from
    if rule.obligation is Obligation.OBLIGATORY and since and on < since:
        return Obligation.RECOMMENDED
    if any(person.condition(ConditionKey(key), on) for key in rule.obligatory_if):
        return Obligation.OBLIGATORY
    return rule.obligation

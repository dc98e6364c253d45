"""The rules of the calendar as data: who, when, how many doses, how far apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from almapy.vaccine_calendar.ages import NOTHING, Age
from almapy.vaccine_calendar.conditions import ConditionKey
from almapy.vaccine_calendar.model import Confidence, Obligation


class RuleKind(StrEnum):
    """How a rule is to be understood."""

    SERIES = "series"
    """Doses at ages with least intervals; one step is a single dose."""
    BOOSTER = "booster"
    """One dose around an age, perhaps again every so many years."""
    RECENT = "recent"
    """One dose that must not be older than so much."""
    SEASON = "season"
    """Doses of one campaign a year."""
    PREGNANCY = "pregnancy"
    """One dose between two weeks of each pregnancy."""
    SITUATION = "situation"
    """Told, never dated: it depends on a situation, or nobody may say yet."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One condition as a rule wants it: there, ruled out (False), or not answered (None).

    It may weigh from the age ``since`` on, or before the age ``before`` only.
    """

    key: ConditionKey
    present: bool | None = True
    since: Age | None = None
    before: Age | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One dose: its usual age, the least interval after the dose before.

    A dose before ``least`` does not count; after the day on which ``until`` is reached the series
    can no longer be begun.
    """

    age: Age
    gap: Age = NOTHING
    least: Age | None = None
    until: Age | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """One way of being protected: its doses are counted from the age ``begun`` on.

    It is only for who had the first one before the age ``before``.

    ``products`` restricts it to these vaccines (NUVA codes).
    """

    steps: tuple[Step, ...]
    begun: Age = NOTHING
    before: Age | None = None
    products: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Season:
    """A campaign, from a day of the year to another, both included; it may pass the new year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def around(self, on: date) -> tuple[date, date]:
        """Return the campaign of a day, else the next one."""
        year = on.year - 1 if self.first > self.last else on.year
        while True:
            end_year = year + 1 if self.first > self.last else year
            end = _day(end_year, self.last)
            if on <= end:
                return _day(year, self.first), end
            year += 1


@dataclass(frozen=True, slots=True)
class AfterOther:
    """The least wait after a dose of these vaccines, which do not count themselves."""

    products: frozenset[str]
    gap: Age


@dataclass(frozen=True)  # cached_property wants no slots
class Rule:
    """One rule with its source; lists of names are those of the table.

    ``conditions`` are all to be met, by any of the wishes of each; from the age
    ``conditions_until`` on they are not asked. ``group`` is the line of the calendar that a rule
    competes for. ``catch_up_to`` is the age until which what was not done is still to do,
    ``never_done_to`` the same for who never had a dose, ``continues_to`` the one until which a
    series begun in time goes on. ``late_after`` is None where nothing is ever late.
    ``early`` is how long before an age or a campaign a dose already counts; ``short_gap`` replaces
    ``gap`` from the age ``short_gap_from`` on and under the conditions ``short_gap_if``. What
    begins only when asked for or missed is not ``announced`` before its age.
    ``intervals``, ``audience``… are the words shown to the doctor; ``assumed`` says what was added
    so that a date can be computed.
    """

    id: str
    label: str
    group: str
    diseases: tuple[str, ...]
    kind: RuleKind
    obligation: Obligation
    source: str
    confidence: Confidence
    age_from: Age = NOTHING
    age_to: Age | None = None
    catch_up_to: Age | None = None
    never_done_to: Age | None = None
    continues_to: Age | None = None
    born_since: date | None = None
    sex: str = ""
    conditions: tuple[tuple[Wish, ...], ...] = ()
    conditions_until: Age | None = None
    obligatory_from: date | None = None
    obligatory_if: tuple[ConditionKey, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    late_after: Age | None = None
    full_dose: bool = False
    passive: bool = False
    live: bool = False
    announced: bool = True
    counted_from: Age | None = None
    early: Age = NOTHING
    every: Age | None = None
    gap: Age = NOTHING
    short_gap: Age = NOTHING
    short_gap_from: Age | None = None
    short_gap_if: tuple[ConditionKey, ...] = ()
    within: Age | None = None
    season: Season | None = None
    first_time_two_under: Age | None = None
    weeks: tuple[int, int] | None = None
    products: frozenset[str] = frozenset()
    prior: tuple[frozenset[str], ...] = ()
    prior_before: Age | None = None
    after_other: tuple[AfterOther, ...] = ()
    after_shingles: Age | None = None
    ends: tuple[tuple[str, Age], ...] = ()
    vaccines: tuple[str, ...] = ()
    audience: str = ""
    condition_words: str = ""
    doses_words: str = ""
    intervals: str = ""
    season_words: str = ""
    note: str = ""
    assumed: str = ""

    @cached_property
    def needs_answer(self) -> bool:
        """Tell whether nothing is met while no condition was answered."""
        return self.conditions_until is None and any(
            all(wish.present is not None for wish in one) for one in self.conditions
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """A table of rules and its date; rules of one group stand from the strongest to the weakest."""

    day: date
    title: str
    credit: str
    groups: tuple[tuple[Rule, ...], ...]
    live: frozenset[str] = field(default=frozenset())
    """Valences of live vaccines that are injected."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return all rules in the order of the table."""
        return tuple(rule for group in self.groups for rule in group)


def _day(year: int, month_and_day: tuple[int, int]) -> date:
    return date(year, *month_and_day)

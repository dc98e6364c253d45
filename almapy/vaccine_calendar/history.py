"""What the calendar knows of one person: birth, conditions, doses, refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from almapy.vaccine_calendar.ages import latest_birth
from almapy.vaccine_calendar.conditions import Condition, ConditionKey
from almapy.vaccine_calendar.rules import Wish


@dataclass(frozen=True, slots=True)
class Dose:
    """One dose that was given, between ``day`` and ``last`` when its date is incomplete.

    ``counts`` are the diseases in whose count it stands, ``low`` those against which it holds a
    reduced dose, ``passive`` those of its antibodies.
    """

    day: date
    last: date
    shown: str = field(repr=False)
    name: str = field(repr=False)
    vaccine: str = ""
    counts: frozenset[str] = frozenset()
    low: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    live: bool = False


@dataclass(frozen=True, slots=True)
class Barrier:
    """A refusal or a contraindication of these diseases."""

    day: date
    shown: str = field(repr=False)
    diseases: frozenset[str] = field(repr=False)
    refused: bool = field(repr=False)
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is assessed."""

    birth: date = field(repr=False)
    sex: str = field(default="", repr=False)
    conditions: tuple[Condition, ...] = field(default=(), repr=False)

    def meets(self, wish: Wish, on: date) -> bool:
        """Tell whether a condition is as a rule wants it."""
        if wish.since and self.birth > latest_birth(wish.since, on):
            return False
        if wish.before and self.birth <= latest_birth(wish.before, on):
            return False
        for one in self.conditions:
            if one.condition is wish.key:
                if wish.present is None:
                    return False
                return one.stands_on(on) if wish.present else not one.present
        return wish.present is None

    def condition(self, key: ConditionKey, on: date) -> Condition | None:
        """Return a condition that holds on a day."""
        for one in self.conditions:
            if one.condition is key and one.stands_on(on):
                return one
        return None


@dataclass(frozen=True, slots=True)
class History:
    """Doses in the order of their days, refusals, and how many lines nobody can count."""

    doses: tuple[Dose, ...] = field(default=(), repr=False)
    barriers: tuple[Barrier, ...] = field(default=(), repr=False)
    unknown: int = 0

    @classmethod
    def of(
        cls, doses: tuple[Dose, ...], barriers: tuple[Barrier, ...] = (), unknown: int = 0
    ) -> History:
        """Return it with the doses in the order of their days."""
        ordered = sorted(doses, key=lambda one: (one.day, one.last, one.vaccine, one.name))
        return cls(tuple(ordered), barriers, unknown)

    def until(self, on: date) -> History:
        """Return what was known on a day; a date known by its year ends that day at the latest."""
        doses = tuple(one for one in self.doses if one.day <= on)
        barriers = tuple(one for one in self.barriers if one.day <= on)
        return History(doses, barriers, self.unknown)

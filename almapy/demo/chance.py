"""Chance that falls the same way every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")

_SUNDAY = 6
_FIRST_QUARTER = 7 * 4  # 07:00 UTC, when a French practice opens in winter
_LAST_QUARTER = 17 * 4


def stream(seed: int, *parts: object) -> Random:
    """Return the chance of one part of the practice, the same in every process.

    Seeding by text goes through SHA-512, not through ``hash()``, which differs between processes.
    """
    return Random("/".join(map(str, (seed, *parts))))  # noqa: S311  (nothing here is a secret)


def happens(rng: Random, percent: float) -> bool:
    """Tell whether something that occurs in ``percent`` cases out of 100 occurs this time."""
    return rng.random() * 100 < percent


def day_between(rng: Random, first: date, last: date) -> date:
    """Draw a day, both ends included; ``first`` when the interval is empty."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def years_before(day: date, years: float) -> date:
    """Return the day that lies so many years before, to the nearest day."""
    return day - timedelta(days=round(years * 365.25))


def years_after(day: date, years: float) -> date:
    """Return the day that lies so many years after, to the nearest day."""
    return years_before(day, -years)


def working_day(day: date) -> date:
    """Move a Sunday to the Monday after it."""
    return day + timedelta(days=1) if day.weekday() == _SUNDAY else day


def surgery_hour(rng: Random, day: date) -> datetime:
    """Draw a quarter of an hour of that day at which the practice is open, in UTC."""
    hour, quarter = divmod(rng.randint(_FIRST_QUARTER, _LAST_QUARTER), 4)
    return datetime(day.year, day.month, day.day, hour, quarter * 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Urn(Generic[T]):
    """Things to draw from, each as often as its weight says."""

    things: Sequence[T]
    cumulated: Sequence[float]

    @classmethod
    def of(cls, pairs: Sequence[tuple[float, T]]) -> Urn[T]:
        """Fill the urn with pairs of weight and thing."""
        return cls(
            tuple(thing for _, thing in pairs),
            tuple(accumulate(weight for weight, _ in pairs)),
        )

    def draw(self, rng: Random) -> T:
        """Draw one thing and put it back."""
        return rng.choices(self.things, cum_weights=self.cumulated)[0]

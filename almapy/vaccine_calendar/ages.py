"""Ages and intervals of the calendar, and the days they lead to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_ISO = re.compile(r"P(\d+)([YMWD])")
_MONTHS_A_YEAR = 12
_SHOWN_IN_MONTHS = 24
_DAYS_A_WEEK = 7
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Age:
    """So many months and days; « P27Y » is 324 months, « P6W » 42 days (ISO 8601)."""

    months: int = 0
    days: int = 0

    @classmethod
    def of(cls, text: str) -> Age:
        """Read « P2M », « P6W »…; raises ValueError for anything else."""
        found = _ISO.fullmatch(text)
        if found is None:
            raise ValueError(f"not a duration: {text!r}")
        number, unit = int(found[1]), found[2]
        if unit == "Y":
            return cls(months=_MONTHS_A_YEAR * number)
        if unit == "M":
            return cls(months=number)
        return cls(days=number * (_DAYS_A_WEEK if unit == "W" else 1))

    def after(self, day: date) -> date:
        """Return the day so much later: 31 August and six months make the last of February."""
        moved = _moved(day, self.months)
        return moved + timedelta(days=self.days) if self.days else moved

    def before(self, day: date) -> date:
        """Return the day so much earlier."""
        return _moved(day, -self.months) - timedelta(days=self.days)

    @property
    def words(self) -> str:
        """Return « 2 mois », « 45 ans », « 6 semaines »; « la naissance » for nothing."""
        if self.months > _SHOWN_IN_MONTHS and not self.months % _MONTHS_A_YEAR:
            return f"{self.months // _MONTHS_A_YEAR} ans"
        if self.months == _MONTHS_A_YEAR:
            return "1 an"
        if self.months:
            return f"{self.months} mois"
        if not self.days:
            return "la naissance"
        if self.days % _DAYS_A_WEEK:
            return f"{self.days} jours"
        return f"{self.days // _DAYS_A_WEEK} semaines"


NOTHING = Age()
"""No time at all."""


@lru_cache(maxsize=4096)
def latest_birth(age: Age, on: date) -> date:
    """Return the last birth date of who has reached an age on a day."""
    birth = age.before(on)
    while age.after(birth) > on:
        birth -= _ONE_DAY
    while age.after(birth + _ONE_DAY) <= on:
        birth += _ONE_DAY
    return birth


def completed_years(birth: date, on: date) -> int:
    """Return the age in completed years; who is born on 29 February has it on the 28th."""
    years = on.year - birth.year
    return years if Age(months=_MONTHS_A_YEAR * years).after(birth) <= on else years - 1


@lru_cache(maxsize=8192)  # the ages of one person are asked again and again
def _moved(day: date, months: int) -> date:
    years, month = divmod(day.year * _MONTHS_A_YEAR + day.month - 1 + months, _MONTHS_A_YEAR)
    if day.day <= 28:  # noqa: PLR2004  (every month has them)
        return date(years, month + 1, day.day)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))

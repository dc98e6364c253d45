"""Dates of which only the year, or the year and the month, is known.

They are kept as « AAAA », « AAAA-MM » or « AAAA-MM-JJ », empty when nothing is known: in this form
they sort by themselves.
"""

from __future__ import annotations

import re
from datetime import date

from almapy.errors import DomainError
from almapy.typed_day import typed_day

_MONTH_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_FIRST_YEAR = 1850
_YEARS_AHEAD = 20
_DECEMBER = 12
PARTIAL_DAY_HELP = "2011, 03/2011, 13/02/2023, 130223, j (aujourd'hui), j-7 ou a-1"


def typed_partial_day(text: str, today: date) -> str | None:
    """Return what was typed in the form that is kept, None when it is no date.

    Four digits that make a likely year are a year; everything else that ``typed_day`` knows is a
    whole day.
    """
    typed = text.strip()
    if not typed:
        return ""
    latest = today.year + _YEARS_AHEAD
    if len(typed) == 4 and typed.isascii() and typed.isdecimal():  # noqa: PLR2004  (a year)
        return typed if _FIRST_YEAR <= int(typed) <= latest else None
    if month_first := _MONTH_FIRST.fullmatch(typed):
        month, year = (int(part) for part in month_first.groups())
        known = 1 <= month <= _DECEMBER and _FIRST_YEAR <= year <= latest
        return f"{year:04}-{month:02}" if known else None
    if year_first := _YEAR_FIRST.fullmatch(typed):
        known = _FIRST_YEAR <= int(year_first[1]) <= latest
        return _kept(*year_first.groups()) if known else None
    day = typed_day(typed, today)
    return day.isoformat() if day is not None else None


def shown_partial_day(kept: str) -> str:
    """Return « 2011 », « 03/2011 » or « 13/02/2023 »."""
    return "/".join(reversed(kept.split("-")))


def first_day(kept: str) -> date:
    """Return the first day that a kept date may mean; raises DomainError for no date."""
    try:
        year, month, day = [*map(int, kept.split("-")), 1, 1][:3]
        return date(year, month, day)
    except ValueError:
        raise DomainError(f"Date attendue\u00a0: {PARTIAL_DAY_HELP}.") from None


def is_before(one: str, other: str) -> bool:
    """Tell whether a date is surely before another; an unknown one never is."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]


def _kept(year: str, month: str, day: str | None) -> str | None:
    try:
        whole = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else f"{whole:%Y-%m}"

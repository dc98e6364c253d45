"""Reading a day as people type it: « 150326 », « 15/3 », « j-3 »."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

_RELATIVE = re.compile(r"([jsma])(?:([+-])(\d{1,4}))?")
_PARTS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{2}|\d{4}))?")
_HOUR = re.compile(r"(?:^|\s)(?P<hours>\d{1,2})[:hH](?P<minutes>\d{2})?$")
_HOURS, _MINUTES = 24, 60
_YEARS_AHEAD = 10
_CENTURY = 100


def typed_day(text: str, today: date) -> date | None:
    """Return the day that was typed, None when it is none.

    ``j`` is today, ``j-3``, ``s+2``, ``m-1`` and ``a+1`` count days, weeks, months and years from
    it. Two digits of a year mean at most ten years ahead, otherwise the past; no year means this
    one.
    """
    typed = text.strip().lower()
    if relative := _RELATIVE.fullmatch(typed):
        unit, sign, count = relative.groups()
        return _moved(today, unit, int(f"{sign or '+'}{count or 0}"))
    parts = _PARTS.fullmatch(typed)
    if parts:
        day, month, year = parts.groups()
    elif typed.isdecimal() and typed.isascii() and len(typed) in {4, 6, 8}:
        day, month, year = typed[:2], typed[2:4], typed[4:]
    else:
        return None
    try:
        return date(_year(year or "", today), int(month), int(day))
    except ValueError:
        return None


def typed_moment(text: str, today: date) -> datetime | None:
    """Return the moment that was typed (« 10/03/2026 9:30 », « 9h30 »), aware, or None.

    The hour alone is of today; a day alone begins at midnight.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    hour = _HOUR.search(typed)
    before = typed[: hour.start()].strip() if hour else typed
    day = typed_day(before, today) if before else today
    if day is None:
        return None
    hours, minutes = (int(hour["hours"]), int(hour["minutes"] or 0)) if hour else (0, 0)
    if hours >= _HOURS or minutes >= _MINUTES:
        return None
    return datetime.combine(day, time(hours, minutes)).astimezone()


def _year(typed: str, today: date) -> int:
    if not typed:
        return today.year
    year = int(typed)
    if len(typed) > 2:  # noqa: PLR2004  (two digits, or four)
        return year
    year += today.year - today.year % _CENTURY
    return year if year <= today.year + _YEARS_AHEAD else year - _CENTURY


def _moved(today: date, unit: str, count: int) -> date | None:
    try:
        if unit in "js":
            return today + timedelta(days=count * (7 if unit == "s" else 1))
        months = today.year * 12 + today.month - 1 + count * (12 if unit == "a" else 1)
        year, month = months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        return date(year, month, min(today.day, last))
    except (ValueError, OverflowError):
        return None

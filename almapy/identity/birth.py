"""A birth date as people type it, and dates of an incomplete civil status.

Typed forms: UX notes §4.1. Incomplete dates: INS notes §3.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from almapy.patients.age import age_text

FIRST_YEAR = 1850
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_GLUED = re.compile(r"(\d\d)(\d\d)(\d{4}|\d\d)", re.ASCII)
_WEEK = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_LAST_MONTH = 12
_LAST_DAY = 31
_CENTURY = 100
_NO_BREAK = "\u00a0"
_NO_DATE = "Ce n'est pas une date de naissance. Écrivez JJ/MM/AAAA, 14071977 ou 140777."


@dataclass(frozen=True, slots=True)
class TypedBirth:
    """What a typed birth date was understood as.

    ``day`` is the recorded calendar date, None when there is none; ``uncertain`` marks one built
    for an incomplete date, and ``lunar`` then holds that date as it was written (« 00/00/1950 »).
    ``error`` says why the text is refused, ``remark`` what was understood, with week day and age.
    """

    day: date | None = field(default=None, repr=False)
    uncertain: bool = False
    lunar: str = field(default="", repr=False)
    error: str = ""
    remark: str = field(default="", repr=False)


def typed_birth(text: str, today: date) -> TypedBirth:
    """Read a typed birth date; never raises.

    Two digits of a year are never in the future. A day that no calendar has is taken as a lunar
    date when it is written with separators or with zeros, and refused as a slip otherwise.
    """
    typed = text.strip().lower()
    if not typed:
        return TypedBirth()
    if typed == "j":
        return _understood(today, today)
    if parts := _YEAR_FIRST.fullmatch(typed):
        year, month, day = parts.groups()
        return _read(int(day), int(month), year, today, glued=False)
    if parts := _DAY_FIRST.fullmatch(typed):
        day, month, year = parts.groups()
        return _read(int(day), int(month), year, today, glued=False)
    if parts := _GLUED.fullmatch(typed):
        day, month, year = parts.groups()
        return _read(int(day), int(month), year, today, glued=True)
    return TypedBirth(error=_NO_DATE)


def _read(day: int, month: int, year: str, today: date, *, glued: bool) -> TypedBirth:
    whole = len(year) > 2  # noqa: PLR2004  (two digits, or four)
    exact = _exact(day, month, year, today)
    if exact is not None:
        return _checked(exact, today) or _understood(exact, today)
    if not whole:
        return TypedBirth(
            error="Ce jour n'existe pas. Pour une date lunaire, écrivez l'année en quatre chiffres."
        )
    written = f"{day:02d}/{month:02d}/{year}"
    if glued and day and month:
        return TypedBirth(
            error=f"Ce jour n'existe pas. Pour une date lunaire, écrivez {written} avec les barres."
        )
    if not int(year):
        return TypedBirth(error=_NO_DATE)
    recorded = recorded_day(day, month, int(year))
    refused = _checked(recorded, today)
    if refused is not None:
        return refused
    remark = (
        f"Date lunaire {written}{_NO_BREAK}: enregistrée au {recorded:%d/%m/%Y}, incertaine · "
        f"{age_text(recorded, today)}"
    )
    return TypedBirth(recorded, uncertain=True, lunar=written, remark=remark)


def recorded_day(day: int, month: int, year: int) -> date:
    """Return the calendar date recorded for an incomplete one (EXI PP 19).

    Day unknown: the 1st; month unknown: January; both: 31 December. What no calendar has counts
    as unknown.
    """
    month_known = 1 <= month <= _LAST_MONTH
    if not month_known:
        if not 1 <= day <= _LAST_DAY:
            return date(year, _LAST_MONTH, _LAST_DAY)
        return date(year, 1, day)
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 1)


def _exact(day: int, month: int, year: str, today: date) -> date | None:
    try:
        if len(year) > 2:  # noqa: PLR2004
            return date(int(year), month, day)
        this = today.year - today.year % _CENTURY + int(year)
        if this > today.year:
            return date(this - _CENTURY, month, day)
        near = date(this, month, day)
        return near if near <= today else date(this - _CENTURY, month, day)
    except ValueError:
        return None


def _checked(day: date, today: date) -> TypedBirth | None:
    """Return why this day cannot be one of birth, None when it can."""
    if day > today:
        return TypedBirth(error=f"Le {day:%d/%m/%Y} est à venir. Vérifiez le jour et l'année.")
    if day.year < FIRST_YEAR:
        return TypedBirth(error=f"L'année doit être {FIRST_YEAR} ou plus tard. Vérifiez l'année.")
    return None


def _understood(day: date, today: date) -> TypedBirth:
    return TypedBirth(day, remark=f"{_WEEK[day.weekday()]} {day:%d/%m/%Y} · {age_text(day, today)}")

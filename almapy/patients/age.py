"""The age of a person, as a French practice says it (UX notes §5)."""

from __future__ import annotations

from datetime import date

_MONTHS_UNTIL = 24
_YEARS_AND_MONTHS_UNTIL = 6


def full_months(born: date, on: date) -> int:
    """Return the completed months between two dates, never negative."""
    months = (on.year - born.year) * 12 + on.month - born.month
    if on.day < born.day:
        months -= 1
    return max(0, months)


def full_years(born: date, on: date) -> int:
    """Return the completed years between two dates."""
    return full_months(born, on) // 12


def age_text(born: date | None, on: date) -> str:
    """Return « 12 jours », « 14 mois », « 3 ans 4 mois » or « 45 ans »; empty when unknown."""
    if born is None or born > on:
        return ""
    months = full_months(born, on)
    if months < 1:
        days = (on - born).days
        return f"{days} jour" if days < 2 else f"{days} jours"  # noqa: PLR2004
    if months < _MONTHS_UNTIL:
        return f"{months} mois"
    years, rest = divmod(months, 12)
    if years < _YEARS_AND_MONTHS_UNTIL and rest:
        return f"{years} ans {rest} mois"
    return f"{years} ans"

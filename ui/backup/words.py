"""Sizes and counts in French."""

from __future__ import annotations

_STEP = 1000
_UNITS = ("octets", "Ko", "Mo", "Go")


def size_words(size: int) -> str:
    """Return « 812 octets », « 14,2 Mo »."""
    value, unit = float(size), 0
    while value >= _STEP and unit < len(_UNITS) - 1:
        value /= _STEP
        unit += 1
    number = f"{value:.0f}" if unit == 0 else f"{value:.1f}".replace(".", ",")
    return f"{number}\u00a0{_UNITS[unit]}"


def counted(count: int, noun: str) -> str:
    """Return « 1 dossier », « 20\u202f000 dossiers »."""
    number = f"{count:,}".replace(",", "\u202f")
    return f"{number}\u00a0{noun}{'s' if count > 1 else ''}"

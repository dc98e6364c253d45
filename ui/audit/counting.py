"""How many traces a list shows, in words."""

from __future__ import annotations


def count_words(shown: int, total: int) -> str:
    """Return « 12 traces », or that only the newest are shown."""
    if shown < total:
        return f"Les {shown} plus récentes sur {number(total)} traces\u00a0: affinez la recherche"
    return f"{number(total)} trace{'s' if total > 1 else ''}"


def number(value: int) -> str:
    """Return a number with thin no-break spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")

"""How many lines a list shows, in words."""

from __future__ import annotations

from typing import NamedTuple


class Counted(NamedTuple):
    """What is counted, in the singular, and « les plus récentes » in its gender."""

    noun: str
    newest: str

    def words(self, total: int) -> str:
        """Return « 12 traces »."""
        return f"{number(total)} {self.noun}{'s' if total > 1 else ''}"


TRACES = Counted("trace", "récentes")
CALLS = Counted("appel", "récents")


def count_words(shown: int, total: int, counted: Counted) -> str:
    """Return « 12 traces », or that only the newest are shown."""
    if shown < total:
        shown_words = f"Les {shown} plus {counted.newest} sur {counted.words(total)}"
        return f"{shown_words}\u00a0: affinez la recherche"
    return counted.words(total)


def number(value: int) -> str:
    """Return a number with thin no-break spaces between thousands."""
    return f"{value:,}".replace(",", "\u202f")

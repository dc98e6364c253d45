"""Folding of French text for search and for order."""

from __future__ import annotations

import re
import unicodedata

NO_BREAK_SPACE = "\u00a0"
_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
)
_NOT_FOLDED = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """Reduce to lower-case words of a–z and 0–9 separated by one space.

    « D’ALMEIDA-Ñuñez » gives « d almeida nunez »: the form in which names are compared.
    """
    lowered = text.casefold().translate(_LIGATURES)
    letters = (c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    return _NOT_FOLDED.sub(" ", "".join(letters).casefold()).strip()


def sort_key(text: str) -> tuple[str, str]:
    """Order as a French dictionary does: letters first, then accents; case ignored."""
    lowered = text.casefold()
    return fold(text), unicodedata.normalize("NFD", lowered)


def digits(text: str) -> str:
    """Keep only the decimal digits 0–9."""
    return "".join(c for c in text if c in "0123456789")

"""What a page says of its place in a document: « page 1/3 », a separator sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from almapy.ocr.model import PageText
from almapy.text import fold

SEPARATOR_CODE = b"ALMAPY-SEP"
"""Content of the DataMatrix of a separator sheet (notes on incoming documents §8)."""

_SHEET_TITLE = "feuille separatrice"
_MOST_SHEET_LINES = 10
_EDGE = 4
_MOST_PAGES = 200
_OF = r"(\d{1,3})\s*(?:/|\||sur|de|of)\s*(\d{1,3})"
_PAGE_OF = re.compile(rf"\b(?:page|pages|p|pg|folio)\b\W{{0,4}}{_OF}(?!\s*[/\d])", re.IGNORECASE)
_ALONE = re.compile(rf"\W*{_OF}\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageOf:
    """« page 2/3 »: ``number`` 2 ``of`` 3."""

    number: int
    of: int


def is_separator(page: PageText) -> bool:
    """Whether the page is a separator sheet: by its code, or its title when that is unreadable."""
    if any(code.content.strip().upper() == SEPARATOR_CODE for code in page.codes):
        return True
    lines = [fold(line.text) for line in page.lines]
    if not 0 < len(lines) <= _MOST_SHEET_LINES:
        return False
    return _SHEET_TITLE in " ".join(lines)


def page_of(page: PageText) -> PageOf | None:
    """Return what the page says of its number; « 2/3 » alone counts on its edges only."""
    texts = [line.text for line in page.lines]
    for text in texts:
        if found := _PAGE_OF.search(text):
            return _checked(found)
    edges = [*page.lines[:_EDGE], *page.lines[-_EDGE:]]
    for segment in (segment for line in edges for segment in line.segments):
        if found := _ALONE.fullmatch(segment.text):
            return _checked(found)
    return None


def _checked(found: re.Match[str]) -> PageOf | None:
    number, of = int(found[1]), int(found[2])
    return PageOf(number, of) if 1 <= number <= of <= _MOST_PAGES else None

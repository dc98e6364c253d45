"""Searching words in what a document says: accents, case and punctuation do not count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from almapy.ocr.model import Box, PageText
from almapy.text import fold


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand; a box for each line of it, in parts of the page."""

    page: int
    boxes: tuple[Box, ...] = field(repr=False)


class FoldedText:
    """A text folded as names are compared, which knows where each folded letter came from."""

    def __init__(self, text: str) -> None:
        letters: list[str] = []
        self._origins: list[int] = []
        for place, character in enumerate(text):
            for folded in _folded(character):
                if folded == " " and (not letters or letters[-1] == " "):
                    continue
                letters.append(folded)
                self._origins.append(place)
        self._text = "".join(letters)

    def spans(self, words: str) -> Iterator[tuple[int, int]]:
        """Give first and last characters of the text of each place where the words stand."""
        wanted = fold(words)
        place = self._text.find(wanted) if wanted else -1
        while place >= 0:
            end = place + len(wanted)
            yield self._origins[place], self._origins[end - 1]
            place = self._text.find(wanted, end)


@lru_cache(maxsize=2_000)
def _folded(character: str) -> str:
    """Return the letters of a character, none for an accent alone, a blank for any other sign."""
    return fold(character) or ("" if unicodedata.combining(character) else " ")


def hits_in(page: PageText, words: str) -> list[Hit]:
    """Return where words stand on a page that was read, also across the end of a line."""
    places: list[tuple[int, Box]] = []  # line and box of each character
    text: list[str] = []
    for number, line in enumerate(page.lines):
        for word in line.words:
            text.append(f"{word.text} ")
            places += [(number, word.box)] * (len(word.text) + 1)
    folded = FoldedText("".join(text))
    return [
        Hit(page.number, joined(places[first : last + 1])) for first, last in folded.spans(words)
    ]


def joined(places: Iterable[tuple[int, Box]]) -> tuple[Box, ...]:
    """Return one box around those of each line."""
    lines: dict[int, Box] = {}
    for line, box in places:
        lines[line] = lines[line].around(box) if line in lines else box
    return tuple(lines.values())

"""Words of a picture into lines from top to bottom, cells of a table and columns kept apart.

The same rule as for a text layer (notes, §3): pieces at the same height are one line whatever
column they stand in, and a gap wider than two letters begins a segment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median

from almapy.adapters.reading.engine import PixelWord
from almapy.ocr.model import Box, Line, Segment, Word

_SAME_ROW = 0.4  # of the height of a line, between two middles
_GAP_LETTERS = 2.0

Piece = list[PixelWord]
"""Words that the engine saw in a row, left to right."""


def lines_of(words: Sequence[PixelWord], place: Callable[[PixelWord], Box]) -> tuple[Line, ...]:
    """Return the lines from top to bottom; ``place`` tells where a word stands on the original."""
    rows: list[list[Piece]] = []
    for piece in sorted(_pieces(words), key=_middle):
        _row_for(piece, rows).append(piece)
    return tuple(_line(row, place) for row in rows)


def _pieces(words: Sequence[PixelWord]) -> Iterable[Piece]:
    for _, group in groupby(words, key=lambda word: word.line):
        yield sorted(group, key=lambda word: word.left)


def _row_for(piece: Piece, rows: list[list[Piece]]) -> list[Piece]:
    """Return the row at whose height the piece stands, beside all its words; else a new one."""
    for row in reversed(rows[-4:]):
        if all(_beside(piece, other) for other in row):
            return row
    rows.append([])
    return rows[-1]


def _beside(one: Piece, other: Piece) -> bool:
    """Tell whether the nearest words of two pieces stand at one height and none on another."""
    apart = [(_gap(word, next_), word, next_) for word in one for next_ in other]
    gap, word, next_ = min(apart, key=lambda pair: pair[0])
    height = max(_height(one), _height(other))
    return gap > -height / 2 and abs(_level(word) - _level(next_)) <= _SAME_ROW * height


def _gap(one: PixelWord, other: PixelWord) -> int:
    """Return the blank between two words across the page, negative where they overlap."""
    return max(one.left, other.left) - min(one.right, other.right)


def _level(word: PixelWord) -> float:
    return (word.top + word.bottom) / 2


def _line(row: Sequence[Piece], place: Callable[[PixelWord], Box]) -> Line:
    words = sorted((word for piece in row for word in piece), key=lambda word: word.left)
    gap = _GAP_LETTERS * median((word.right - word.left) / len(word.text) for word in words)
    cells: list[list[PixelWord]] = [words[:1]]
    for before, word in pairwise(words):
        if word.left - before.right > gap:
            cells.append([])
        cells[-1].append(word)
    return Line(tuple(Segment(tuple(_word(word, place) for word in cell)) for cell in cells))


def _word(word: PixelWord, place: Callable[[PixelWord], Box]) -> Word:
    return Word(word.text, place(word), round(word.confidence))


def _middle(piece: Piece) -> float:
    return median(_level(word) for word in piece)


def _height(piece: Piece) -> float:
    return median(word.bottom - word.top for word in piece)

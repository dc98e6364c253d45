"""The text layer of a PDF page: its words with their places, in the lines that one sees.

The order of drawing is not the order of reading: lines are rebuilt from places (notes on incoming
documents, §3.1). Places are those of the page as it is shown: its own rotation and its crop box
count. Only called in the process that reads.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from almapy.adapters.reading.rows import Piece, rows_of
from almapy.ocr.model import Box, Line, Segment, Word

if TYPE_CHECKING:
    import pypdfium2

MOST_CHARACTERS = 40_000
"""Characters read of one page: a dense one has 6 000."""

_FINE = 1_000_000
_HYPHEN = 0x02  # what PDFium gives for a hyphen at the end of a line
_BLANKS = frozenset(map(ord, " \t\r\n\f\v\u00a0\u2007\u202f\u2002\u2003\u2009\u200b\ufeff"))
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", _HYPHEN: "-"}
_NOT_TEXT = frozenset((0, 0xFFFD, 0xFFFE, 0xFFFF))
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Layer:
    """The lines of a page; ``turn`` is how many degrees clockwise it must be turned to be read."""

    lines: tuple[Line, ...]
    turn: int = 0


def layer_of(page: pypdfium2.PdfPage) -> Layer:
    """Return what the layer of a page holds, without judging it."""
    text_page = page.get_textpage()
    try:
        sheet = _Sheet(page)
        count = min(text_page.count_chars(), MOST_CHARACTERS)
        rows = rows_of(filter(sheet.shows, _pieces(text_page.raw, count, sheet)))
        return Layer(tuple(_line(row, sheet) for row in rows.rows), rows.turn)
    finally:
        text_page.close()


class _Sheet:
    """Brings places of the file to places of the page as it is shown, in points from the top."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        from pypdfium2 import raw

        self.width, self.height = (max(side, 1.0) for side in page.get_size())
        x, y = ctypes.c_int(), ctypes.c_int()

        def shown(across: float, up: float) -> tuple[float, float]:
            raw.FPDF_PageToDevice(
                page.raw, 0, 0, _FINE, _FINE, 0, across, up, ctypes.byref(x), ctypes.byref(y)
            )
            return x.value / _FINE * self.width, y.value / _FINE * self.height

        self._origin = shown(0, 0)
        step = 1000.0
        (ax, ay), (bx, by) = shown(step, 0), shown(0, step)
        ox, oy = self._origin
        self._across = ((ax - ox) / step, (ay - oy) / step)
        self._up = ((bx - ox) / step, (by - oy) / step)

    def place(self, across: float, up: float) -> tuple[float, float]:
        """Return where a point of the file is shown."""
        return (
            self._origin[0] + across * self._across[0] + up * self._up[0],
            self._origin[1] + across * self._across[1] + up * self._up[1],
        )

    def shows(self, piece: Piece) -> bool:
        """Tell whether a word stands on the page at all: nobody sees what is written beside it."""
        across: float = min(piece.right, self.width) - max(piece.left, 0)
        down: float = min(piece.bottom, self.height) - max(piece.top, 0)
        return across > 0 and down > 0

    def box(self, piece: Piece) -> Box:
        """Return the place of a word in parts of the page."""
        return Box(
            _part(piece.left / self.width),
            _part(piece.top / self.height),
            _part(piece.right / self.width),
            _part(piece.bottom / self.height),
        )


def _part(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _line(row: tuple[tuple[Piece, ...], ...], sheet: _Sheet) -> Line:
    return Line(
        tuple(Segment(tuple(Word(one.text, sheet.box(one)) for one in cell)) for cell in row)
    )


def _pieces(text_page: object, count: int, sheet: _Sheet) -> Iterator[Piece]:
    """Give the words in the order of drawing."""
    from pypdfium2 import raw

    code_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    rectangle = raw.FS_RECTF()
    there = ctypes.byref(rectangle)
    letters: list[str] = []
    first = last = 0

    def corners(index: int) -> tuple[float, float, float, float] | None:
        if not box_of(text_page, index, there):
            return None
        ax, ay = sheet.place(rectangle.left, rectangle.bottom)
        bx, by = sheet.place(rectangle.right, rectangle.top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def word() -> Piece | None:
        begin, end = corners(first), corners(last)
        text = unicodedata.normalize("NFC", "".join(letters))
        return Piece.spanning(text, begin, end) if begin and end else None

    for index in range(count):
        code = code_of(text_page, index)
        if code in _BLANKS:
            if letters and (piece := word()):
                yield piece
            letters.clear()
        elif code not in _NOT_TEXT and code <= _LAST and code not in _SURROGATES:
            if not letters:
                first = index
            last = index
            letters.append(_LIGATURES.get(code) or chr(code))
    if letters and (piece := word()):
        yield piece

"""Where words stand in the text layer of a PDF, in parts of the page as it is shown."""

from __future__ import annotations

from ctypes import byref, c_int
from typing import TYPE_CHECKING

from almapy.documents.finding import FoldedText, Hit
from almapy.documents.pdf import opened
from almapy.ocr.model import Box

if TYPE_CHECKING:
    import pypdfium2

_MOST_CHARACTERS = 200_000
_PARTS = 100_000  # steps of a page across, for PDFium counts whole pixels


def places_in_layer(data: bytes, index: int, words: str) -> tuple[Hit, ...]:
    """Return where words stand in the text layer of a page; raises UnreadableDocument."""
    with opened(data) as document:
        page = document[index]
        try:
            layer = page.get_textpage()
            try:
                return tuple(
                    Hit(index + 1, _boxes(page, layer, first, last))
                    for first, last in FoldedText(_characters(layer)).spans(words)
                )
            finally:
                layer.close()
        finally:
            page.close()


def _characters(layer: pypdfium2.PdfTextPage) -> str:
    """Return the text with one letter for each character that PDFium counts."""
    count = min(layer.count_chars(), _MOST_CHARACTERS)
    text = str(layer.get_text_range(count=count))
    if len(text) == count:
        return text
    from pypdfium2 import raw

    codes = (raw.FPDFText_GetUnicode(layer, place) for place in range(count))
    return "".join(chr(code) for code in codes)


def _boxes(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, first: int, last: int
) -> tuple[Box, ...]:
    """Return the rectangles of characters in parts of the page as it is shown."""
    count = layer.count_rects(first, last + 1 - first)
    return tuple(_box(page, layer.get_rect(place)) for place in range(count))


def _box(page: pypdfium2.PdfPage, rectangle: tuple[float, float, float, float]) -> Box:
    left, bottom, right, top = rectangle
    one, other = (_point(page, *corner) for corner in ((left, top), (right, bottom)))
    return Box(
        min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
    )


def _point(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return a point of the page, whose own turn PDFium takes into account, in parts of it."""
    from pypdfium2 import raw

    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _PARTS, _PARTS, 0, x, y, byref(across), byref(down))
    return across.value / _PARTS, down.value / _PARTS

"""Documents for matching, made from their text: three blanks are a gap between two cells."""

from __future__ import annotations

from almapy.ocr.model import (
    Box,
    DocumentText,
    Line,
    PageCode,
    PageText,
    Segment,
    TextSource,
    Word,
)

_LETTER = 0.0095
_ROW = 0.0165


def document(
    text: str, *, confidence: float = 100.0, codes: tuple[bytes, ...] = ()
) -> DocumentText:
    """Return what a reader would give for this text; a form feed begins a page."""
    texts = [page for page in text.split("\f") if page.strip() or codes]
    pages = tuple(
        PageText(
            number=number,
            lines=tuple(
                _line(line, row) for row, line in enumerate(page.split("\n")) if line.strip()
            ),
            source=TextSource.LAYER if confidence == 100.0 else TextSource.OCR,
            confidence=confidence,
            codes=tuple(PageCode(code, "data_matrix") for code in codes) if number == 1 else (),
        )
        for number, page in enumerate(texts, 1)
    )
    return DocumentText(pages=pages, page_count=len(pages))


def _line(text: str, row: int) -> Line:
    segments: list[Segment] = []
    offset = 0
    for piece in text.split("   "):
        words = []
        place = offset
        for written in piece.split(" "):
            if written:
                top = 0.02 + row * _ROW
                box = Box(place * _LETTER, top, (place + len(written)) * _LETTER, top + 0.012)
                words.append(Word(written, box))
            place += len(written) + 1
        if words:
            segments.append(Segment(tuple(words)))
        offset += len(piece) + 3
    return Line(tuple(segments))

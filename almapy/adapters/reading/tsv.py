"""The table of words that Tesseract writes, the same from its library and from its program."""

from __future__ import annotations

from collections.abc import Iterator

from almapy.adapters.reading.engine import PixelWord

_COLUMNS = 12  # level, page, block, paragraph, line, word, left, top, width, height, conf, text
_WORD_LEVEL = "5"


def words_of(table: str) -> Iterator[PixelWord]:
    """Give the words of a table in TSV, in its order; what is no word is passed over."""
    for row in table.splitlines():
        cells = row.split("\t", _COLUMNS - 1)
        if len(cells) == _COLUMNS and cells[0] == _WORD_LEVEL and cells[-1].strip():
            block, paragraph, line, _, left, top, width, height = (
                int(cell) for cell in cells[2:10]
            )
            yield PixelWord(
                text=cells[-1].strip(),
                left=left,
                top=top,
                right=left + width,
                bottom=top + height,
                confidence=max(0.0, float(cells[10])),
                line=(block, paragraph, line),
            )

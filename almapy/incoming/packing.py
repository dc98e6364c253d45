"""What was read in a document as few bytes, with its places, so that nothing is read twice."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from almapy.errors import FormatError
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

_MARK = b"ALT1"
_UNIT = 100_000
LARGEST = 256_000_000
"""Bytes of one text once unpacked: some ten times the longest file that is read."""


def packed(text: DocumentText) -> bytes:
    """Return the text as compressed bytes; places keep a hundred-thousandth of the page."""
    told = [
        text.page_count,
        text.milliseconds,
        list(text.remarks),
        [_told(page) for page in text.pages],
    ]
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return _MARK + zlib.compress(plain, 6)


def unpacked(data: bytes) -> DocumentText:
    """Return the text that was packed.

    Raises FormatError for anything else, or for more than ``LARGEST`` bytes once unpacked.
    """
    try:
        page_count, milliseconds, remarks, pages = json.loads(_plain(data))
        return DocumentText(
            pages=tuple(_page(page) for page in pages),
            page_count=page_count,
            milliseconds=milliseconds,
            remarks=tuple(remarks),
        )
    except (ValueError, TypeError, OverflowError, RecursionError, zlib.error) as error:
        raise FormatError(
            "Ce qui avait été lu dans ce document n'est plus lisible. Le document lui-même est "
            "intact. Relancez sa lecture.",
            code="incoming.packed",
        ) from error


def kept_text(stored: bytes | None) -> DocumentText | None:
    """Return the text that a row keeps; None for none, or for one that must be read anew."""
    if stored is None:
        return None
    try:
        return unpacked(stored)
    except FormatError:
        return None


def _plain(data: bytes) -> bytes:
    if not data.startswith(_MARK):
        raise ValueError("not a packed text")
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(data[len(_MARK) :], LARGEST)
    if not unpacker.eof:
        raise ValueError("too long, or cut")
    return plain


def _told(page: PageText) -> list[Any]:
    return [
        page.number,
        page.source.value,
        round(page.confidence, 1),
        page.turn,
        round(page.skew, 2),
        int(page.blank),
        page.problem,
        [[base64.b64encode(code.content).decode(), code.form] for code in page.codes],
        [
            [[_told_word(word) for word in segment.words] for segment in line.segments]
            for line in page.lines
        ],
    ]


def _told_word(word: Word) -> list[Any]:
    sides = (word.box.left, word.box.top, word.box.right, word.box.bottom)
    return [word.text, word.confidence, *(round(side * _UNIT) for side in sides)]


def _page(told: list[Any]) -> PageText:
    number, source, confidence, turn, skew, blank, problem, codes, lines = told
    return PageText(
        number=number,
        lines=tuple(_line(line) for line in lines),
        source=TextSource(source),
        confidence=confidence,
        turn=turn,
        skew=skew,
        blank=bool(blank),
        codes=tuple(PageCode(base64.b64decode(content), form) for content, form in codes),
        problem=problem,
    )


def _line(told: list[Any]) -> Line:
    return Line(tuple(Segment(tuple(_word(word) for word in segment)) for segment in told))


def _word(told: list[Any]) -> Word:
    text, confidence, left, top, right, bottom = told
    if not isinstance(text, str):
        raise TypeError
    return Word(text, Box(left / _UNIT, top / _UNIT, right / _UNIT, bottom / _UNIT), confidence)

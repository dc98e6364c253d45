"""What the program and a process that reads documents say to each other: one JSON object a line.

A request is one line, ``{"size", "kind", "password", "all_pages", "without"}``, followed by
``size`` bytes: the document. ``without`` numbers pages to leave out. The answers come one by one:

| line | meaning |
|---|---|
| ``{"to_read": [1, 2, 3, 12], "count": 12, "remarks": […]}`` | the document is open |
| ``{"page": {…}}`` | one page was read (``page_line``) |
| ``{"end": true}`` | all were |
| ``{"fault": …}`` | a value of ``Fault``; ``message`` goes with UNREADABLE |

A process says ``{}`` once it is ready. Boxes are whole numbers, ``UNIT`` for a side of the page.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from almapy.ocr.model import Box, Line, PageCode, PageText, Segment, TextSource, Word

LONGEST_LINE = 16 * 1024 * 1024
HELPER_VERB = "reading-helper"
"""The word that makes the packaged program, which has no Python to call, play the process."""
UNIT = 100_000
LONGEST_WORD = 120
"""Letters kept of a word: what understands a text looks through each one several times."""
LONGEST_LINE_WORDS = 200
"""Words of a line; a longer one, as a text file has, goes on in the next."""
_MOST_MESSAGE = 1_000


class Fault(StrEnum):
    """Why a document was not read."""

    UNREADABLE = "unreadable"
    PASSWORD = "password"  # noqa: S105  (the name of a fault)
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    TOO_MUCH = "too_much"
    FAILED = "failed"


def page_line(page: PageText) -> dict[str, Any]:
    """Return what is said of one page."""
    return {
        "number": page.number,
        "source": page.source.value,
        "confidence": round(page.confidence, 1),
        "turn": page.turn,
        "skew": round(page.skew, 2),
        "blank": page.blank,
        "problem": page.problem,
        "codes": [[base64.b64encode(one.content).decode(), one.form] for one in page.codes],
        "lines": [
            [[_told(word) for word in segment.words] for segment in line.segments]
            for line in page.lines
        ],
    }


def page_of(told: dict[str, Any]) -> PageText:
    """Return the page that was said; ValueError, TypeError or KeyError for anything else."""
    return PageText(
        number=_number(told["number"]),
        lines=tuple(part for line in told["lines"] for part in _lines(line)),
        source=TextSource(told["source"]),
        confidence=float(told["confidence"]),
        turn=_number(told["turn"]) % 360,
        skew=float(told["skew"]),
        blank=bool(told["blank"]),
        codes=tuple(
            PageCode(base64.b64decode(content, validate=True), str(form))
            for content, form in told["codes"]
        ),
        problem=message_of(told["problem"]),
    )


def message_of(told: object) -> str:
    """Return a sentence that the process said, cut where no sentence of ours goes."""
    return str(told)[:_MOST_MESSAGE]


def remarks_of(told: Sequence[object]) -> tuple[str, ...]:
    """Return the remarks that the process said."""
    return tuple(message_of(one) for one in itertools.islice(told, 20))


def _told(word: Word) -> list[Any]:
    box = word.box
    sides = (box.left, box.top, box.right, box.bottom)
    return [word.text, word.confidence, *(round(side * UNIT) for side in sides)]


def _word(told: Sequence[Any]) -> Word:
    text, confidence, left, top, right, bottom = told
    box = Box(left / UNIT, top / UNIT, right / UNIT, bottom / UNIT)
    return Word(str(text)[:LONGEST_WORD], box, _number(confidence))


def _lines(told: Sequence[Sequence[Sequence[Any]]]) -> Iterator[Line]:
    """Give what was said of a line: itself, or its pieces when it is longer than a line is."""
    segments = [Segment(tuple(_word(word) for word in words)) for words in told]
    if sum(len(one.words) for one in segments) <= LONGEST_LINE_WORDS:
        yield Line(tuple(segments))
        return
    for one in segments:
        for begin in range(0, len(one.words), LONGEST_LINE_WORDS):
            yield Line((Segment(one.words[begin : begin + LONGEST_LINE_WORDS]),))


def _number(told: object) -> int:
    if not isinstance(told, int):
        raise TypeError
    return told

"""What was read in a document: words with their places, pages, codes, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class TextSource(StrEnum):
    """Where the text of a page comes from (command-line contract: ``text_source``)."""

    LAYER = "layer"
    OCR = "ocr"
    NONE = "none"  # nothing could be read: no engine, blank page, damaged page


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page **as it is stored and shown unturned**, in parts of its size.

    0 is left or top, 1 right or bottom. A page that must be turned to be read keeps these axes.
    """

    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One word between blanks; ``confidence`` 0–100, 100 for a text layer."""

    text: str = field(repr=False)
    box: Box = field(repr=False)
    confidence: int = 100


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line without a visible gap between them: a cell, a column, a whole line."""

    words: tuple[Word, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """Return the words with one blank between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """One line from left to right; a role word counts only inside its segment (notes §3)."""

    segments: tuple[Segment, ...] = field(repr=False)

    @property
    def words(self) -> Iterator[Word]:
        """Return all words, left to right."""
        return (word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        """Return the line, three blanks at each gap."""
        return "   ".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class PageCode:
    """A matrix code of a page; ``content`` as bytes, for ``<GS>`` counts."""

    content: bytes = field(repr=False)
    form: str  # a value of almapy.camera.ports.CodeForm


@dataclass(frozen=True, slots=True)
class PageText:
    """One page as it was read, its lines from top to bottom.

    ``turn`` is how many degrees clockwise (0, 90, 180, 270) the stored page must be turned to be
    read upright, ``skew`` what was straightened besides, in degrees. ``confidence`` is 0–100 over
    the page, 100 for a layer. ``problem`` tells in French why it was not read, empty otherwise.
    """

    number: int  # from 1
    lines: tuple[Line, ...] = field(repr=False)
    source: TextSource
    confidence: float = 100.0
    turn: int = 0
    skew: float = 0.0
    blank: bool = False
    codes: tuple[PageCode, ...] = ()
    problem: str = ""

    @property
    def text(self) -> str:
        """Return the lines of the page."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What was read of one document: not all pages of a long one are read for matching.

    ``page_count`` counts all pages of the file; ``pages`` holds those that were read, in order.
    ``milliseconds`` is what reading took; ``remarks`` are French sentences for the row (scripts or
    attachments ignored, pages left out…).
    """

    pages: tuple[PageText, ...]
    page_count: int
    milliseconds: int = 0
    remarks: tuple[str, ...] = ()

    @property
    def source(self) -> TextSource:
        """Return OCR as soon as one page needed it, NONE when no page gave a word."""
        sources = {page.source for page in self.pages if page.lines}
        if TextSource.OCR in sources:
            return TextSource.OCR
        return TextSource.LAYER if sources else TextSource.NONE

    @property
    def text(self) -> str:
        """Return the pages, apart by a form feed."""
        return "\f".join(page.text for page in self.pages)


class EngineState(StrEnum):
    """Whether pictures can be read on this post."""

    READY = "ready"
    NO_ENGINE = "no_engine"
    NO_FRENCH = "no_french"

"""The words of a document, folded as names are, each with its line, cell and place on the page.

One folding for documents and for the index of people (notes on incoming documents §6.1):
:func:`almapy.text.fold`, then « st » and « ste » read as « saint » and « sainte », and digits read
in the middle of a word as the letters an OCR takes for them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from almapy.matching.model import Place
from almapy.ocr.model import Box, DocumentText, Line, Word
from almapy.text import fold

GAP = "   "
"""What stands between two cells in the text of a row, as in :attr:`almapy.ocr.model.Line.text`."""

_SAINTS = {"st": "saint", "ste": "sainte", "sts": "saints"}
_LETTERS_OF_DIGITS = str.maketrans("01589", "olsbg")
_ASCII_WORDS = re.compile(r"[a-z0-9]+")
_FEWEST_LETTERS = 3
_M_OF_NAMES = re.compile(r"(?<!\w)M['’](?=[A-ZÀ-Þ])")
"""« M’BALA » is one word: its first letter is no civility, and « m’avoir » keeps its own."""
_GLUED_CIVILITY = re.compile(
    r"(?<=[a-zà-ÿ,.;])(?=(?:Monsieur|Madame|Mademoiselle|Docteur|Mme|Mlle|M\.)$)"
    r"|(?<=^Mr)(?=[A-ZÀ-Þ])|(?<=^Mme)(?=[A-ZÀ-Þ])|(?<=^Mlle)(?=[A-ZÀ-Þ])|(?<=^Dr)(?=[A-ZÀ-Þ])"
    r"|(?<=^Madame)(?=[A-ZÀ-Þ])|(?<=^Monsieur)(?=[A-ZÀ-Þ])|(?<=^Docteur)(?=[A-ZÀ-Þ])"
)
"""Where a civility lost the blank before or behind it: « revoisMonsieur », « MrLE GUEN »."""


def folded_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name or of a text: « ST-JEAN d’Ô » gives saint, jean, d, o."""
    text = _M_OF_NAMES.sub("M", text)
    if text.isascii():
        found: Iterable[str] = _ASCII_WORDS.findall(text.lower())
    else:
        found = fold(text).split()
    return tuple(_repaired(word) for word in found)


def word_set(text: str) -> frozenset[str]:
    """Return a set of folded words from a list written with blanks."""
    return frozenset(text.split())


def glued(words: Sequence[str]) -> str:
    """Return words as one: the form in which « LE GOFF » and « LEGOFF » are the same."""
    return "".join(words)


def _repaired(word: str) -> str:
    """Read the digits of « dup0nt » as letters; leave « 1er », « b12 », « 2a004 » alone."""
    if word in _SAINTS:
        return _SAINTS[word]
    if word.isalpha() or word.isdigit():
        return word
    letters = sum(c.isalpha() for c in word)
    if letters < _FEWEST_LETTERS or letters <= len(word) - letters:
        return word
    return word.translate(_LETTERS_OF_DIGITS)


class Token(NamedTuple):
    """One folded word: ``row`` and ``cell`` count over the document, ``word`` within the row."""

    text: str
    row: int
    cell: int
    word: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a page: its text, three blanks between cells, and its tokens ``first:end``.

    ``starts`` gives where each word begins in ``text``, ``firsts`` the first token of each word
    (the next one for a word without letters or digits), ``cells`` its cells ``[first, end)``.
    """

    number: int
    page: int  # index in DocumentText.pages
    text: str = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)
    starts: tuple[int, ...]
    firsts: tuple[int, ...]
    first: int
    end: int
    cells: tuple[int, int]

    def words_between(self, start: int, end: int) -> range:
        """Return the numbers of the words that characters ``start`` to ``end`` touch."""
        low = max(0, bisect_right(self.starts, start) - 1)
        high = max(low, bisect_right(self.starts, max(start, end - 1)) - 1)
        return range(low, high + 1)

    def token_at(self, start: int) -> int:
        """Return the first token of the word that holds the character ``start``."""
        return self.firsts[self.words_between(start, start + 1)[0]] if self.words else self.first


@dataclass(frozen=True, slots=True)
class Cell:
    """A segment of a line: its tokens ``first:end``, its row, and its text as written."""

    row: int
    first: int
    end: int
    text: str = field(repr=False)
    box: Box = field(repr=False)

    def above(self, other: Cell) -> bool:
        """Whether the two stand in one column (they share more than a sliver of width)."""
        shared = min(self.box.right, other.box.right) - max(self.box.left, other.box.left)
        narrow = min(self.box.right - self.box.left, other.box.right - other.box.left)
        return shared > 0.3 * narrow


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as tokens, cells and rows in reading order, over all its pages."""

    tokens: tuple[Token, ...] = field(repr=False)
    cells: tuple[Cell, ...] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    page_numbers: tuple[int, ...] = ()
    confidences: tuple[float, ...] = ()

    def texts(self, first: int, end: int) -> tuple[str, ...]:
        """Return the folded words of tokens ``first`` to ``end``."""
        return tuple(token.text for token in self.tokens[max(0, first) : end])

    def page_of(self, token: int) -> int:
        """Return the index of the page a token stands on."""
        return self.rows[self.tokens[token].row].page

    def word_of(self, token: int) -> Word:
        """Return the written word a token comes from."""
        found = self.tokens[token]
        return self.rows[found.row].words[found.word]

    def places(self, first: int, end: int) -> tuple[Place, ...]:
        """Return the boxes around tokens ``first`` to ``end``, one for each line they stand on."""
        boxes: dict[int, Box] = {}
        for index in range(first, end):
            row, box = self.tokens[index].row, self.word_of(index).box
            boxes[row] = boxes[row].around(box) if row in boxes else box
        return tuple(
            Place(self.page_numbers[self.rows[row].page], box) for row, box in boxes.items()
        )


def reading_of(text: DocumentText) -> Reading:
    """Fold a document. Lines without a word are left out."""
    builder = _Builder()
    for index, page in enumerate(text.pages):
        for line in page.lines:
            builder.add(line, index)
    return Reading(
        tokens=tuple(builder.tokens),
        cells=tuple(builder.cells),
        rows=tuple(builder.rows),
        page_numbers=tuple(page.number for page in text.pages),
        confidences=tuple(page.confidence for page in text.pages),
    )


class _Builder:
    """Lines added one after the other."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.cells: list[Cell] = []
        self.rows: list[Row] = []
        self._known: dict[str, tuple[str, ...]] = {}

    def add(self, line: Line, page: int) -> None:
        number, first, cell = len(self.rows), len(self.tokens), len(self.cells)
        words: list[Word] = []
        starts: list[int] = []
        firsts: list[int] = []
        pieces: list[str] = []
        offset = 0
        for segment in line.segments:
            if not segment.words:
                continue
            begun = len(self.tokens)
            box = segment.words[0].box
            for word in segment.words:
                starts.append(offset)
                firsts.append(len(self.tokens))
                self._take(word, number, len(words))
                words.append(word)
                box = box.around(word.box)
                offset += len(word.text) + 1
            pieces.append(segment.text)
            offset += len(GAP) - 1
            self.cells.append(Cell(number, begun, len(self.tokens), pieces[-1], box))
        if words:
            self.rows.append(
                Row(
                    number, page, GAP.join(pieces), tuple(words), tuple(starts), tuple(firsts),
                    first, len(self.tokens), (cell, len(self.cells)),
                )
            )  # fmt: skip

    def _take(self, word: Word, row: int, number: int) -> None:
        parts = self._known.get(word.text)
        if parts is None:
            text = _GLUED_CIVILITY.sub(" ", word.text)
            parts = self._known[word.text] = folded_words(text)
        for part in parts:
            self.tokens.append(Token(part, row, len(self.cells), number))

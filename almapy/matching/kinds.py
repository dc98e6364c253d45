"""What sort of document it is, by phrases weighted by where they stand (notes §7).

A phrase counts six in a short line among the first 25 of the document, two in the upper third of
a page, one anywhere; under four the document stays a letter. Letterheads and words of the text
weigh less, and never say more than a title.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from almapy.matching.kind_titles import TitleCue
from almapy.matching.kind_titles_more import ALL_TITLES
from almapy.matching.kind_words import (
    ANALYSIS_UNIT,
    BODY,
    HEADS,
    POSOLOGY,
    PRESCRIBED_ANALYSES,
    SESSIONS,
)
from almapy.matching.model import DocumentKind
from almapy.ocr.model import DocumentText
from almapy.text import fold

_TITLE_LINES = 25
_MOST_ROWS = 600  # enough to know what it is; a long file has thousands
_HEAD_LINES = 8
_TITLE_WORDS = 10
_HEAD_WORDS = 8
_BULLETS = tuple("-•*–123456789")
_TITLE, _UPPER, _ANYWHERE = 6.0, 2.0, 1.0
_ENOUGH = 4.0
_HEAD = 3.0
_MOST_OF_TEXT = 5.5
_EARLY = 0.02  # of two titles, the one that stands higher
_LONG = 0.02  # and the one that says more
_ALIKE = 86
_LEAST_FUZZY = 9
_VALUE_LINES = 4
_OPENING = re.compile(r"\b(?:chere? (?:confrere|consoeur|collegue|amie?)|mon cher|ma chere)\b")
_LEADING = frozenset(("le", "la", "les", "votre", "type", "examen", "objet", "titre"))
_TELLING_WORDS = 2
_RECEIVED = re.compile(r"\breçue? le\b", re.IGNORECASE)
_LEADING_OF_STAYS = frozenset(("du", "de", "des", "d", "le", "la", "sejour", "service", "patient"))
_CONFUSED = str.maketrans({"0": "o", "1": "l", "5": "s", "8": "b", "6": "g"})
_LEAST_SPACED = 6

DEFAULT_TYPES = {
    DocumentKind.LETTER: "11488-4",
    DocumentKind.BIOLOGY: "11502-2",
    DocumentKind.IMAGING: "18748-4",
    DocumentKind.HOSPITAL: "34112-3",
    DocumentKind.EMERGENCY: "15507-7",
    DocumentKind.SURGERY: "34874-8",
    DocumentKind.PATHOLOGY: "60568-3",
    DocumentKind.PRESCRIPTION: "57833-6",
    DocumentKind.CERTIFICATE: "89601-9",
    DocumentKind.PHYSIOTHERAPY: "11506-3",
    DocumentKind.ADMINISTRATIVE: "51851-4",
}
"""The type of JDV_J07 of each kind when nothing tells it finer."""


@dataclass(frozen=True, slots=True)
class KindSeen:
    """The kind, the title that said so if one did, and the folded line that held it."""

    kind: DocumentKind
    score: float = 0.0
    cue: TitleCue | None = None
    title_line: str = ""


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """One segment or whole line, folded, with its place."""

    text: str
    raw: str
    row: int  # counted over the document, blank rows left out
    upper: bool  # upper third of its page


@dataclass(frozen=True, slots=True)
class _Found:
    cue: TitleCue
    score: float
    line: str


def folded_lines(text: DocumentText) -> list[FoldedLine]:
    """Return every segment and every line of several segments, letters put right in words."""
    lines: list[FoldedLine] = []
    row = 0
    for page in text.pages:
        count = max(len(page.lines), 1)
        if row > _MOST_ROWS:
            break
        for at, line in enumerate(page.lines):
            upper = at * 3 < count
            pieces = [segment.text for segment in line.segments]
            if len(pieces) > 1:
                pieces.append(line.text)
            for raw in pieces:
                folded = mended(raw)
                if folded:
                    lines.append(FoldedLine(folded, raw, row, upper))
            row += 1
    return lines


def mended(raw: str) -> str:
    """Fold a line; digits inside words become the letters they were, spaced letters one word."""
    words = [_mended_word(word) for word in fold(raw).split()]
    if len(words) >= _LEAST_SPACED and all(len(word) == 1 for word in words):
        return "".join(words)
    return " ".join(words)


def _mended_word(word: str) -> str:
    letters = sum(char.isalpha() for char in word)
    return word.translate(_CONFUSED) if len(word) > letters > len(word) / 2 + 1 else word


def kind_of(lines: Sequence[FoldedLine]) -> KindSeen:
    """Return the likeliest kind; a letter when nothing says otherwise loudly enough."""
    opening = next((line.row for line in lines if _OPENING.search(line.text)), None)
    titles: dict[DocumentKind, _Found] = {}
    for found in _titles_in(lines, opening):
        kind = found.cue.kind
        if kind not in titles or found.score > titles[kind].score:
            titles[kind] = found
    scores = {kind: found.score for kind, found in titles.items()}
    for kind, more in _around(lines, opening).items():
        scores[kind] = scores.get(kind, 0.0) + more
    return _decided(scores, titles)


def _decided(scores: dict[DocumentKind, float], titles: dict[DocumentKind, _Found]) -> KindSeen:
    letter = DocumentKind.LETTER
    best = max(scores, key=lambda kind: scores[kind], default=letter)
    if scores.get(best, 0.0) < _ENOUGH:
        best = letter
    found = titles.get(best)
    if found is not None and best is letter and found.score < _ENOUGH:
        found = None  # an examination told in a letter is no title of it
    if found is None:
        return KindSeen(best, scores.get(best, 0.0))
    return KindSeen(best, scores[best], found.cue, found.line)


def _titles_in(lines: Sequence[FoldedLine], opening: int | None) -> Iterator[_Found]:
    for line in lines:
        text = _alike(line.text)
        is_short = len(text.split()) <= _TITLE_WORDS
        may_be_title = line.row < _TITLE_LINES and is_short
        exact = [pair for pair in _phrases() if _holds(text, pair[0])]
        is_before = opening is None or line.row < opening
        near: list[tuple[str, TitleCue]] = []
        if not exact and may_be_title and is_before and len(text) >= _LEAST_FUZZY:
            near = list(_nearly(text))
        for phrase, cue in exact or near:
            factor = _ANYWHERE
            is_title = near or (_leads(text, phrase) and not _tells(line.raw, phrase))
            if may_be_title and is_title:
                factor = _TITLE if is_before else _UPPER
            elif line.upper and len(phrase) >= _LEAST_FUZZY:
                factor = _UPPER
            yield _Found(cue, factor - line.row * _EARLY + len(phrase) * _LONG, line.text)


@cache
def _phrases() -> tuple[tuple[str, TitleCue], ...]:
    return tuple((_alike(phrase), cue) for cue in ALL_TITLES for phrase in cue.phrases)


def _alike(text: str) -> str:
    """Write l and i the same: capitals confuse them most (« LlAlSON »)."""
    return text.replace("l", "i")


@cache
def _long_phrases() -> tuple[tuple[str, TitleCue], ...]:
    return tuple(pair for pair in _phrases() if len(pair[0]) >= _LEAST_FUZZY)


def _holds(line: str, phrase: str) -> bool:
    return phrase in line and f" {phrase} " in f" {line} "


def _leads(line: str, phrase: str) -> bool:
    before = f" {line} ".partition(f" {phrase} ")[0].split()
    return line[: len(phrase)] == phrase or all(word in _leading() for word in before)


def _tells(raw: str, phrase: str) -> bool:
    """Whether a line speaks of what it names: « Scanner : pas de fracture », « …, reçue le … »."""
    if _RECEIVED.search(raw):
        return True
    before, _, after = raw.partition(":")
    words = fold(after).split()
    if len(words) < _TELLING_WORDS or words[0] in _LEADING_OF_STAYS:
        return False
    return _holds(_alike(mended(before)), phrase)


@cache
def _leading() -> frozenset[str]:
    return frozenset(map(_alike, _LEADING))


def _nearly(line: str) -> Iterator[tuple[str, TitleCue]]:
    """Give titles that the line begins with, but for a letter or two that were misread."""
    for phrase, cue in _long_phrases():
        if len(phrase) <= len(line) + 1 and fuzz.ratio(
            line[: len(phrase)], phrase, score_cutoff=_ALIKE
        ):
            yield phrase, cue


def _around(lines: Sequence[FoldedLine], opening: int | None) -> dict[DocumentKind, float]:
    """Weigh the letterhead, the words of the text, and lines made like results or drugs."""
    scores: dict[DocumentKind, float] = defaultdict(float)
    whole = f" {' '.join(line.text for line in lines)} "
    for kind, weight, phrases in BODY:
        if any(f" {phrase} " in whole for phrase in phrases):
            scores[kind] += weight
    raw = [line.raw.casefold() for line in lines]
    if sum(1 for text in raw if ANALYSIS_UNIT.search(text)) >= _VALUE_LINES:
        scores[DocumentKind.BIOLOGY] += _HEAD
    is_letter = scores.pop(DocumentKind.LETTER, 0.0) > 0  # what it is when nothing else is
    listed = [text for text in raw if text.lstrip()[:1] in _BULLETS]
    drugs = sum(1 for text in listed if _is_prescribed(text))
    loose = 0 if is_letter else sum(1 for text in raw if _is_prescribed(text))
    if opening is None and (drugs or loose):
        scores[DocumentKind.PRESCRIPTION] += _ENOUGH
    capped = {kind: min(score, _MOST_OF_TEXT) for kind, score in scores.items()}
    for kind in _heads(lines, _HEAD_LINES if opening is None else min(opening, _HEAD_LINES)):
        capped[kind] = capped.get(kind, 0.0) + _HEAD
    return capped


def _is_prescribed(raw: str) -> bool:
    return bool(POSOLOGY.search(raw) or SESSIONS.search(raw) or PRESCRIBED_ANALYSES.search(raw))


def _heads(lines: Sequence[FoldedLine], until: int) -> Iterator[DocumentKind]:
    shown = (line.text for line in lines if line.row < until)
    head = f" {' | '.join(text for text in shown if len(text.split()) <= _HEAD_WORDS)} "
    for kind, words in HEADS:
        if any(f" {word} " in head for word in words):
            yield kind

"""Whether the text layer of a PDF page may be believed (notes on incoming documents, §3)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from almapy.ocr.model import Line
from almapy.text import fold

LEAST_LETTERS = 40
LETTERS_BESIDE_A_PICTURE = 400
"""Letters wanted more for a whole page of picture: a stamp of a fax on a scan is no letter."""
PLAUSIBLE_SHARE = 0.6
FULL_PAGE = 0.8
"""A picture that covers this part of a page is a scan, and the text under it a scanner's guess."""

_LONG = 4
_LEADERS = frozenset(".,…_-–—·•:=*")  # rows of dots and rules between a name and its value
_EDGES = re.compile(r"^\W+|\W+$")
_JOINED = re.compile(r"['’.\-]")
_VOWEL = re.compile(r"[aeiouy]")


def is_trustworthy(lines: Iterable[Line], picture_share: float, *, is_bare: bool = False) -> bool:
    """Tell whether these lines are what one sees on the page.

    ``picture_share`` is the part of the page that pictures cover, 0–1; ``is_bare`` tells that
    nothing else on the page could be writing: few letters are enough then.
    """
    wanted = LEAST_LETTERS + round(picture_share * LETTERS_BESIDE_A_PICTURE)
    return picture_share < FULL_PAGE and is_plausible(lines, 1 if is_bare else wanted)


def is_plausible(lines: Iterable[Line], least_letters: int = LEAST_LETTERS) -> bool:
    """Tell whether these lines read as words: fonts without meaning give other signs.

    A page of figures between rules has more signs than letters: it is read from its picture too.
    """
    letters = signs = long = plausible = 0
    for line in lines:
        for word in line.words:
            letters += sum(map(str.isalpha, word.text))
            signs += sum(not one.isalnum() and one not in _LEADERS for one in word.text)
            bare = _EDGES.sub("", word.text)
            if sum(map(str.isalpha, bare)) < _LONG:
                continue
            long += 1
            plausible += _is_word(bare)
    return letters >= max(least_letters, signs) and plausible >= PLAUSIBLE_SHARE * long


def _is_word(bare: str) -> bool:
    return _JOINED.sub("", bare).isalpha() and bool(_VOWEL.search(fold(bare)))

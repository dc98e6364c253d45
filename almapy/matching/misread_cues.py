"""Words that tell somebody's part, found again when an OCR misread them.

« Monsicun », « Pcrsonne de confiance »: a guard that rests on such a word must hold on a bad scan.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz.distance import Levenshtein

from almapy.matching import cues
from almapy.matching.first_names import FIRST_NAMES

_CIVILITIES: Final = ("madame", "monsieur", "docteur", "mademoiselle")
_SHORTEST: Final = 7
_SHORTEST_CIVILITY: Final = 5
_LONG_CIVILITY: Final = 8


class MisreadCues:
    """Gives the cue that each word of one document is nearest to; what was found is kept."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def word(self, text: str) -> str:
        """Return the cue a folded word was, the word itself when it is near none or one itself."""
        if len(text) < _SHORTEST_CIVILITY or text in _WORDS or text in FIRST_NAMES:
            return text  # « Camille » is no misreading of « famille »
        if text not in self._known:
            self._known[text] = _civility(text) or _cue(text) or text
        return self._known[text]


def _civility(text: str) -> str:
    for word in _CIVILITIES:
        slips = 2 if len(word) == _LONG_CIVILITY else 1
        if Levenshtein.distance(text, word, score_cutoff=slips) <= slips:
            return word
    return ""


def _cue(text: str) -> str:
    if len(text) < _SHORTEST - 1:
        return ""
    near = (word for word in _LONG if Levenshtein.distance(text, word, score_cutoff=1) <= 1)
    return next(near, "")


def _words(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(word for group in groups for phrase in group for word in phrase.split())


_GUARDS: Final = _words((cues.PROFESSIONAL, cues.LISTS, cues.THIRD))
_WORDS: Final = _GUARDS | _words(
    (
        cues.PATIENT,
        cues.VERBS,
        cues.LABELS,
        cues.CIVILITIES,
        cues.DOCTORS,
        cues.PROFESSIONS,
        cues.PLACES,
    )
)
_LONG: Final = tuple(sorted(word for word in _GUARDS if len(word) >= _SHORTEST))

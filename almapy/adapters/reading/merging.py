"""Two readings of one page into one: what the second saw where the first saw nothing sure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from almapy.adapters.reading.engine import PixelWord

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_SURE = 60
_BETTER = 10
_OTHER_READING = 10_000  # added to the number of a block: its lines are not those of the first


def merged(words: Sequence[PixelWord], more: Iterable[PixelWord]) -> list[PixelWord]:
    """Return the words of the first reading, with the surer ones of a second in the same pixels."""
    kept = list(words)
    for word in more:
        if word.confidence < _SURE or not any(sign.isalnum() for sign in word.text):
            continue
        same = [one for one in kept if _meet(one, word)]
        if not same:
            block, paragraph, line = word.line
            kept.append(replace(word, line=(block + _OTHER_READING, paragraph, line)))
        elif max(one.confidence for one in same) < min(_SURE, word.confidence - _BETTER):
            kept = [one for one in kept if one not in same]
            kept.append(replace(word, line=same[0].line))
    return sorted(kept, key=lambda word: word.line)


def missed_part(letters: NDArray[float64], words: Sequence[PixelWord]) -> float:
    """Return the part of the letters (x, y) that no surely read word covers."""
    if not len(letters):
        return 0.0
    across, down = letters[:, 0], letters[:, 1]
    seen = across < 0
    for word in words:
        if word.confidence >= _SURE:
            seen |= (
                (across >= word.left)
                & (across <= word.right)
                & (down >= word.top)
                & (down <= word.bottom)
            )
    return 1.0 - float(seen.mean())


def _meet(one: PixelWord, other: PixelWord) -> bool:
    """Tell whether two words cover at least a third of the smaller one together."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0 and high > 0 and 3 * wide * high >= min(_area(one), _area(other))


def _area(word: PixelWord) -> int:
    return (word.right - word.left) * (word.bottom - word.top)

"""Words with places brought into lines and segments, whichever way the text runs on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

_LEAST_APART = 2.5  # points between the middles of two lines
_PART_OF_HEIGHT = 0.4
_GAP = 1.1  # blank between two words, in heights of the line, that begins a new segment
_STRAIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A word on the page as it is shown, in points from the top left.

    ``turn`` is how many degrees clockwise the page must be turned for the word to run to the right,
    None for a word of one letter, which does not tell.
    """

    text: str = field(repr=False)
    left: float
    top: float
    right: float
    bottom: float
    turn: int | None = None

    @classmethod
    def spanning(
        cls,
        text: str,
        begin: tuple[float, float, float, float],
        end: tuple[float, float, float, float],
    ) -> Piece:
        """Return a word from the left, top, right and bottom of its first and last letters."""
        return cls(
            text,
            min(begin[0], end[0]),
            min(begin[1], end[1]),
            max(begin[2], end[2]),
            max(begin[3], end[3]),
            _turn(begin, end) if len(text) > 1 else None,
        )

    def turned(self, turn: int) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom after a turn clockwise of the page around a corner."""
        match turn:
            case 90:
                return -self.bottom, self.left, -self.top, self.right
            case 180:
                return -self.right, -self.bottom, -self.left, -self.top
            case 270:
                return self.top, -self.right, self.bottom, -self.left
            case _:
                return self.left, self.top, self.right, self.bottom


Row = tuple[tuple[Piece, ...], ...]
"""One line: segments of words."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines from top to bottom; those that run another way than most of the page come last."""

    rows: tuple[Row, ...]
    turn: int


@dataclass(slots=True)
class _Placed:
    piece: Piece
    left: float
    right: float
    middle: float
    height: float


def rows_of(pieces: Iterable[Piece]) -> Rows:
    """Return the lines of a page."""
    among = list(pieces)
    ways = Counter(piece.turn for piece in among if piece.turn is not None)
    most = ways.most_common(1)[0][0] if ways else 0
    rows: list[Row] = []
    for turn in (most, *(way for way in sorted(ways) if way != most)):
        same = [one for one in among if (most if one.turn is None else one.turn) == turn]
        rows += _rows(same, turn)
    return Rows(tuple(rows), most)


def _rows(pieces: list[Piece], turn: int) -> list[Row]:
    placed = []
    for piece in pieces:
        left, top, right, bottom = piece.turned(turn)
        placed.append(_Placed(piece, left, right, (top + bottom) / 2, bottom - top))
    placed.sort(key=lambda one: one.middle)
    rows: list[list[_Placed]] = []
    for one in placed:
        if rows and _is_same_line(rows[-1], one):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [_segments(row) for row in rows]


def _is_same_line(row: list[_Placed], one: _Placed) -> bool:
    apart = one.middle - row[0].middle
    return apart < max(_LEAST_APART, _PART_OF_HEIGHT * min(row[0].height, one.height))


def _segments(row: list[_Placed]) -> Row:
    row.sort(key=lambda one: one.left)
    segments: list[list[Piece]] = []
    end = 0.0
    for one in row:
        if segments and one.left - end <= _GAP * one.height:
            segments[-1].append(one.piece)
            end = max(end, one.right)
        else:
            segments.append([one.piece])
            end = one.right
    return tuple(tuple(segment) for segment in segments)


def _turn(
    begin: tuple[float, float, float, float], end: tuple[float, float, float, float]
) -> int | None:
    """Return how the page must be turned for the second place to be right of the first."""
    across = (end[0] + end[2] - begin[0] - begin[2]) / 2
    down = (end[1] + end[3] - begin[1] - begin[3]) / 2
    if abs(across) >= _STRAIGHT * abs(down):
        return 0 if across >= 0 else 180
    if abs(down) >= _STRAIGHT * abs(across):
        return 270 if down > 0 else 90
    return None

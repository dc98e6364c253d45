"""Where each page stands: one under the other, from sizes alone, before any is drawn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF

from almapy.documents.pdf import PageSize
from ui.documents.marks import lies_down
from ui.theme import SPACE_M

FULL_SIZE = 96 / 72
"""Logical pixels a point at 100 %."""


class PageLayout:
    """Sizes in points, turns by page index, and the tops in logical pixels at the present zoom."""

    def __init__(self) -> None:
        self._sizes: Sequence[PageSize] = ()
        self._turns: dict[int, int] = {}
        self._factor = FULL_SIZE
        self._tops: list[float] = []
        self.height = 0
        self.width = 0

    def __len__(self) -> int:
        return len(self._sizes)

    def set_pages(self, sizes: Sequence[PageSize]) -> None:
        """Take the pages of another document, unturned."""
        self._sizes = sizes
        self._turns = {}
        self._tops = []

    def set_turns(self, turns: Mapping[int, int]) -> None:
        """Turn pages (index, from 0) clockwise; the others stand as they are stored."""
        self._turns = {page: turn % 360 for page, turn in turns.items()}

    def turn(self, index: int) -> int:
        """Return how a page is turned, in degrees clockwise."""
        return self._turns.get(index, 0)

    def size(self, index: int) -> PageSize:
        """Return the size of a page as it is turned."""
        size = self._sizes[index]
        return PageSize(size.height, size.width) if lies_down(self.turn(index)) else size

    def arrange(self, zoom: float) -> None:
        """Place every page; some 500 take under a millisecond."""
        self._factor = zoom * FULL_SIZE
        self._tops, top, widest = [], float(SPACE_M), 0.0
        for index in range(len(self._sizes)):
            size = self.size(index)
            self._tops.append(top)
            top += size.height * self._factor + SPACE_M
            widest = max(widest, size.width)
        self.height = round(top) if self._sizes else 0
        self.width = round(widest * self._factor + 2 * SPACE_M)

    def top(self, index: int) -> float:
        """Return where a page begins."""
        return self._tops[index]

    def index_at(self, line: float) -> int:
        """Return the page at a height of the whole, the last one that begins above it."""
        return max(0, bisect_right(self._tops, line) - 1)

    def visible(self, top: float, bottom: float) -> range:
        """Return the pages of which a part stands between two heights."""
        if not self._tops:
            return range(0)
        first = self.index_at(top)
        if self._tops[first] + self.size(first).height * self._factor < top:
            first += 1
        last = self.index_at(bottom)
        return range(first, last + 1 if self._tops[last] <= bottom else last)

    def place(self, index: int, room: int, across: int, down: int) -> QRectF:
        """Return where a page is painted, in a view ``room`` wide scrolled by ``across, down``."""
        size = self.size(index)
        width, height = size.width * self._factor, size.height * self._factor
        left = max(float(SPACE_M), (room - width) / 2)
        return QRectF(round(left - across), round(self._tops[index] - down), width, height)

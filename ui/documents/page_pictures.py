"""Pictures of pages, drawn one at a time in the background, within a bound of memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QTransform

from ui.desk import Desk
from ui.tasks import Lane

_MOST_BYTES = 96_000_000
Draw = Callable[[int, float], QImage]


@dataclass(frozen=True, slots=True)
class Wish:
    """A page (index, from 0) wanted at ``scale`` pixels a point, turned clockwise."""

    page: int
    scale: float
    turn: int = 0


def draw_turned(draw: Draw, wish: Wish) -> QImage:
    """Draw a page as it is wished; runs in a worker and raises UnreadableDocument."""
    image = draw(wish.page, wish.scale)
    return image.transformed(QTransform().rotate(wish.turn)) if wish.turn else image


class PagePictures(QObject):
    """Draws the newest wishes first: what was wished before and is out of sight is not drawn.

    What it drew of another document is dropped.
    """

    drawn = Signal(object)  # int, the page
    failed = Signal(object)  # UnreadableDocument of one page
    rested = Signal()  # everything wished is there

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._draw: Draw | None = None
        self._kept: dict[int, tuple[Wish, QImage]] = {}
        self._refused: set[int] = set()
        self._wishes: Sequence[Wish] = ()
        self._document = 0
        self._is_busy = False

    @property
    def is_busy(self) -> bool:
        """Tell whether a page is being drawn."""
        return self._is_busy

    def set_source(self, draw: Draw | None) -> None:
        """Draw another document from now on, and forget the pictures of the former one."""
        self._document += 1
        self._draw = draw
        self._kept.clear()
        self._refused.clear()
        self._wishes = ()

    def put(self, wish: Wish, image: QImage) -> None:
        """Keep a picture that was drawn ahead."""
        self._kept[wish.page] = (wish, image)

    def picture(self, page: int, turn: int) -> QImage | None:
        """Return what there is of a page, perhaps at another scale."""
        wish, image = self._kept.get(page, (None, None))
        return image if wish is not None and wish.turn == turn else None

    def is_settled(self, wish: Wish) -> bool:
        """Tell whether a page stands as it is wished, or cannot be drawn."""
        return wish.page in self._refused or self._kept.get(wish.page, (None,))[0] == wish

    def want(self, wishes: Sequence[Wish]) -> None:
        """Have these pages drawn, the first one first; earlier wishes are forgotten."""
        self._wishes = wishes
        self._draw_next()

    def _draw_next(self) -> None:
        draw = self._draw
        if self._is_busy or draw is None:
            return
        wish = next((one for one in self._wishes if not self.is_settled(one)), None)
        if wish is None:
            self.rested.emit()
            return
        self._is_busy = True
        document = self._document

        def done(image: QImage) -> None:
            self._is_busy = False
            if document == self._document:
                self._keep(wish, image)
            self._draw_next()

        def failed(error: Exception) -> None:
            self._is_busy = False
            if document == self._document:
                self._refused.add(wish.page)
                self.failed.emit(error)
            self._draw_next()

        self._desk.run(self, lambda: draw_turned(draw, wish), done, failed, lane=Lane.IO)

    def _keep(self, wish: Wish, image: QImage) -> None:
        self._kept[wish.page] = (wish, image)
        self._make_room(wish.page)
        self.drawn.emit(wish.page)

    def _make_room(self, page: int) -> None:
        wished = {one.page for one in self._wishes} | {page}
        total = sum(image.sizeInBytes() for _, image in self._kept.values())
        far_first = sorted(self._kept, key=lambda one: abs(one - page), reverse=True)
        for index in far_first:
            if total <= _MOST_BYTES:
                return
            if index not in wished:
                total -= self._kept.pop(index)[1].sizeInBytes()

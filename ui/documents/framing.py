"""How large pages are drawn for the room there is; asked by the view and, ahead, by workers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from almapy.documents.pdf import PageSize
from ui.documents.marks import lies_down
from ui.documents.page_layout import FULL_SIZE
from ui.documents.page_pictures import Wish

LEAST_ZOOM, MOST_ZOOM = 0.1, 6.0


class Fit(Enum):
    """How the size of the pages follows the size of the window."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Framing:
    """The room for one page in logical pixels, and pixels of the screen for each of them."""

    fit: Fit
    zoom: float
    width: float
    height: float
    ratio: float

    def zoom_for(self, size: PageSize) -> float:
        """Return the zoom at which a page of that size stands here, 1 being that of the paper."""
        if self.fit is Fit.FREE:
            return self.zoom
        across = self.width / (size.width * FULL_SIZE)
        down = self.height / (size.height * FULL_SIZE)
        wanted = across if self.fit is Fit.WIDTH else min(across, down)
        return min(max(wanted, LEAST_ZOOM), MOST_ZOOM)

    def scale(self, zoom: float) -> float:
        """Return pixels of the screen a point."""
        return zoom * FULL_SIZE * self.ratio

    def first_wish(self, size: PageSize, turn: int) -> Wish:
        """Return how the first page of a document would be drawn here."""
        shown = PageSize(size.height, size.width) if lies_down(turn) else size
        return Wish(0, self.scale(self.zoom_for(shown)), turn)

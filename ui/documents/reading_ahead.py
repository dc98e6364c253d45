"""What a worker makes of a document before it is shown: its pages, and the first one drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QImage

from almapy.documents.kinds import FileKind
from almapy.documents.pdf import UnreadableDocument
from ui.documents.framing import Framing
from ui.documents.opening import Shown, open_document
from ui.documents.page_pictures import Wish, draw_turned

Reader = Callable[[], tuple[bytes, FileKind]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document that is ready to be shown; ``first`` is its first page as it fits the preview."""

    shown: Shown = field(default_factory=Shown)
    first: tuple[Wish, QImage] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Framings:
    """The room for a page: of a document that has only one, and beside thumbnails."""

    alone: Framing
    beside: Framing


def open_content(read: Reader, framings: Framings, turn: int = 0) -> Opened:
    """Read, open and draw the first page; raises what ``read`` raises, and UnreadableDocument."""
    shown = open_document(*read())
    if not shown.sizes or shown.draw is None:
        return Opened(shown)
    framing = framings.beside if len(shown.sizes) > 1 else framings.alone
    wish = framing.first_wish(shown.sizes[0], turn)
    try:
        return Opened(shown, (wish, draw_turned(shown.draw, wish)))
    except UnreadableDocument:
        return Opened(shown)  # its turn to be drawn tells it, in its place

"""Places of a document that are highlighted, and where they stand once a page is turned."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.ocr.model import Box

_QUARTER, _HALF, _WHOLE = 90, 180, 360


@dataclass(frozen=True, slots=True)
class PageMark:
    """Words that were found on a page (from 1), for example an evidence of whose document it is.

    ``box`` is in parts of the unturned page, ``words`` tells in French what the place proves; a
    ``strong`` mark is drawn with a whole line under it, another with a dashed one.
    """

    page: int
    box: Box = field(repr=False)
    words: str = field(repr=False)
    strong: bool = True


def turned_box(box: Box, turn: int) -> Box:
    """Return where a box stands once its page is turned clockwise by 0, 90, 180 or 270 degrees."""
    match turn % _WHOLE:
        case 90:
            return Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        case 180:
            return Box(1 - box.right, 1 - box.bottom, 1 - box.left, 1 - box.top)
        case 270:
            return Box(box.top, 1 - box.right, box.bottom, 1 - box.left)
        case _:
            return box


def lies_down(turn: int) -> bool:
    """Tell whether a turn exchanges the width and the height of a page."""
    return turn % _HALF == _QUARTER

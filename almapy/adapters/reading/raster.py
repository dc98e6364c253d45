"""What a PDF page is made of, and its picture at 200 dots an inch, within bounds of pixels."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from almapy.adapters.reading.engine import DPI

if TYPE_CHECKING:
    import pypdfium2
    from numpy import uint8
    from numpy.typing import NDArray

MOST_PIXELS = 40_000_000
"""Pixels of a drawn page; a larger page is drawn coarser."""
MOST_PICTURE_PIXELS = 120_000_000
"""Pixels of one picture inside a page: what is larger is not decoded."""

_POINTS_PER_INCH = 72
_MOST_OBJECTS = 20_000  # of a page, those of its forms counted
_MOST_DEPTH = 3
_SMALLEST_CODE = 20.0  # points: 7 mm
_LONGEST_CODE_SIDE = 2.0  # times its short one
_MANY_PATHS = 60  # a drawn matrix code has more, unless it is one path
_COLOUR = 40  # between the strongest and the weakest of blue, green and red
_COLOURED_SHARE = 0.0005


@dataclass(frozen=True, slots=True)
class Makings:
    """What stands on a page, read without decoding any picture.

    ``picture_share`` is the part of the page under pictures, 0–1; ``largest_picture`` counts
    pixels; ``may_hold_code`` tells that a picture or drawing could be a matrix code, ``is_bare``
    that there is nothing but text and a few lines.
    """

    is_empty: bool
    picture_share: float
    largest_picture: int
    may_hold_code: bool
    is_bare: bool


def makings_of(page: pypdfium2.PdfPage) -> Makings:
    """Return what a page is made of."""
    from pypdfium2 import raw

    left, bottom, right, top = page.get_bbox()
    whole = max((right - left) * (top - bottom), 1.0)
    covered, largest, paths, count = 0.0, 0, 0, 0
    may_hold_code = False
    for kind, one, holder in itertools.islice(_objects(page), _MOST_OBJECTS):
        count += 1
        if kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            largest = max(largest, _pixels(one))
            box = _bounds(holder)
            width = max(0.0, min(box[2], right) - max(box[0], left))
            height = max(0.0, min(box[3], top) - max(box[1], bottom))
            covered += width * height
            may_hold_code |= holder is not one or _is_squarish(width, height)
    return Makings(
        is_empty=count == 0,
        picture_share=min(covered / whole, 1.0),
        largest_picture=largest,
        may_hold_code=may_hold_code or paths >= _MANY_PATHS,
        is_bare=not largest and paths < _MANY_PATHS,
    )


def drawn_page(page: pypdfium2.PdfPage) -> NDArray[uint8]:
    """Return a page as it is shown: grey where it has no colour, else blue, green and red."""
    width, height = (max(side, 1.0) for side in page.get_size())
    scale = min(DPI / _POINTS_PER_INCH, (MOST_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, may_draw_forms=False)
    try:
        picture: NDArray[uint8] = bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    return without_colour(picture[:, :, :3] if picture.ndim == 3 else picture)  # noqa: PLR2004


def without_colour(picture: NDArray[uint8]) -> NDArray[uint8]:
    """Return a picture in grey when it has no colour, as it is otherwise."""
    import cv2
    import numpy as np

    if picture.ndim == 2:  # noqa: PLR2004
        return picture
    some = picture[::4, ::4].astype(np.int16)
    spread = some.max(axis=2) - some.min(axis=2)
    if np.count_nonzero(spread > _COLOUR) > _COLOURED_SHARE * spread.size:
        return np.ascontiguousarray(picture)
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _objects(page: pypdfium2.PdfPage) -> Iterator[tuple[int, Any, Any]]:
    """Give the objects of a page and of its forms, and what says where on the page they are.

    Places inside a form are its own: the outermost form stands for what it holds.
    """
    from pypdfium2 import raw

    def within(
        count: int, get: Any, holder: Any, place: Any, depth: int
    ) -> Iterator[tuple[int, Any, Any]]:
        for index in range(min(count, _MOST_OBJECTS)):
            one = get(holder, index)
            kind = raw.FPDFPageObj_GetType(one)
            yield kind, one, place or one
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
                inner = raw.FPDFFormObj_CountObjects(one)
                yield from within(inner, raw.FPDFFormObj_GetObject, one, place or one, depth + 1)

    count = raw.FPDFPage_CountObjects(page.raw)
    yield from within(count, raw.FPDFPage_GetObject, page.raw, None, 0)


def _bounds(one: Any) -> tuple[float, float, float, float]:
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(one, *map(ctypes.byref, sides)):
        return 0.0, 0.0, 0.0, 0.0
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _pixels(one: Any) -> int:
    from pypdfium2 import raw

    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(one, ctypes.byref(width), ctypes.byref(height)):
        return 0
    return width.value * height.value


def _is_squarish(width: float, height: float) -> bool:
    short, long = sorted((width, height))
    return short >= _SMALLEST_CODE and long <= _LONGEST_CODE_SIDE * short

"""From the picture as it was given to the page on it: grey, at about 200 dpi, seen from above."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from almapy.adapters.reading.clean import WHITE, Picture, letter_height
from almapy.adapters.reading.plane import View

_PAGE_PIXELS = 1654 * 2339  # an A4 page at 200 dpi
_TOO_FINE = 1.3
_SMALL_LETTERS = 11.0
_LETTERS = 17.0
_LARGEST_TIMES = 2.5
_COLOURED = 60
_COLOURED_PART = 0.0005
_GREY_SHAPE = 2
_LOOK = 300  # pixels of the longer side when looking for the edges of the sheet
_APART = 60  # in brightness, between the sheet and what it lies on
_LEAST_SHEET, _STRAIGHT_SIDES = 0.25, 0.93
_AT_EDGE = 0.015
_SHADES, _FEW_AT_EDGE, _LEAST_GROUND = 10, 0.04, 0.02
_CORNERS = 4


@dataclass(frozen=True, slots=True)
class Paper:
    """The page; ``coloured`` is the same page with nothing but its coloured ink, if there is."""

    page: View
    coloured: View | None


def paper_on(picture: Picture) -> Paper:
    """Return the page to read, brought to the size that is read best."""
    height, width = picture.shape[:2]
    view = View(picture, (width, height))
    times = (_PAGE_PIXELS / (height * width)) ** 0.5
    if times * times < 1 / _TOO_FINE:
        view = view.scaled(times)
    view = _sheet(view)
    if times > 1:
        view = _enlarged(view)
    if view.pixels.ndim == _GREY_SHAPE:
        return Paper(view, None)
    return _inks(view)


def _enlarged(view: View) -> View:
    """Return small letters larger: the engine was taught on letters of 200 dpi and more."""
    letters = letter_height(_brightness(view.pixels))
    if not 0 < letters < _SMALL_LETTERS:
        return view
    width, height = view.size
    most = (_PAGE_PIXELS * _TOO_FINE / (height * width)) ** 0.5
    return view.scaled(max(1.0, min(_LETTERS / letters, _LARGEST_TIMES, most)))


def _inks(view: View) -> Paper:
    """Part what is printed in black from stamps, pens and headings in colour.

    Coloured ink stays as pale as its brightest colour: dark blue print is still read with the rest.
    """
    grey = _brightness(view.pixels)
    brightest, darkest = view.pixels.max(axis=2), view.pixels.min(axis=2)
    is_coloured = brightest - darkest > _COLOURED
    page = view.redrawn(np.where(is_coloured, brightest, grey).astype(np.uint8))
    is_ink = is_coloured & (grey < np.median(grey) * 0.8)
    if float(is_ink.mean()) < _COLOURED_PART:
        return Paper(page, None)
    around = cv2.dilate(is_ink.astype(np.uint8), np.ones((3, 3), np.uint8))
    return Paper(page, view.redrawn(np.where(around == 1, darkest, WHITE).astype(np.uint8)))


def _brightness(picture: Picture) -> Picture:
    if picture.ndim == _GREY_SHAPE:
        return picture
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _sheet(view: View) -> View:
    """Return the sheet alone, upright as from above, where it lies on something darker."""
    corners = _sheet_corners(_brightness(view.pixels))
    if corners is None:
        return view
    across = (corners[1] - corners[0], corners[2] - corners[3])
    down = (corners[3] - corners[0], corners[2] - corners[1])
    width = round(max(float(np.linalg.norm(side)) for side in across))
    height = round(max(float(np.linalg.norm(side)) for side in down))
    goal = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    step = cv2.getPerspectiveTransform(corners, goal)
    return view.warped(np.asarray(step, np.float64), (width, height))


def _sheet_corners(grey: Picture) -> NDArray[np.float32] | None:
    """Return the corners, clockwise from the top left; None when the sheet fills the picture."""
    height, width = grey.shape
    scale = min(1.0, _LOOK / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    small = cv2.morphologyEx(
        cv2.resize(grey, size, interpolation=cv2.INTER_AREA), cv2.MORPH_CLOSE, np.ones((9, 9))
    )
    limit = _edge_of_sheet(np.asarray(small, np.uint8))
    light = (small > limit).astype(np.uint8)
    dark_part, light_part = small[small <= limit], small[small > limit]
    if not dark_part.size or not light_part.size:
        return None
    if float(np.median(light_part)) - float(np.median(dark_part)) < _APART:
        return None
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    sides = cv2.approxPolyDP(outline, 0.03 * cv2.arcLength(outline, closed=True), closed=True)
    area = cv2.contourArea(outline)
    if len(sides) != _CORNERS or area < _LEAST_SHEET * small.size:
        return None
    if min(area, cv2.contourArea(sides)) < _STRAIGHT_SIDES * max(area, cv2.contourArea(sides)):
        return None
    corners = _clockwise(sides.reshape(_CORNERS, 2).astype(np.float32))
    if _free_sides(corners, size) < 2:  # noqa: PLR2004  (a dark heading is no table)
        return None
    return (corners + np.float32(0.5)) * np.array([width / size[0], height / size[1]], np.float32)


def _edge_of_sheet(small: Picture) -> float:
    """Return the brightness that parts the sheet from what it lies on.

    A shadow over the sheet has every brightness: a limit within it is none, the next darker is.
    """
    limit, _ = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    if float((np.abs(small - limit) <= _SHADES).mean()) <= _FEW_AT_EDGE:
        return float(limit)
    rest = small[small <= limit]
    if not rest.size:
        return float(limit)
    darker, _ = cv2.threshold(rest, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    is_ground = float((rest <= darker).sum()) >= _LEAST_GROUND * small.size
    is_shadow = float((rest > darker + _SHADES).sum()) >= _LEAST_GROUND * small.size
    return float(darker if is_ground and is_shadow else limit)


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    sums, differences = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    order = [sums.argmin(), differences.argmax(), sums.argmax(), differences.argmin()]
    return corners[order]


def _free_sides(corners: NDArray[np.float32], size: tuple[int, int]) -> int:
    """Return how many sides of the picture the sheet stays away from."""
    parts = corners / np.array(size, np.float32)
    left, top = parts.min(axis=0)
    right, bottom = parts.max(axis=0)
    return sum(bool(free > _AT_EDGE) for free in (left, top, 1 - right, 1 - bottom))

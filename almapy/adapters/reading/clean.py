"""What makes a scanned page easier to read: even paper, straight lines, no specks.

Sources: ``documents-ocr`` notes, §4, and the measures of ``tests/core/test_ocr_*.py``. Pictures are
grey, one byte a pixel, height x width. This module loads OpenCV: import it where pictures are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

WHITE = 255
_PAGE_PIXELS = 1654 * 2339  # an A4 page at 200 dpi
_MIDDLE = 128
_SPECK = 2
_MANY_SPECKS = 3000
_SOME_SPECKS = 300
_SOFT = 0.8
_EVEN = 48
_BLACK = 64
_PALE = 200
_GREY_INK = 0.0003
_EDGE = 80
_FEW_LINES = 130  # pixels
_DARKNESS = 16
_SMALL_WIDTH = 700
_LEAST_SKEW = 0.3
_SIDEWAYS = 1.6
_INK = 0.8  # darker than this part of the paper around it
_BLANK_INK = 0.001
_FEWEST_LETTERS = 8
_LETTER_SIDES = (3, 40)  # pixels at 100 dpi
_PAPER = 212
_FAINTEST = 0.85  # what is paler than this part of the paper is no ink


def flattened(grey: Picture) -> Picture:
    """Return the page with even white paper and black ink, whatever the light and the contrast."""
    parts = _on_even_paper(grey)
    black, white = (float(value) for value in np.percentile(parts[::4, ::4], (0.3, 60)))
    black = min(black, _FAINTEST * white)
    levels = (np.arange(WHITE + 1) - black) * (WHITE / max(white - black, 1.0))
    return _bytes(cv2.LUT(parts, np.clip(levels, 0, WHITE).astype(np.uint8)))


def _on_even_paper(grey: Picture) -> Picture:
    """Return each pixel as a part of the paper around it: ``_PAPER`` is paper, 0 black.

    In the dark there is no paper: differences of a few grey levels there are not stretched.
    """
    height, width = grey.shape
    grey = _bytes(cv2.add(grey, np.full_like(grey, _DARKNESS)))
    small = cv2.resize(
        grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _bytes(cv2.divide(grey, wide, scale=_PAPER))


def is_blank(grey: Picture) -> bool:
    """Tell whether nothing is written there: hardly any ink, and not in pieces like letters.

    A speck, a fold, a punched hole and the back showing through are no writing.
    """
    height, width = grey.shape
    half = cv2.resize(grey, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    parts = _on_even_paper(_bytes(cv2.medianBlur(half, 3)))
    ink = (parts < _INK * _PAPER).astype(np.uint8)
    if float(ink.mean()) >= _BLANK_INK:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    least, most = _LETTER_SIDES
    sides = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1, initial=0)
    return int(((sides >= least) & (sides <= most)).sum()) < _FEWEST_LETTERS


def letter_height(grey: Picture) -> float:
    """Return the middle height of what looks like letters, in pixels; 0 when there are none."""
    _, ink = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    heights, _ = _letters(_bytes(ink), (3, 60), (2, 60))
    return float(np.median(heights)) if len(heights) >= _FEWEST_LETTERS else 0.0


def letter_places(flat: Picture) -> NDArray[np.float64]:
    """Return the middles (x, y) of what looks like letters on a flattened page."""
    _, middles = _letters((flat < _MIDDLE).astype(np.uint8), (8, 45), (3, 45))
    return middles


def _letters(
    ink: Picture, high: tuple[int, int], wide: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return heights and middles of the pieces of ink within these heights and widths."""
    _, _, stats, middles = cv2.connectedComponentsWithStats(ink)
    widths, heights = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    kept = (heights >= high[0]) & (heights <= high[1]) & (widths >= wide[0]) & (widths <= wide[1])
    return heights[kept].astype(np.int32), middles[1:][kept].astype(np.float64)


class Grain(Enum):
    """How rough the ink is, which tells what smooths it."""

    NONE = "none"
    ROUGH = "rough"  # fax, dots of a printer: edges in steps
    SPECKS = "specks"  # a dirty or weak sensor: single dark pixels all over the paper


def grain_of(flat: Picture) -> Grain:
    """Return the grain of a flattened page, from how many pieces of ink are a pixel or two.

    Made-up pages of 200 dpi: below 50 on a clean one, 600-900 on a fax, 17,000 with noise.
    """
    _, _, stats, _ = cv2.connectedComponentsWithStats((flat < _MIDDLE).astype(np.uint8))
    specks = int((stats[1:, cv2.CC_STAT_AREA] <= _SPECK).sum()) * _PAGE_PIXELS / flat.size
    if specks > _MANY_SPECKS:
        return Grain.SPECKS
    return Grain.ROUGH if specks > _SOME_SPECKS else Grain.NONE


def without_specks(grey: Picture) -> Picture:
    """Return the page without single dark or light pixels."""
    return _bytes(cv2.medianBlur(grey, 3))


def softened(grey: Picture) -> Picture:
    """Return the page with the steps of a fax rounded off."""
    return _bytes(cv2.GaussianBlur(grey, (0, 0), _SOFT))


def without_grey_ink(flat: Picture) -> Picture | None:
    """Return a flattened page with only its black ink, None where all ink is black.

    A stamp or a marker over the writing is paler than print, and broader than the pale edge of a
    letter. What touches black stays, so that letters keep their soft edges.
    """
    around = np.ones((3, 3), np.uint8)
    uneven = cv2.morphologyEx(flat, cv2.MORPH_GRADIENT, around)[::2, ::2]
    sample = flat[::2, ::2]
    grey = sample[(uneven < _EVEN) & (sample > _BLACK) & (sample < _PALE)]
    if grey.size < _GREY_INK * sample.size:
        return None
    limit = max(_BLACK, float(np.percentile(grey, 5)) - 20)
    black = cv2.dilate((flat < limit).astype(np.uint8), around)
    return np.where(black == 1, flat, WHITE).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Slope:
    """How the lines of text lie: ``angle`` in degrees, and whether they run up or down."""

    angle: float
    sideways: bool


def slope_of(grey: Picture) -> Slope:
    """Return the angle that straightens the lines, counter-clockwise, 0 below 0.3°.

    Lines of writing make the sums of the rows rise and fall sharply; lines that run up or down
    make those of the columns do so.
    """
    ink = _small_ink(grey)
    along, rows = _best_angle(ink)
    across, columns = _best_angle(_bytes(np.rot90(ink)))
    sideways = columns > _SIDEWAYS * rows
    angle = across if sideways else along
    return Slope(angle if abs(angle) >= _LEAST_SKEW else 0.0, sideways)


def _small_ink(grey: Picture) -> Picture:
    height, width = grey.shape
    scale = min(1.0, _SMALL_WIDTH / width)
    small = cv2.resize(
        grey,
        (max(8, round(width * scale)), max(8, round(height * scale))),
        interpolation=cv2.INTER_AREA,
    )
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    rows, columns = ink.shape
    return _bytes(ink[rows // 50 : rows - rows // 50, columns // 50 : columns - columns // 50])


def _best_angle(ink: Picture) -> tuple[float, float]:
    scored = [(_sharpness(ink, float(angle)), float(angle)) for angle in range(-6, 7)]
    _, near = max(scored)
    fine = [(_sharpness(ink, near + step / 5), near + step / 5) for step in range(-4, 5)]
    score, angle = max(fine)
    return angle, score


def _sharpness(ink: Picture, angle: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST)
    profile = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32F).ravel()
    return float(np.square(np.diff(profile)).sum())


def densest_rows(grey: Picture) -> tuple[int, int]:
    """Return the first and last row of the few rows that holds most letters."""
    height = grey.shape[0]
    band = min(height, max(height // 16, _FEW_LINES))
    edges = np.abs(np.diff(grey.astype(np.int16), axis=1)) > _EDGE
    total = np.concatenate(([0], np.cumsum(edges.sum(axis=1))))
    start = int(np.argmax(total[band:] - total[:-band]))
    return start, start + band


def _bytes(pixels: object) -> Picture:
    """Return what OpenCV drew as one block of bytes."""
    return np.ascontiguousarray(pixels, np.uint8)

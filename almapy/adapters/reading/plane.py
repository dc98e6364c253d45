"""Where a pixel of the page as it is read stands on the picture as it was given."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from almapy.adapters.reading.clean import WHITE, Picture
from almapy.ocr.model import Box

Matrix = NDArray[np.float64]
"""3 x 3, of homogeneous coordinates in pixels."""

_QUARTER = 90
_DRAWN: dict[str, Any] = {"flags": cv2.INTER_CUBIC, "borderValue": (WHITE, WHITE, WHITE)}


class View:
    """A picture drawn from an original by turns, scales and straightening, one after the other.

    Each step returns a new view; ``box`` brings a rectangle back to parts of the original.
    """

    def __init__(
        self, pixels: Picture, original: tuple[int, int], matrix: Matrix | None = None
    ) -> None:
        """``original`` is (width, height); ``matrix`` goes from its pixels to these."""
        self.pixels = pixels
        self._original = original
        self._matrix = np.eye(3) if matrix is None else matrix

    @property
    def size(self) -> tuple[int, int]:
        """Return width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    def redrawn(self, pixels: Picture) -> View:
        """Return the same places with other pixels (same size)."""
        return View(pixels, self._original, self._matrix)

    def scaled(self, times: float) -> View:
        """Return the view ``times`` as large."""
        width, height = self.size
        wide, high = max(1, round(width * times)), max(1, round(height * times))
        way = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
        pixels = cv2.resize(self.pixels, (wide, high), interpolation=way)
        step = np.diag([wide / width, high / height, 1.0])
        return View(_bytes(pixels), self._original, step @ self._matrix)

    def turned(self, degrees: int) -> View:
        """Return the view turned clockwise by 0, 90, 180 or 270 degrees."""
        view = self
        for _ in range(degrees % 360 // _QUARTER):
            view = view._quarter()
        return view

    def straightened(self, angle: float) -> View:
        """Return the view turned counter-clockwise by a few degrees, nothing cut off."""
        if not angle:
            return self
        width, height = self.size
        sine, cosine = abs(math.sin(math.radians(angle))), math.cos(math.radians(angle))
        wide = math.ceil(width * cosine + height * sine)
        high = math.ceil(height * cosine + width * sine)
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        turn[:, 2] += np.array([(wide - width) / 2, (high - height) / 2])
        return self.warped(np.vstack([turn, [0, 0, 1]]), (wide, high))

    def warped(self, step: Matrix, size: tuple[int, int]) -> View:
        """Return the view drawn through a matrix of pixels, white around it."""
        if step[2].tolist() == [0, 0, 1]:
            pixels = cv2.warpAffine(self.pixels, step[:2], size, **_DRAWN)
        else:
            pixels = cv2.warpPerspective(self.pixels, step, size, **_DRAWN)
        return View(_bytes(pixels), self._original, step @ self._matrix)

    def as_large_as(self, other: View) -> View:
        """Return the view at the scale of another one of the same shape."""
        return self if self.size == other.size else self.scaled(other.size[0] / self.size[0])

    def cut(self, top: int, bottom: int) -> View:
        """Return the rows from ``top`` to ``bottom``."""
        step = np.array([[1, 0, 0], [0, 1, -top], [0, 0, 1]], np.float64)
        rows = np.ascontiguousarray(self.pixels[top:bottom])
        return View(rows, self._original, step @ self._matrix)

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """Return the parts of the original that hold this rectangle of the view."""
        corners = np.array(
            [[left, right, right, left], [top, top, bottom, bottom], [1, 1, 1, 1]], np.float64
        )
        x, y, depth = np.linalg.inv(self._matrix) @ corners
        width, height = self._original
        across, down = x / depth / width, y / depth / height
        return Box(
            left=_part(across.min()),
            top=_part(down.min()),
            right=_part(across.max()),
            bottom=_part(down.max()),
        )

    def _quarter(self) -> View:
        _, height = self.size
        step = np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], np.float64)
        pixels = cv2.rotate(self.pixels, cv2.ROTATE_90_CLOCKWISE)
        return View(_bytes(pixels), self._original, step @ self._matrix)


def _part(value: float) -> float:
    return float(min(1.0, max(0.0, value)))


def _bytes(pixels: object) -> Picture:
    return np.ascontiguousarray(pixels, np.uint8)

"""The boxes of a saved picture, a photograph of a telephone or a scan."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from almapy.adapters.boxes.symbols import Symbol, gs1_symbols
from almapy.adapters.camera import load_opencv
from almapy.adapters.code_reader import grey_pages
from almapy.camera.faults import CameraNotInstalled
from almapy.stop import Stop

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_SECONDS = 6.0
_LONG_SIDES = (1400, 2600, 4600)
"""What a photograph is reduced to, one after the other: symbols are large or small in it."""
_SMALL_SIDE = 900
_SAME = 1.25
_PLACES = 8
_APART = 60.0
"""Pixels of a reduced picture under which two symbols are the same one."""


def boxes_of_picture(data: bytes, stop: Stop) -> list[bytes]:
    """Return the element string of each box, once.

    No new look begins once ``stop`` was asked or after ``MOST_SECONDS``; a photograph of 12
    million pixels takes about a second. Raises FormatError for what is no picture (PNG, JPEG, TIFF,
    BMP, WebP) and no PDF, is damaged or too large.
    """
    looks = _Looks(stop)
    for page in grey_pages(data):
        looks.see(page)
        if looks.ended():
            break
    return looks.contents()


class _Looks:
    """What one picture gave so far."""

    def __init__(self, stop: Stop) -> None:
        self._stop, self._end = stop, time.monotonic() + MOST_SECONDS
        self._found: dict[bytes, Symbol] = {}

    def ended(self) -> bool:
        """Tell whether no new look may begin."""
        return self._stop.asked or time.monotonic() > self._end

    def contents(self) -> list[bytes]:
        """Return each content once."""
        return list(self._found)

    def see(self, page: Image) -> None:
        """Look at one page in several sizes."""
        try:
            load_opencv()
        except CameraNotInstalled:
            self._keep(gs1_symbols(page))
            return
        for times in _sizes(max(page.size)):
            if not self.ended():
                self._look(page, times)

    def _look(self, page: Image, times: float) -> None:
        import numpy as np

        from almapy.adapters.boxes.candidates import candidates
        from almapy.adapters.boxes.search import readings

        grey = np.asarray(_resized(page, times))
        here = gs1_symbols(grey)
        self._keep(here)
        if self.ended():
            return
        places = [
            place
            for place in candidates(grey, _PLACES)
            if all(abs(place.x - one.x) + abs(place.y - one.y) > _APART for one in here)
        ]
        for found in readings(grey, places, thorough=not self._found, ended=self.ended):
            self._keep(found)

    def _keep(self, symbols: list[Symbol]) -> None:
        for one in symbols:
            self._found.setdefault(one.content, one)


def _sizes(long_side: int) -> Iterator[float]:
    """Give by how much a picture is reduced, or enlarged when it is small."""
    yield from (size / long_side for size in _LONG_SIDES if size * _SAME < long_side)
    if long_side <= _LONG_SIDES[-1] * _SAME:
        yield 1.0
    if long_side < _SMALL_SIDE:
        yield 2.0


def _resized(page: Image, times: float) -> Image:
    from PIL import Image

    if times == 1.0:
        return page
    size = (max(1, round(page.width * times)), max(1, round(page.height * times)))
    if times < 1:
        return page.resize(size, Image.Resampling.BOX, reducing_gap=None)
    return page.resize(size, Image.Resampling.BICUBIC)

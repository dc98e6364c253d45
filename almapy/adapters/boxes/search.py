"""The stages of the reading of one grey picture (vaccines.md §1.6).

libdmtx is not among them: of 660 made-up frames (seeds below 100) these stages left 164 unread, of
which libdmtx read two, for 200 ms each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import cv2
import numpy as np

from almapy.adapters.boxes.candidates import Candidate, Grey, Look, candidates, drawn
from almapy.adapters.boxes.symbols import Symbol, gs1_symbols

QUICK = (Look(192, 2, 0.4), Look(224, 1.5, 0.4))
"""Stage 2: what reads most for its time."""
THOROUGH = (
    Look(160, 2, 0.6, 8),
    Look(128, 2.5, 0),
    Look(160, 1.5, 0.6, one_threshold=True),
    Look(192, 2.5, 0.6),
    Look(160, 4, 0),
)
"""Stage 3: the others, chosen so that each reads what those before it do not."""
QUICK_COUNT, THOROUGH_COUNT = 4, 5


@dataclass(frozen=True, slots=True)
class Search:
    """What was found in a picture, and the places that were looked at."""

    symbols: list[Symbol] = field(default_factory=list)
    places: list[Candidate] = field(default_factory=list)


def search(grey: Grey, *, thorough: bool) -> Search:
    """Return the symbols of the first look that reads any."""
    found = gs1_symbols(grey)
    if found:
        return Search(found)
    places = candidates(grey, THOROUGH_COUNT if thorough else QUICK_COUNT)
    for found in readings(grey, places, thorough=thorough):
        return Search(found, places)
    return Search([], places)


def readings(
    grey: Grey,
    places: Iterable[Candidate],
    *,
    thorough: bool,
    ended: Callable[[], bool] = lambda: False,
) -> Iterator[list[Symbol]]:
    """Give what is read at each place, nothing for those where nothing is."""
    left = list(places)
    for look in (*QUICK, *THOROUGH) if thorough else QUICK:
        for place in tuple(left):
            if ended():
                return
            found = gs1_symbols(drawn(grey, place, look), one_threshold=look.one_threshold)
            if found:
                left.remove(place)
                yield [Symbol(one.content, place.x, place.y) for one in found]


def grey_of(pixels: bytes, width: int, height: int) -> Grey:
    """Return a frame of blue, green and red bytes in grey."""
    colours = np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY), np.uint8)

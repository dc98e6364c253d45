"""Matrix codes of a page: INS DataMatrix, separator sheets (notes on incoming documents, §5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from almapy.adapters.zxing import matrix_codes
from almapy.ocr.model import PageCode

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray

_MOST_CODES = 20
_LONGEST = 4_000  # bytes; no Data Matrix holds more


def codes_in(picture: NDArray[uint8]) -> tuple[PageCode, ...]:
    """Return the codes of a page: as it stands, then on evened paper when nothing was found."""
    import cv2
    import numpy as np

    from almapy.adapters.reading.clean import flattened

    is_grey = picture.ndim == 2  # noqa: PLR2004
    grey = picture if is_grey else np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    return _read(grey) or _read(flattened(grey))


def _read(grey: NDArray[uint8]) -> tuple[PageCode, ...]:
    height, width = grey.shape
    found: Iterable[PageCode] = (
        PageCode(content, form.value)
        for content, form in matrix_codes(grey.tobytes(), height, width)
        if len(content) <= _LONGEST
    )
    return tuple(dict.fromkeys(found))[:_MOST_CODES]

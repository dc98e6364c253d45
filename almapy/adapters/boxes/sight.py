"""What hinders the reading of a frame, told from the likeliest place.

The bounds come from made-up frames (seeds below 100) with one thing pushed at a time.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from almapy.adapters.boxes.advice import BoxAdvice
from almapy.adapters.boxes.candidates import Candidate, Grey, around

_SIDE = 160
_LEAST_SCORE = 0.04
_DARK, _FLAT = 60, 45
_BLURRED, _FINE = 0.08, 0.118
"""Second derivative over first one: edges are wide when out of focus, close when far away."""


def advice_of(grey: Grey, places: Sequence[Candidate]) -> BoxAdvice:
    """Return what would help the next frame; NONE when nothing looks like a symbol."""
    if not places or places[0].score < _LEAST_SCORE:
        return BoxAdvice.NONE
    part = around(grey, places[0], _SIDE)
    low, high = np.percentile(part, (5, 95))
    if high < _DARK or high - low < _FLAT:
        return BoxAdvice.LIGHT
    detail = _detail(part)
    if detail < _BLURRED:
        return BoxAdvice.STEADY
    return BoxAdvice.CLOSER if detail > _FINE else BoxAdvice.TURN


def _detail(part: Grey) -> float:
    smooth = cv2.GaussianBlur(part.astype(np.float32), (0, 0), 1)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    slope = float(np.sqrt(np.mean(across * across + down * down)))
    return float(cv2.Laplacian(smooth, cv2.CV_32F).std()) / (slope + 1e-6)

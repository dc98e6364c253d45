"""The codes held before a webcam, frame by frame."""

from __future__ import annotations

from almapy.adapters.zxing import matrix_codes
from almapy.camera.ports import Frame, SeenCode


def codes_of_frame(frame: Frame) -> list[SeenCode]:
    """Return the QR codes and Data Matrix of a frame; about ten milliseconds at 1280 × 720."""
    found = matrix_codes(frame.pixels, frame.height, frame.width, 3)
    return [SeenCode(content, form) for content, form in found]

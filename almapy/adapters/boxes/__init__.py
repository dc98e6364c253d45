"""Reading of the GS1 Data Matrix of boxes, in frames of a webcam and in saved pictures."""

from __future__ import annotations

from almapy.adapters.boxes.advice import BoxAdvice
from almapy.adapters.boxes.frames import BoxFrameReader
from almapy.adapters.boxes.pictures import boxes_of_picture

__all__ = ["BoxAdvice", "BoxFrameReader", "boxes_of_picture"]

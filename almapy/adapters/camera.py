"""A webcam filmed with OpenCV.

On Windows the usual way of opening (Media Foundation) may take many seconds: DirectShow is tried
first. OpenCV numbers cameras and gives no name to them.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

from almapy.camera.faults import CameraAbsent, CameraGone, CameraNotInstalled
from almapy.camera.ports import Frame

_WANTED_WIDTH, _WANTED_HEIGHT = 1280, 720
_COLOURS = 3
_PATIENCE = 2.0
"""Seconds of empty pictures before a camera counts as gone; the first ones are often empty."""
_PAUSE = 0.02
_loading = threading.Lock()


class OpenCvCamera:
    """The camera of one number, from 0."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._capture: Any = None

    def open(self) -> None:
        """Begin to film, at 1280 × 720 where the camera offers it.

        Raises CameraAbsent, CameraNotInstalled.
        """
        cv2 = load_opencv()
        for way in _ways(cv2):
            capture = cv2.VideoCapture(self._number, way)
            if capture.isOpened():
                self._capture = capture
                break
            capture.release()
        else:
            raise CameraAbsent(self._number)
        for name, value in (
            (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
            (cv2.CAP_PROP_FRAME_WIDTH, _WANTED_WIDTH),
            (cv2.CAP_PROP_FRAME_HEIGHT, _WANTED_HEIGHT),
            (cv2.CAP_PROP_BUFFERSIZE, 1),
            (cv2.CAP_PROP_AUTOFOCUS, 1),
        ):
            capture.set(name, value)

    def read(self) -> Frame:
        """Return the next picture; raises CameraGone."""
        end = time.monotonic() + _PATIENCE
        while True:
            is_good, picture = self._capture.read()
            if is_good and picture is not None and picture.ndim == _COLOURS:
                height, width = picture.shape[:2]
                return Frame(width, height, picture.tobytes())
            if time.monotonic() > end:
                raise CameraGone
            time.sleep(_PAUSE)

    def close(self) -> None:
        """Let the camera go."""
        capture, self._capture = self._capture, None
        if capture is not None:
            capture.release()


def load_opencv() -> Any:
    """Return OpenCV, silent and on one thread; raises CameraNotInstalled."""
    with _loading:
        try:
            import cv2
        except (ImportError, OSError):
            raise CameraNotInstalled from None
        cv2.setNumThreads(1)
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        return cv2


def _ways(cv2: Any) -> tuple[int, ...]:
    return (cv2.CAP_DSHOW, cv2.CAP_ANY) if sys.platform == "win32" else (cv2.CAP_ANY,)

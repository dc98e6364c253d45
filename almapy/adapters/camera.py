"""A webcam filmed with OpenCV.

On Windows the usual way of opening (Media Foundation) may take many seconds: DirectShow is tried
first. OpenCV numbers cameras and gives no name to them. The small codes of boxes want many pixels:
1920 × 1080 is asked, and 1280 × 720 of a camera that would then give too few pictures a second.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

from almapy.camera.faults import CameraAbsent, CameraGone, CameraNotInstalled
from almapy.camera.ports import Frame

_LARGE, _USUAL = (1920, 1080), (1280, 720)
_LEAST_RATE = 15.0
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
        self._has_autofocus: bool | None = None

    @property
    def has_autofocus(self) -> bool | None:
        """Tell, once open, whether the driver took « focus by yourself »; None before."""
        return self._has_autofocus

    def open(self) -> None:
        """Begin to film, at 1920 × 1080 where the camera offers it quickly enough.

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
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        _ask_size(cv2, capture, _LARGE)
        if 0 < capture.get(cv2.CAP_PROP_FPS) < _LEAST_RATE:
            _ask_size(cv2, capture, _USUAL)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        self._has_autofocus = _focuses(cv2, capture)

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


def _ask_size(cv2: Any, capture: Any, size: tuple[int, int]) -> None:
    for name, value in zip(
        (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT), size, strict=True
    ):
        capture.set(name, value)


def _focuses(cv2: Any, capture: Any) -> bool | None:
    """Ask for autofocus; the drivers of other ways of filming than these two do not answer."""
    taken = bool(capture.set(cv2.CAP_PROP_AUTOFOCUS, 1))
    tells = capture.getBackendName() in {"V4L2", "DSHOW"}
    return taken if tells or taken else None


def _ways(cv2: Any) -> tuple[int, ...]:
    return (cv2.CAP_DSHOW, cv2.CAP_ANY) if sys.platform == "win32" else (cv2.CAP_ANY,)

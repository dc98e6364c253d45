"""The boxes held before a webcam, frame by frame."""

from __future__ import annotations

from almapy.adapters.boxes.advice import BoxAdvice
from almapy.adapters.boxes.symbols import Symbol, gs1_symbols
from almapy.adapters.camera import load_opencv
from almapy.camera.faults import CameraNotInstalled
from almapy.camera.ports import CodeForm, Frame, SeenCode

_THOROUGH_EVERY = 3


class BoxFrameReader:
    """Gives the boxes of a frame; one for each search, used by one thread.

    The whole frame is read first, then the places that look like a symbol, and every third frame
    without result these places in more ways.
    """

    def __init__(self) -> None:
        self._unread = 0
        self._advice = BoxAdvice.NONE

    @property
    def advice(self) -> BoxAdvice:
        """Return what would help, from the last frame; may be asked from any thread."""
        return self._advice

    def __call__(self, frame: Frame) -> list[SeenCode]:
        """Return the GS1 Data Matrix of the frame, as element strings; never raises."""
        self._unread += 1
        found = self._symbols(frame)
        if found:
            self._unread, self._advice = 0, BoxAdvice.NONE
        contents = dict.fromkeys(one.content for one in found)
        return [SeenCode(content, CodeForm.DATAMATRIX) for content in contents]

    def _symbols(self, frame: Frame) -> list[Symbol]:
        try:
            load_opencv()
        except CameraNotInstalled:
            shape = (frame.height, frame.width, 3)
            return gs1_symbols(memoryview(frame.pixels).cast("B", shape))
        from almapy.adapters.boxes.search import grey_of, search
        from almapy.adapters.boxes.sight import advice_of

        grey = grey_of(frame.pixels, frame.width, frame.height)
        result = search(grey, thorough=self._unread % _THOROUGH_EVERY == 0)
        if not result.symbols:
            self._advice = advice_of(grey, result.places)
        return result.symbols

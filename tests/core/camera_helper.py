"""Cameras made of pictures, with their troubles."""

import threading

from almapy.camera.faults import CameraAbsent, CameraGone
from almapy.camera.ports import Frame

WIDTH, HEIGHT = 640, 480
_GREY = bytes([90])


def frame_of(content: bytes | None = None, form: str = "QRCode", scale: int = 4) -> Frame:
    """A grey wall, with a code held before it when there is a content."""
    rows = [bytearray(_GREY * WIDTH) for _ in range(HEIGHT)]
    if content is not None:
        import zxingcpp

        code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, form))
        picture = memoryview(code.to_image(scale=scale, add_quiet_zones=True))
        height, width = picture.shape
        for y in range(height):
            rows[60 + y][80 : 80 + width] = bytes(picture[y : y + 1])
    grey = b"".join(rows)
    pixels = bytearray(3 * len(grey))
    for colour in range(3):
        pixels[colour::3] = grey
    return Frame(WIDTH, HEIGHT, bytes(pixels))


class PictureCamera:
    """Shows its frames one after the other, then the last one for ever."""

    has_autofocus: bool | None = None

    def __init__(self, *frames: Frame, absent: bool = False, gone_after: int | None = None):
        self.frames = list(frames) or [frame_of()]
        self.absent, self.gone_after = absent, gone_after
        self.opened = self.closed = self.read_count = 0
        self.filming = threading.Event()
        self.released = threading.Event()

    def __call__(self, number: int) -> "PictureCamera":
        self.number = number
        return self

    def open(self) -> None:
        self.opened += 1
        self.released.clear()
        if self.absent:
            raise CameraAbsent(self.number)

    def read(self) -> Frame:
        self.read_count += 1
        if self.gone_after is not None and self.read_count > self.gone_after:
            raise CameraGone
        if self.read_count > 1:  # the first picture was taken over
            self.filming.set()
        threading.Event().wait(0.005)  # as a camera gives its pictures: not all at once
        return self.frames[min(self.read_count, len(self.frames)) - 1]

    def close(self) -> None:
        self.closed += 1
        self.released.set()


class HangingCamera(PictureCamera):
    """Its driver does not come back until `go_on` is set."""

    def __init__(self, *frames: Frame, at: str = "open"):
        super().__init__(*frames)
        self.at = at
        self.go_on = threading.Event()

    def open(self) -> None:
        super().open()
        if self.at == "open":
            self.go_on.wait(30)

    def read(self) -> Frame:
        if self.at == "read" and self.read_count:
            self.go_on.wait(30)
        return super().read()

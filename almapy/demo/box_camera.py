"""The webcam of a demo practice, for boxes: a hand slides one in, a little askew."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from almapy.camera.faults import CameraGone
from almapy.camera.ports import Frame
from almapy.demo.boxes import BoxBoard, DemoBox

if TYPE_CHECKING:
    from PIL.Image import Image

_SIZE = (1280, 720)
_WALL, _DESK, _CARD, _BAND, _INK = "#8d9aa3", "#6b5a48", "#f4f4f1", "#2f6f73", "#26292c"
_DESK_HEIGHT = 140
_FACE = (600, 250)
_BAND_HEIGHT, _MARGIN, _LINE = 62, 24, 30
_MODULE, _QUIET = 5, 3
_ASKEW = 11
_BEFORE, _SLIDE = 0.15, 0.5
"""Seconds before the box comes, and for which it slides, however slow the computer is."""
_PAUSE = 1 / 25


class BoxCamera:
    """Films the box that the board holds; nothing of a real camera is opened in a demo."""

    has_autofocus = True

    def __init__(self, board: BoxBoard, seconds: Callable[[], float] = time.monotonic) -> None:
        """``seconds`` tells the time that a hand takes."""
        self._board, self._seconds = board, seconds
        self._is_open = False
        self._turn = -1
        self._since = 0.0
        self._empty: Image | None = None
        self._box: Image | None = None
        self._rest = (0, 0)
        self._still: bytes | None = None

    def open(self) -> None:
        """Draw the scene; the box comes in anew."""
        self._empty, self._turn, self._is_open = _scene(), -1, True

    def read(self) -> Frame:
        """Return the next picture, at the pace of a webcam; raises CameraGone once closed."""
        if not self._is_open:
            raise CameraGone
        time.sleep(_PAUSE)
        turn, box = self._board.held()
        if turn != self._turn:
            self._turn, self._since, self._still = turn, self._seconds(), None
            self._box, self._rest = (None, (0, 0)) if box is None else _held(box)
        if self._still is not None:
            return Frame(*_SIZE, self._still)
        slid = min(1.0, (self._seconds() - self._since - _BEFORE) / _SLIDE)
        pixels = self._drawn(slid)
        if slid == 1.0:
            self._still = pixels
        return Frame(*_SIZE, pixels)

    def close(self) -> None:
        """Put the box away."""
        self._is_open = False
        self._empty = self._box = self._still = None

    def _drawn(self, slid: float) -> bytes:
        """Draw the scene once the box did this share of its way; below 0 it did not come yet."""
        assert self._empty is not None
        scene = self._empty
        if self._box is not None and slid > 0:
            scene = scene.copy()
            left, top = self._rest
            away = round((_SIZE[0] - left) * (1 - slid))
            scene.paste(self._box, (left + away, top + away // 4), self._box)
        return scene.tobytes("raw", "BGR")


def _scene() -> Image:
    from PIL import Image

    scene = Image.new("RGB", _SIZE, _WALL)
    scene.paste(_DESK, (0, _SIZE[1] - _DESK_HEIGHT, *_SIZE))
    return scene


def _held(box: DemoBox) -> tuple[Image, tuple[int, int]]:
    """Return the box as it is held, and where it comes to rest: its code amid the picture."""
    from PIL import Image

    face, code = _face(box)
    held = face.convert("RGBA").rotate(_ASKEW, Image.Resampling.BICUBIC, expand=True)
    right, down = code[0] - _FACE[0] / 2, code[1] - _FACE[1] / 2
    turn = math.radians(_ASKEW)
    right, down = (
        right * math.cos(turn) + down * math.sin(turn),
        down * math.cos(turn) - right * math.sin(turn),
    )
    left, top = _SIZE[0] / 2 - right - held.width / 2, _SIZE[1] / 2 - down - held.height / 2
    return held, (round(left), round(top))


def _face(box: DemoBox) -> tuple[Image, tuple[float, float]]:
    """Draw the face of a box; return it and where the middle of its code is."""
    from PIL import Image, ImageDraw, ImageFont

    face = Image.new("RGB", _FACE, _CARD)
    pen = ImageDraw.Draw(face)
    pen.rectangle((0, 0, _FACE[0], _BAND_HEIGHT), fill=_BAND)
    pen.text((_MARGIN, 12), box.name, fill=_CARD, font=ImageFont.load_default(34))
    code = _symbol(box.elements)
    top = _BAND_HEIGHT + (_FACE[1] - _BAND_HEIGHT - code.height) // 2
    face.paste(code, (_MARGIN, top))
    small = ImageFont.load_default(22)
    printed = [f"PC {box.gtin}", f"SN {box.serial}", f"Lot {box.lot}", f"EXP {_printed(box)}"]
    for number, words in enumerate(one for one in printed if not one.endswith(" ")):
        place = (2 * _MARGIN + code.width, top + 8 + number * _LINE)
        pen.text(place, words, fill=_INK, font=small)
    return face, (_MARGIN + code.width / 2, top + code.height / 2)


def _printed(box: DemoBox) -> str:
    year, month, day = box.expiry[:2], box.expiry[2:4], box.expiry[4:]
    return f"{month}/20{year}" if day == "00" else f"{day}/{month}/20{year}"


def _symbol(elements: str) -> Image:
    """Draw a GS1 DataMatrix, FNC1 in its first place, from the bracketed element string."""
    import zxingcpp
    from PIL import Image

    written = zxingcpp.create_barcode(elements, zxingcpp.BarcodeFormat.DataMatrix, gs1=True)
    picture = memoryview(cast(Any, written.to_image(scale=_MODULE, add_quiet_zones=False)))
    rows, columns = picture.shape or (0, 0)
    quiet = _QUIET * _MODULE
    label = Image.new("L", (columns + 2 * quiet, rows + 2 * quiet), 255)
    label.paste(Image.frombytes("L", (columns, rows), picture.tobytes()), (quiet, quiet))
    return label

"""The webcam of a demo practice: a hand brings a telephone that shows a simulated ApCV."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from almapy.adapters.qr_code import write_qr
from almapy.adapters.symbol_picture import gray_rows
from almapy.camera.faults import CameraGone
from almapy.camera.ports import Frame
from almapy.clock import Clock
from almapy.simulators.vitale import TELEPHONE, apcv_code

if TYPE_CHECKING:
    from PIL.Image import Image

_SIZE = (640, 360)
_WALL, _DESK, _BODY, _SCREEN, _INK = "#8d9aa3", "#6b5a48", "#1b1d20", "#ffffff", "#3a3f45"
_DESK_HEIGHT = 70
_TELEPHONE = (190, 320)
_TOP = 26
_BEFORE, _STEPS = 12, 24
_REST = 225
_PAUSE = 1 / 15
_LASTS = timedelta(minutes=5)
_MARGIN = 12
_QUIET_MODULES = 4
_CODE_SIDE = _TELEPHONE[0] - 2 * _MARGIN - 10


class TelephoneCamera:
    """Films a drawn scene: nothing of a real camera is opened in a demo."""

    has_autofocus = True

    def __init__(self, clock: Clock, key: str = TELEPHONE) -> None:
        """``key`` names the simulated card whose application the telephone holds."""
        self._clock, self._key = clock, key
        self._telephone: Image | None = None
        self._step = 0

    def open(self) -> None:
        """Draw the telephone with a code that has just been made."""
        self._telephone = _telephone(apcv_code(self._key, self._clock.now() + _LASTS))
        self._step = 0

    def read(self) -> Frame:
        """Return the next picture, at the pace of a webcam; raises CameraGone once closed."""
        telephone = self._telephone
        if telephone is None:
            raise CameraGone
        time.sleep(_PAUSE)
        self._step = min(self._step + 1, _BEFORE + _STEPS)
        scene = _scene()
        still = min(_STEPS, _BEFORE + _STEPS - self._step)
        left = _REST + (_SIZE[0] - _REST) * still // _STEPS
        scene.paste(telephone, (left, _TOP))
        return Frame(*_SIZE, scene.tobytes("raw", "BGR"))

    def close(self) -> None:
        """Let the telephone go."""
        self._telephone = None


def _scene() -> Image:
    from PIL import Image

    scene = Image.new("RGB", _SIZE, _WALL)
    scene.paste(_DESK, (0, _SIZE[1] - _DESK_HEIGHT, *_SIZE))
    return scene


def _telephone(content: str) -> Image:
    from PIL import Image, ImageDraw

    drawn = Image.new("RGB", _TELEPHONE, _BODY)
    pen = ImageDraw.Draw(drawn)
    width, height = _TELEPHONE
    pen.rectangle((_MARGIN, 2 * _MARGIN, width - _MARGIN, height - 2 * _MARGIN), fill=_SCREEN)
    pen.rectangle((_MARGIN, 2 * _MARGIN, width - _MARGIN, 4 * _MARGIN), fill=_INK)
    rows = gray_rows(write_qr(content), 1, _QUIET_MODULES)
    code = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows))
    code = code.resize((_CODE_SIDE, _CODE_SIDE), Image.Resampling.NEAREST)
    drawn.paste(code, ((width - _CODE_SIDE) // 2, 6 * _MARGIN))
    return drawn

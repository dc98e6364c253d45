"""One search for a code before the webcam: bounded, interruptible, and the camera let go after it.

The camera is filmed by a thread of its own that nobody waits for long: a driver that hangs holds
that thread, never the program. Only the newest frame is kept; none is written anywhere.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

from almapy.camera.faults import CameraBusy, CameraMute, NoCodeSeen
from almapy.camera.ports import CodeForm, Frame, FrameReader, FrameSource, SeenCode
from almapy.errors import AlmaPyError


@dataclass(frozen=True, slots=True)
class ScanTimes:
    """How long a search waits, in seconds: for a code, the first frame, the next ones, the end."""

    code: float = 30.0
    opening: float = 15.0
    frame: float = 4.0
    release: float = 1.0


class CodeScan:
    """Films until a wanted code is seen. Run once, in a worker; looked at from any thread."""

    def __init__(
        self,
        source: FrameSource,
        read: FrameReader,
        *,
        wanted: Collection[CodeForm],
        times: ScanTimes,
        former: CodeScan | None = None,
    ) -> None:
        """Make a search; ``former`` is the last one with this camera, which has to let it go."""
        self._source, self._read, self._former = source, read, former
        self._wanted, self._times = frozenset(wanted), times
        self._news = threading.Condition()
        self._over = False
        self._count = 0
        self._frame: Frame | None = None
        self._failure: Exception | None = None
        self._first_at: float | None = None
        self._has_autofocus: bool | None = None
        self._camera = threading.Thread(target=self._film, name="almapy-camera", daemon=True)

    @property
    def frame(self) -> Frame | None:
        """Return the newest picture, None before the first one and after the end."""
        return self._frame

    @property
    def seconds_left(self) -> float | None:
        """Return how long it still looks, None until the camera gives its first picture."""
        first = self._first_at
        return None if first is None else max(0.0, first + self._times.code - time.monotonic())

    @property
    def seconds_looked(self) -> float:
        """Return for how long it has looked, 0 until the camera gives its first picture."""
        first = self._first_at
        return 0.0 if first is None else time.monotonic() - first

    @property
    def has_autofocus(self) -> bool | None:
        """Tell whether the camera focuses by itself; None when it does not say, or not yet."""
        return self._has_autofocus

    @property
    def holds_camera(self) -> bool:
        """Tell whether the camera was not let go yet."""
        return self._camera.is_alive()

    def run(self) -> SeenCode | None:
        """Film until a code is seen; None when that was given up.

        Raises a fault of ``almapy.camera.faults``. The camera is let go before this returns,
        unless its driver hangs.
        """
        former, self._former = self._former, None
        if former is not None and not former.released(self._times.release):
            raise CameraBusy
        with self._news:
            if self._over:
                return None
            self._camera.start()
        try:
            return self._look()
        finally:
            self.give_up()
            self._camera.join(self._times.release)
            self._frame = None

    def give_up(self) -> None:
        """End the search, from any thread; may be called at any time and more than once."""
        with self._news:
            self._over = True
            self._news.notify_all()

    def released(self, seconds: float) -> bool:
        """Wait so long for the camera to be let go; tell whether it was."""
        if self._camera.ident is not None:
            self._camera.join(seconds)
        return not self.holds_camera

    def _look(self) -> SeenCode | None:
        seen = 0
        wait = self._times.opening
        while (frame := self._next(seen, wait)) is not None:
            seen = self._count
            wait = self._times.frame
            for code in self._read(frame):
                if code.form in self._wanted and code.content:
                    return code
            if not self.seconds_left:
                raise NoCodeSeen(self._times.code)
        return None

    def _next(self, seen: int, seconds: float) -> Frame | None:
        """Return a frame that is newer than number ``seen``; None when the search is given up."""
        with self._news:
            came = self._news.wait_for(
                lambda: self._over or self._failure is not None or self._count > seen, seconds
            )
            if self._over:
                return None
            if self._failure is not None:
                raise self._failure
            if not came:
                raise CameraMute
            return self._frame

    def _film(self) -> None:
        try:
            self._source.open()
            self._has_autofocus = self._source.has_autofocus
            while not self._over:
                self._show(self._source.read())
        except AlmaPyError as error:
            self._fail(error)
        except Exception:  # noqa: BLE001  (a driver raises anything; its words mean nothing here)
            self._fail(CameraMute())
        finally:
            self._source.close()

    def _show(self, frame: Frame) -> None:
        with self._news:
            if self._over:
                return
            if self._first_at is None:
                self._first_at = time.monotonic()
            self._frame = frame
            self._count += 1
            self._news.notify_all()

    def _fail(self, error: Exception) -> None:
        with self._news:
            self._failure = error
            self._news.notify_all()

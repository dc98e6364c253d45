"""Whether a camera is there: opened for a moment by a thread that nobody waits for long."""

from __future__ import annotations

import threading

from almapy.camera.ports import FrameSource


class CameraProbe:
    """Opens one camera and lets it go at once; a driver that hangs holds this thread only."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._opened = False
        self._thread = threading.Thread(target=self._open, name="almapy-camera-probe", daemon=True)

    def answers(self, seconds: float) -> bool:
        """Tell whether the camera opened within so long; to be asked once."""
        self._thread.start()
        self._thread.join(seconds)
        return self._opened and not self._thread.is_alive()

    def _open(self) -> None:
        try:
            self._source.open()
            self._opened = True
        except Exception:  # noqa: BLE001  (a driver raises anything: there is no camera to use)
            return
        finally:
            self._source.close()

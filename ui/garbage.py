"""Python's cycle collector, kept in the thread of the windows.

The collector runs in whichever thread allocates next. Run by a worker, it destroys widgets and
timers that live in the thread of the windows, and Qt then delivers an event to freed memory. So it
is switched off, and a timer of this thread collects instead, by Python's own thresholds.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GarbageKeeper(QObject):
    """Collects cycles in the thread it was made in, until ``stop``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the generations whose threshold is passed, the youngest first."""
        for generation, (count, threshold) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        ):
            if count <= threshold:
                return
            gc.collect(generation)

    @staticmethod
    def settle() -> None:
        """Look no more at what stands now: libraries and windows that stay to the end.

        A full collection over them, now or later, would hold the window for a tenth of a second.
        """
        gc.freeze()

    def stop(self) -> None:
        """Give the collector back as it was found."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()

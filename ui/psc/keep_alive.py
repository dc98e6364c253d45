"""Keeps the session of Pro Santé Connect of somebody who is at work (PSC notes §7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from almapy.stop import Stop
from ui.desk import Desk
from ui.tasks import Lane

_LOOK_SECONDS: Final = 300
"""Somebody who has touched the post this recently is at work."""


class PscKeepAlive(QObject):
    """Looks every five minutes; the service decides whether a renewal is due, and for how long."""

    def __init__(
        self, desk: Desk, seconds_still: Callable[[], float], parent: QObject | None = None
    ) -> None:
        """``seconds_still`` tells since when nobody has touched the post."""
        super().__init__(parent)
        self._desk = desk
        self._seconds_still = seconds_still
        self._timer = QTimer(self, interval=_LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        if desk.application.psc.available:
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Renew when the person is at work and what they use asks for it."""
        if self._seconds_still() >= _LOOK_SECONDS:
            return
        psc, actor = self._desk.application.psc, self._desk.actor
        renew = partial(psc.keep_alive, actor, Stop())
        self._desk.run(self, renew, _nothing, _nothing, lane=Lane.IO)


def _nothing(_: object) -> None:
    """Leave it: whatever fails is told to who asks for a token."""

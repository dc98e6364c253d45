"""Counts the unread messages: at once here, within half a minute from another post."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from almapy.events import Changed, Topic
from ui.desk import Desk
from ui.tasks import Lane

_EVERY_MS = 30_000


class UnreadWatch(QObject):
    """A base that only this post opens is asked when something is told, and never in between."""

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        if not desk.application.database.is_sqlite:
            self._timer.start()

    def follow(self, fact: Changed) -> None:
        """Count again when a message was sent or read."""
        if fact.topic is Topic.MESSAGE:
            self.look()

    @Slot()
    def look(self) -> None:
        """Count in the background."""
        messages, actor = self._desk.application.messages, self._desk.actor
        self._desk.run(
            self, lambda: messages.unread(actor), self.counted.emit, _ignore, lane=Lane.IO
        )


def _ignore(_error: Exception) -> None:
    return None

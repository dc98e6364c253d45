"""Brings the facts of the core, told in any thread, to the thread of the windows."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from almapy.events import Changed, EventBus


class EventBridge(QObject):
    """Lives in the thread of the windows; ``changed`` is always emitted there."""

    changed = Signal(object)  # Changed
    _told = Signal(object)

    def __init__(self, events: EventBus, parent: QObject) -> None:
        super().__init__(parent)
        self._told.connect(self.changed, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = events.subscribe(self._tell)

    def stop(self) -> None:
        """Listen no more."""
        self._unsubscribe()

    def _tell(self, fact: Changed) -> None:
        self._told.emit(fact)

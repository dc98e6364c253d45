"""Brings what happens in the readers, told in their own thread, to the thread of the windows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from almapy.cards.model import CardEvent
from almapy.cards.service import CardService
from ui.desk import Desk


class CardWatch(QObject):
    """Listens from its making to its end, or until ``stop``; starts no service by itself."""

    happened = Signal(object)  # CardEvent, always in the thread of the windows
    _told = Signal(object)

    def __init__(self, cards: CardService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cards = cards
        self._told.connect(self.happened, Qt.ConnectionType.QueuedConnection)
        ear = _Ear(self._told.emit)
        self._unlisten = _once(cards.listen(ear.hear), ear)
        # A plain function outlives this object, which a late event must not touch any more.
        self.destroyed.connect(self._unlisten)

    def stop(self) -> None:
        """Listen no more."""
        self._unlisten()


class _Ear:
    """What the service holds of a watch: it goes deaf before the watch goes."""

    def __init__(self, tell: Callable[[CardEvent], None]) -> None:
        self.tell: Callable[[CardEvent], None] | None = tell

    def hear(self, event: CardEvent) -> None:
        """Pass an event on; called from the thread of the service."""
        tell = self.tell
        if tell is not None:
            tell(event)


def _once(unlisten: Callable[[], None], ear: _Ear) -> Callable[[], None]:
    def stop(_: object = None) -> None:
        if ear.tell is not None:
            ear.tell = None
            unlisten()

    return stop


def card_watch_of(desk: Desk) -> CardWatch:
    """Return the one watch of this desk."""
    return desk.findChild(CardWatch) or CardWatch(desk.application.cards, desk)

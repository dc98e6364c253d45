"""Whether INSi can be called from this post: it may take the card of the professional."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.cards.model import CardEvent
from ui.cards.card_watch import card_watch_of
from ui.desk import Desk
from ui.tasks import Lane


class Readiness(QObject):
    """Asks aside, for a card is slow, and again when one comes or goes while the page is in view.

    A late answer of an earlier look is dropped.
    """

    found = Signal(bool, str)  # whether a simulator answers, why INSi cannot be called

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._number = 0
        card_watch_of(desk).happened.connect(self._follow)

    def look(self) -> None:
        """Ask now."""
        service, actor = self._desk.application.insi, self._desk.actor
        self._number += 1
        number = self._number

        def work() -> tuple[bool, str]:
            return service.simulated(actor), service.why_not(actor)

        def show(found: tuple[bool, str]) -> None:
            if number == self._number:
                self.found.emit(*found)

        self._desk.run(self, work, show, lane=Lane.IO)

    @Slot(object)
    def _follow(self, event: CardEvent) -> None:
        family = event.slot.family if event.slot is not None else None
        if self._page.isVisible() and not (family is not None and family.is_vitale):
            self.look()

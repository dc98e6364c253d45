"""The CPS at the sign-in window; imported once the window stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from almapy.cards.service import CardService
from almapy.cps.model import CpsCard
from almapy.outside import NoReaders
from almapy.sign_in.card_links import CardSight, opening_secret
from almapy.sign_in.model import TokenKind
from ui.cps.arrival import Arrival
from ui.cps.card_entry import CardEntry
from ui.cps.card_panel import CardPanel
from ui.cps.simulated_button import SimulatedReaderButton
from ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from almapy.clock import Clock
    from almapy.opening import Door, Opened
    from ui.signin.page import SignInPage


def card_way(
    door: Door, clock: Clock, tasks: TaskRunner, page: SignInPage, parent: QObject
) -> CardWay | None:
    """Return the way in by card; None on a post that has no reader at all."""
    if isinstance(door.outside.readers, NoReaders):
        return None
    return CardWay(door, clock, tasks, page, parent)


class CardWay(QObject):
    """Watches the readers of a post until the base is open."""

    opened = Signal(object)  # Opened
    trying = Signal(bool)

    def __init__(
        self, door: Door, clock: Clock, tasks: TaskRunner, page: SignInPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._tasks = tasks
        self._page = page
        self._cards = CardService(door.outside.readers, clock)
        self._unlinked = False
        self.panel = CardPanel("Ouvrir avec la &carte")
        self.panel.focus_left.connect(page.setFocus)
        page.put_card(self.panel)
        self.entry = CardEntry(
            self._cards, self.panel, tasks, look=self._look, enter=self._enter, parent=self
        )
        self.entry.entered.connect(self.opened)
        self.entry.trying.connect(self.trying)
        self.entry.asked.connect(self._take_focus)
        self.entry.unlinked.connect(self._note_unlinked)
        if door.outside.simulated_cards is not None:
            page.add_way(SimulatedReaderButton(door.outside.simulated_cards, page))
        self._cards.start()

    def arrival(self, *, by_card: bool) -> Arrival:
        """Return how the person came in."""
        return Arrival(self.entry.tried if by_card else "", self._unlinked and not by_card)

    def stop(self) -> None:
        """Watch no more; the office has a watch of its own."""
        self.entry.stop()
        self._tasks.submit(self, self._cards.close, _nothing, _nothing, lane=Lane.IO)

    def _look(self) -> CardSight:
        card = self._door.cps_reader.read()
        challenge = self._door.challenge(TokenKind.CPS, card.identity.fingerprint)
        return CardSight(card, is_linked=challenge is not None)

    def _enter(self, card: CpsCard, pin: str) -> Opened:
        handle = card.identity.fingerprint
        challenge = self._door.challenge(TokenKind.CPS, handle)
        base_id = self._door.base_id()
        secret = opening_secret(self._door.cps_reader, card, pin, base_id, challenge)
        return self._door.open_with_token(TokenKind.CPS, handle, secret)

    @Slot()
    def _take_focus(self) -> None:
        if not self._page.has_typed_password():  # a person who types is not taken away
            self.panel.take_focus()

    @Slot(object)
    def _note_unlinked(self, card: CpsCard | None) -> None:
        self._unlinked = card is not None


def _nothing(_result: object) -> None:
    """Whatever fails in stopping leaves nothing to do."""

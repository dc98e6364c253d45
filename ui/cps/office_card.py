"""What the CPS does while a base is open: its code, unlocking by it, locking when it leaves."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from almapy.audit.model import Action
from almapy.cards.model import CardEvent, CardEventKind, CardFamily
from almapy.cps.model import CpsCard
from almapy.outside import NoReaders
from almapy.session import Session
from almapy.sign_in.card_links import CardSight
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.users.model import Actor
from ui.cards.card_watch import card_watch_of
from ui.cps.arrival import Arrival
from ui.cps.card_entry import CardEntry
from ui.cps.card_panel import CardPanel
from ui.cps.pin_dialog import PinAsker
from ui.cps.simulated_button import SimulatedReaderButton
from ui.cps.words import card_words
from ui.desk import Desk
from ui.lock.lock_page import LockPage
from ui.tasks import Lane, TaskRunner
from ui.theme import Tone
from ui.widgets.message_strip import MessageStrip
from ui.window import MainWindow

_MAY_BE_CPS = frozenset({CardFamily.CPS, CardFamily.UNKNOWN})
_OFFER = "Associer votre carte CPS\u00a0?"
_GAIN = (
    "Elle ouvrira ensuite AlmaPy avec son code, sur les postes de ce cabinet\u00a0; le mot de "
    "passe fonctionne toujours. Son N°\u00a0RPPS sera noté dans vos informations s'il n'y est pas."
)


class OfficeCard(QObject):
    """One for an office. Removal locks only a session that this card opened or unlocked."""

    lock_asked = Signal()
    unlocked = Signal(object)  # Actor

    def __init__(
        self,
        desk: Desk,
        window: MainWindow,
        session: Session,
        tasks: TaskRunner,
        arrival: Arrival,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._application = desk.application
        self._session = session
        self._tasks = tasks
        self._strip: MessageStrip = window.strip
        self._reader = arrival.reader
        self._entry: CardEntry | None = None
        self._offered: CpsCard | None = None
        self._is_offered = False
        self.pins = PinAsker(desk.application.pins, window, self)
        card_watch_of(desk).happened.connect(self._follow)
        if arrival.offers_link:
            self._offer()

    def guard(self, page: LockPage) -> None:
        """Let the card unlock this page; the code given before is forgotten (card notes §3.4)."""
        self._application.cps.forget()
        self._reader = ""
        if isinstance(self._application.outside.readers, NoReaders):
            return
        panel = CardPanel("Déverrouiller avec la &carte")
        panel.focus_left.connect(page.setFocus)
        page.put_card(panel)
        simulated = self._application.outside.simulated_cards
        if simulated is not None:
            page.add_way(SimulatedReaderButton(simulated, page))
        entry = CardEntry(
            self._application.cards,
            panel,
            self._tasks,
            look=self._look,
            enter=self._enter,
            parent=page,
        )
        entry.entered.connect(self._unlock)
        entry.trying.connect(page.hold)
        entry.asked.connect(panel.take_focus)
        entry.start()
        self._entry = entry

    def end_guard(self) -> None:
        """Forget the lock page: the post is open again, by whatever way."""
        if self._entry is not None:
            self._entry.stop()
            self._entry = None

    def stop(self) -> None:
        """Answer no question and lock nothing more: the session ends."""
        self.end_guard()
        self.pins.stop()
        self._reader = ""
        self._application.cps.forget()

    @Slot(object)
    def _follow(self, event: CardEvent) -> None:
        slot = event.slot
        has_left = (
            event.kind is CardEventKind.REMOVED
            and slot is not None
            and slot.reader == self._reader
            and slot.family in _MAY_BE_CPS
        )
        if has_left or not self._is_in():  # it may have left before anybody watched
            self._lock_by_removal()

    def _is_in(self) -> bool:
        slots = self._application.cards.slots()
        return any(slot.reader == self._reader and slot.family in _MAY_BE_CPS for slot in slots)

    def _lock_by_removal(self) -> None:
        if not self._reader:
            return
        self._reader = ""
        if self._application.settings.lock_on_cps_removal:
            self.lock_asked.emit()

    def _look(self) -> CardSight:
        return self._application.card_links.look(self._desk.actor)

    def _enter(self, card: CpsCard, pin: str) -> Actor:
        secret = self._application.card_links.secret(card, pin)
        return self._session.sign_in_with_token(
            TokenKind.CPS,
            card.identity.fingerprint,
            secret,
            action=Action.SESSION_UNLOCKED,
            only=self._desk.actor,
        )

    @Slot(object)
    def _unlock(self, actor: Actor) -> None:
        if self._entry is not None:
            self._reader = self._entry.tried
            self.unlocked.emit(actor)
            if not self._is_in():  # pulled out while its code was tried
                self._lock_by_removal()

    def _offer(self) -> None:
        self._desk.run(self, self._look, self._show_offer, _nothing, lane=Lane.IO)

    def _show_offer(self, sight: CardSight) -> None:
        if sight.is_linked or sight.is_others:
            return
        self._offered = sight.card
        if self._strip.isHidden():
            self._present_offer()
        else:  # what is told there comes first
            self._strip.closed.connect(self._present_offer)

    @Slot()
    def _present_offer(self) -> None:
        if self._offered is None or self._is_offered:
            return
        self._is_offered = True
        action = QAction("Associer cette carte", self)
        action.triggered.connect(self._link)
        words = f"{card_words(self._offered.identity)}. {_GAIN}"
        self._strip.show_message(Tone.INFORMATION, _OFFER, words, [action])

    @Slot()
    def _link(self) -> None:
        card, actor, links = self._offered, self._desk.actor, self._application.card_links
        if card is None:
            return
        self._strip.dismiss()

        def work() -> SignInLink:
            return links.link(actor, card, take_rpps=True)

        self._desk.run(self, work, self._linked, lane=Lane.IO)

    def _linked(self, _link: SignInLink) -> None:
        self._desk.tell("Carte CPS associée à votre compte.")


def _nothing(_result: object) -> None:
    """Say nothing of a card that left before it could be offered."""

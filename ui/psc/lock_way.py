"""Unlocking a post by Pro Santé Connect (PSC notes §7, L10)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from almapy.audit.model import Action
from almapy.psc.ports import PscSession
from almapy.session import Session
from almapy.sign_in.handles import psc_handle
from almapy.sign_in.model import TokenKind
from almapy.stop import Stop
from almapy.users.model import Actor
from ui.desk import Desk
from ui.lock.lock_page import LockPage
from ui.psc.sign_in import PscSignIn
from ui.psc.way import PscWay
from ui.tasks import Lane


class PscLockWay(QObject):
    """One for an office; offered only to who has linked their identity."""

    unlocked = Signal(object)  # Actor

    def __init__(self, desk: Desk, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._session = session
        self._page: LockPage | None = None

    def guard(self, page: LockPage) -> None:
        """Let this page be unlocked by Pro Santé Connect, when the account is linked."""
        self._page = page
        if not self._desk.application.psc.available:
            return
        links, actor = self._desk.application.sign_in_links, self._desk.actor

        def work() -> bool:
            return any(link.kind is TokenKind.PSC for link in links.of(actor))

        self._desk.run(page, work, partial(self._offer, page), _nothing)

    def end_guard(self) -> None:
        """Forget the page: the post is open again, by whatever way."""
        self._page = None

    def _offer(self, page: LockPage, linked: bool) -> None:  # noqa: FBT001  (result of a worker)
        if not linked or page is not self._page:
            return
        part = _LockPart(self._desk)
        part.sign_in.signed_in.connect(self._arrived)
        part.sign_in.failed.connect(page.show_failure)
        page.add_way(part)

    @Slot(object)
    def _arrived(self, arrived: PscSession) -> None:
        page, application, actor = self._page, self._desk.application, self._desk.actor
        if page is None:
            self._desk.run(self, arrived.end, _nothing, _nothing, lane=Lane.IO)
            return
        page.set_busy(busy=True)

        def work() -> Actor:
            identity = arrived.identity
            handle = psc_handle(identity.issuer, identity.subject)
            try:
                secret = arrived.opening_secret(application.base_id, Stop()) or b""
                who = self._session.sign_in_with_token(
                    TokenKind.PSC, handle, secret, action=Action.SESSION_UNLOCKED, only=actor
                )
                application.psc.begin(who, arrived)
            except Exception:
                arrived.end()
                raise
            return who

        self._desk.run(page, work, self._enter, page.show_failure, lane=Lane.IO)

    def _enter(self, who: Actor) -> None:
        if self._page is not None:
            self.unlocked.emit(who)


class _LockPart(QWidget):
    """The buttons, and in their place what is on screen while the person signs in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        psc = desk.application.psc
        self._desk = desk
        self.way = PscWay(simulated=psc.simulated, verb="Déverrouiller")
        self.sign_in = PscSignIn(
            desk.run,
            lambda: psc.gateway,
            telephone_page=desk.application.outside.telephone_page,
        )
        self.sign_in.show_simulated(simulated=psc.simulated)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.way)
        column.addWidget(self.sign_in)
        self.way.browser_asked.connect(self._by_browser)
        self.way.confirmation_asked.connect(self._by_confirmation)
        self.sign_in.signed_in.connect(self.way.show)
        self.sign_in.failed.connect(self.way.show)
        self.sign_in.given_up.connect(self._rest)

    @Slot()
    def _by_browser(self) -> None:
        self.way.hide()
        self.sign_in.by_browser()

    @Slot()
    def _by_confirmation(self) -> None:
        information, actor = self._desk.application.information, self._desk.actor

        def work() -> str:
            return information.get(actor).practitioner.rpps

        self._desk.run(self, work, self._ask_number, _nothing)

    def _ask_number(self, rpps: str) -> None:
        self.way.hide()
        self.sign_in.by_confirmation(self, rpps)

    @Slot()
    def _rest(self) -> None:
        self.way.show()
        self.way.browser_button.setFocus()


def _nothing(_: object) -> None:
    """Leave the password, which always opens."""

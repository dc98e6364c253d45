"""Signing in by Pro Santé Connect from any place of the program: browser, telephone or card."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from almapy.psc.faults import PscUnavailable, UnknownPerson
from almapy.psc.model import Channel
from almapy.psc.ports import PscGateway, PscSession
from ui.psc.attempt import Attempt, Run
from ui.psc.number_panel import NumberPanel
from ui.psc.waiting_panel import WaitingPanel
from ui.tasks import Lane
from ui.theme import SPACE_M

_TICK_MS = 100
OpenPage = Callable[[str], bool]
"""Opens a page in a browser; tells whether one was found."""
Wait = Callable[[Attempt, PscGateway], PscSession]


def open_in_browser(page: str) -> bool:
    """Open a page in the browser of the system."""
    return QDesktopServices.openUrl(QUrl(page))


class PscSignIn(QWidget):
    """Empty until it is asked to begin; whoever put it here takes the session or the failure.

    No token is ever in a widget: the session goes through as it is.
    """

    signed_in = Signal(object)  # PscSession
    failed = Signal(object)  # Exception
    given_up = Signal()
    began = Signal()

    def __init__(
        self,
        run: Run,
        gateway: Callable[[], PscGateway | None],
        *,
        telephone_page: Callable[[], str] | None = None,
        open_page: OpenPage = open_in_browser,
        parent: QWidget | None = None,
    ) -> None:
        """``gateway`` and ``telephone_page`` are asked in a worker: they may start something."""
        super().__init__(parent)
        self._run = run
        self._gateway = gateway
        self._telephone_page = telephone_page
        self._open_page = open_page
        self._attempt: Attempt | None = None
        self._national_id = ""
        self._former: QWidget | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self.number = NumberPanel()
        self.waiting = WaitingPanel()
        self._lay_out()
        self.number.given.connect(self._ask_telephone)
        self.number.left.connect(self.given_up)
        self.waiting.cancelled.connect(self.cancel)
        self.waiting.page_asked.connect(self._reopen)
        self.waiting.card_asked.connect(self._ask_card)
        self.waiting.telephone_asked.connect(self._open_telephone)

    @property
    def national_id(self) -> str:
        """Return the identifier of the last confirmation, empty when there was none."""
        return self._national_id

    def show_simulated(self, *, simulated: bool) -> None:
        """Say « Simulateur » when no real service answers."""
        self.waiting.badge.setVisible(simulated)

    def by_browser(self) -> None:
        """Open the page of the service in the browser, and wait for the person."""
        self._remember_focus()
        self.number.hide()
        self.waiting.wait_for_browser()
        self._begin(Attempt.by_browser)

    def by_confirmation(self, opener: QWidget, known_rpps: str = "") -> None:
        """Ask whose telephone it is, then wait for a confirmation on it."""
        self._stop()
        self._former = opener
        self.waiting.end()
        self.number.ask(opener, known_rpps)

    @Slot()
    def cancel(self) -> None:
        """Give up: nobody waits any more, and what comes late is thrown away."""
        if self._attempt is None:
            return
        self._stop()
        self.waiting.end()
        self._give_focus_back()
        self.given_up.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.window().isVisible():
            self._stop()
            self.waiting.end()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.number)
        column.addWidget(self.waiting)

    def _begin(self, wait: Wait) -> None:
        self._stop()
        attempt = self._attempt = Attempt()
        find = self._gateway

        def work() -> PscSession:
            gateway = find()
            if gateway is None:
                raise PscUnavailable
            return wait(attempt, gateway)

        self._timer.start()
        self._tick()
        self.began.emit()
        self._run(
            self,
            work,
            partial(self._arrived, attempt),
            partial(self._missed, attempt),
            lane=Lane.IO,
        )

    def _remember_focus(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            self._former = focus

    def _give_focus_back(self) -> None:
        former, self._former = self._former, None
        if former is not None and isValid(former) and former.isVisible():
            former.setFocus()

    def _stop(self) -> None:
        attempt, self._attempt = self._attempt, None
        self._timer.stop()
        if attempt is not None:
            attempt.stop.ask()

    def _arrived(self, attempt: Attempt, session: PscSession) -> None:
        if attempt is not self._attempt:
            if not attempt.is_dropped:
                self._run(self, session.end, _nothing, _nothing, lane=Lane.IO)
            return
        self._attempt = None
        self._timer.stop()
        self.waiting.end()
        self.window().activateWindow()  # the browser is in front
        self.signed_in.emit(session)

    def _missed(self, attempt: Attempt, error: Exception) -> None:
        if attempt is not self._attempt:
            return
        self._attempt = None
        self._timer.stop()
        self.waiting.end()
        if isinstance(error, UnknownPerson):
            self.number.show_unknown(error.message)
            return
        self._give_focus_back()
        self.failed.emit(error)

    @Slot()
    def _tick(self) -> None:
        attempt = self._attempt
        if attempt is None:
            return
        self.waiting.show_left(attempt.seconds_left)
        page = attempt.take_page()
        if page:
            self.waiting.let_reopen()
            self._open(page)

    @Slot()
    def _reopen(self) -> None:
        if self._attempt is not None and self._attempt.page:
            self._open(self._attempt.page)

    @Slot(object)
    def _ask_telephone(self, national_id: str) -> None:
        self._national_id = national_id
        self._confirm(Channel.MOBILE)

    @Slot()
    def _ask_card(self) -> None:
        self._confirm(Channel.CARD)

    def _confirm(self, channel: Channel) -> None:
        digits = f"{secrets.randbelow(100):02}"
        national_id = self._national_id
        self.number.hide()
        self.waiting.wait_for_confirmation(
            digits, channel, telephone=self._telephone_page is not None
        )

        def wait(attempt: Attempt, gateway: PscGateway) -> PscSession:
            return attempt.by_confirmation(gateway, national_id, digits, channel)

        self._begin(wait)

    @Slot()
    def _open_telephone(self) -> None:
        if self._telephone_page is not None:
            self._run(self, self._telephone_page, self._open, self._no_telephone, lane=Lane.IO)

    def _open(self, page: str) -> None:
        if not self._open_page(page):
            self.waiting.tell_no_browser()

    def _no_telephone(self, error: Exception) -> None:
        self._stop()
        self.waiting.end()
        self.failed.emit(error)


def _nothing(_: object) -> None:
    """Whatever comes of a session that nobody waits for is nobody's concern."""

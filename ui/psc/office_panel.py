"""Pro Santé Connect while a base is open: signing in again, and « Reconnectez-vous… »."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from almapy.psc.model import Activity
from almapy.psc.ports import PscSession
from almapy.stop import Stop
from ui.desk import Desk
from ui.failures import failure_of
from ui.psc.place_panel import PlacePanel
from ui.psc.sign_in import OpenPage, PscSignIn, open_in_browser
from ui.tasks import Lane
from ui.theme import SPACE_M, Tone
from ui.widgets.message_strip import MessageStrip

Take = Callable[[PscSession, Stop], object]
_OVER = "Reconnectez-vous à Pro Santé Connect"
_FAILED = "Connexion à Pro Santé Connect impossible"


@dataclass(frozen=True, slots=True)
class _Taken:
    """The places of work of who signed in, and the one to propose."""

    places: tuple[Activity, ...]
    usual: Activity | None
    is_chosen: bool


class PscOfficePanel(QWidget):
    """Empty until it is needed; the record behind stays open and keeps what is typed (rule L11).

    A page that sends something puts one above its fields, calls `offer` with the SessionOver it
    met, and sends again at `ready`.
    """

    ready = Signal()
    given_up = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        open_page: OpenPage = open_in_browser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stop = Stop()
        self._take: Take = self._begin
        self._opener: QWidget = self
        self.strip = MessageStrip()
        application = desk.application
        self.sign_in = PscSignIn(
            desk.run,
            lambda: application.psc.gateway,
            telephone_page=application.outside.telephone_page,
            open_page=open_page,
        )
        self.sign_in.show_simulated(simulated=application.psc.simulated)
        self.place = PlacePanel()
        self._browser = QAction("Se connecter avec Pro Santé Connect", self)
        self._telephone = QAction("Confirmer sur ma e-CPS", self)
        self._lay_out()
        self._browser.triggered.connect(self.by_browser)
        self._telephone.triggered.connect(self.by_confirmation)
        self.sign_in.signed_in.connect(self._arrived)
        self.sign_in.failed.connect(self.show_failure)
        self.sign_in.given_up.connect(self._give_up)
        self.place.chosen.connect(self._choose)
        self.place.left.connect(self.ready)

    def offer(self, error: Exception) -> None:
        """Say that the session is over, and offer the two ways of signing in again."""
        ways = [self._browser, self._telephone] if self._desk.application.psc.available else []
        self.strip.show_message(Tone.ATTENTION, _OVER, failure_of(error).text, ways)

    def take_with(self, take: Take | None) -> None:
        """Have a session taken otherwise than by beginning it (linking); runs in a worker."""
        self._take = take or self._begin

    @Slot()
    def by_browser(self) -> None:
        """Sign in through the browser."""
        self._rest()
        self.sign_in.by_browser()

    @Slot()
    def by_confirmation(self) -> None:
        """Sign in with the telephone; the RPPS of « Informations utilisateur » is proposed."""
        self._rest()
        self._opener = QApplication.focusWidget() or self
        application, actor = self._desk.application, self._desk.actor

        def work() -> str:
            return application.information.get(actor).practitioner.rpps

        self._desk.run(self, work, self._ask_number, self.show_failure)

    def ask_place(self, places: tuple[Activity, ...], usual: Activity | None) -> None:
        """Ask where the person works now."""
        self.place.ask(places, usual)

    def show_failure(self, error: Exception) -> None:
        """Tell why it failed; the password and everything typed are untouched."""
        failure = failure_of(error)
        text = f"{failure.text} [{failure.code}]"
        self._take = self._begin
        self.strip.show_message(failure.tone, _FAILED, text)
        self.given_up.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.window().isVisible():
            self._stop.ask()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.strip)
        column.addWidget(self.sign_in)
        column.addWidget(self.place)

    def _rest(self) -> None:
        self._stop = Stop()
        self.strip.hide()
        self.place.hide()

    def _ask_number(self, rpps: str) -> None:
        self.sign_in.by_confirmation(self._opener, rpps)

    def _begin(self, session: PscSession, _stop: Stop) -> None:
        self._desk.application.psc.begin(self._desk.actor, session)

    @Slot()
    def _give_up(self) -> None:
        self._take = self._begin
        self.given_up.emit()

    @Slot(object)
    def _arrived(self, session: PscSession) -> None:
        psc, actor = self._desk.application.psc, self._desk.actor
        take, stop = self._take, self._stop
        self._take = self._begin

        def work() -> _Taken:
            try:
                take(session, stop)
            except Exception:
                session.end()
                raise
            places = psc.activities(actor)
            return _Taken(places, psc.last_activity(actor), psc.activity(actor) is not None)

        self._desk.run(self, work, self._taken, self.show_failure, lane=Lane.IO)

    def _taken(self, taken: _Taken) -> None:
        if taken.places and not taken.is_chosen:
            self.ask_place(taken.places, taken.usual)
            return
        self.ready.emit()

    @Slot(object)
    def _choose(self, place: Activity) -> None:
        psc, actor = self._desk.application.psc, self._desk.actor
        choose = partial(psc.choose_activity, actor, place)
        self._desk.run(self, choose, self._chosen, self.place.refuse)

    def _chosen(self, _nothing: object) -> None:
        self.place.leave()

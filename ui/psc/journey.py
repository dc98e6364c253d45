"""Pro Santé Connect in the sign-in window: sign in, link the first time, choose a place, enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from almapy.psc.model import Activity
from almapy.psc.ports import PscSession
from almapy.stop import Stop
from ui.psc.attempt import Run
from ui.psc.link_panel import ChosenAccount, LinkPanel
from ui.psc.opening import Entered, is_known, open_and_link, open_linked
from ui.psc.place_panel import PlacePanel
from ui.psc.sign_in import OpenPage, PscSignIn, open_in_browser
from ui.tasks import Lane
from ui.theme import SPACE_M, SPACE_S, Tone
from ui.widgets.badge import Badge
from ui.widgets.busy import Busy
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

if TYPE_CHECKING:
    from almapy.opening import Door

_KNOWN_RPPS = "psc/rpps"
"""The RPPS of the last confirmation on this post: a public number, kept to be proposed."""


class PscJourney(QWidget):
    """Takes the place of the form while it lasts; « Annuler » and every failure bring it back."""

    opened = Signal(object)  # Opened
    given_up = Signal()
    refused = Signal(object)  # Exception, for the form

    def __init__(
        self,
        door: Door,
        run: Run,
        logins: Sequence[str],
        *,
        open_page: OpenPage = open_in_browser,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._run = run
        self._logins = tuple(logins)
        self._session: PscSession | None = None
        self._entered: Entered | None = None
        self._login = ""
        self._stop = Stop()
        outside = door.outside
        self._simulated = outside.psc is not None and outside.psc.simulated
        self.sign_in = PscSignIn(
            run,
            lambda: door.outside.psc,
            telephone_page=outside.telephone_page,
            open_page=open_page,
        )
        self.sign_in.show_simulated(simulated=False)
        self._badge = Badge("Simulateur", Tone.SIMULATOR)
        self.link = LinkPanel()
        self.place = PlacePanel()
        self._state = QLabel()
        self._busy = Busy()
        self._lay_out()
        self.sign_in.signed_in.connect(self._take)
        self.sign_in.failed.connect(self._refuse)
        self.sign_in.given_up.connect(self.given_up)
        self.link.chosen.connect(self._link)
        self.link.left.connect(self._leave)
        self.place.chosen.connect(self._choose)
        self.place.left.connect(self._go_in)

    def by_browser(self, login: str) -> None:
        """Begin in the browser; ``login`` is the account proposed if it has to be linked."""
        self._rest(login)
        self.sign_in.by_browser()

    def by_confirmation(self, login: str) -> None:
        """Begin with the telephone."""
        self._rest(login)
        known = QSettings().value(_KNOWN_RPPS, "")
        self.sign_in.by_confirmation(self, known if isinstance(known, str) else "")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.window().isVisible():
            self._stop.ask()
            self._end_session()
            self._go_in()  # whoever listens closes a base that nobody waits for

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(SectionTitle("Pro Santé Connect", 1), 1)
        head.addWidget(self._badge)
        set_text_role(self._state, TextRole.SECONDARY)
        self._state.setWordWrap(True)
        self._state.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(head)
        column.addWidget(self.sign_in)
        column.addWidget(self.link)
        column.addWidget(self.place)
        column.addSpacing(SPACE_S)
        column.addWidget(self._state)
        column.addWidget(self._busy)
        self._badge.setVisible(self._simulated)  # once it is in here: no window of its own

    def _rest(self, login: str) -> None:
        self._login = login
        self._stop = Stop()
        self.link.hide()
        self.place.hide()
        self._tell("")

    def _tell(self, state: str) -> None:
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._busy.set_running(int(bool(state)))

    def _take(self, session: PscSession) -> None:
        self._session = session
        self._tell("Ouverture du cabinet…")
        door, stop = self._door, self._stop

        def work() -> Entered | None:
            return open_linked(door, session, stop) if is_known(door, session) else None

        self._run(self, work, self._enter, self._refuse)

    def _enter(self, entered: Entered | None) -> None:
        self._tell("")
        if entered is None:
            self._ask_account()
            return
        if self.sign_in.national_id and not self._simulated:
            QSettings().setValue(_KNOWN_RPPS, self.sign_in.national_id[1:])
        self._session = None
        self._entered = entered
        self.link.hide()
        if entered.places and self.isVisible():
            self.place.ask(entered.places, entered.usual)
        else:
            self._go_in()

    def _ask_account(self) -> None:
        if self._session is not None:
            self.link.ask(self._session.identity, self._logins, self._login)

    @Slot(object)
    def _link(self, chosen: ChosenAccount) -> None:
        session = self._session
        if session is None:
            return
        door, stop = self._door, self._stop
        self._tell("Ouverture du cabinet…")
        self._run(self, lambda: open_and_link(door, session, chosen, stop), self._enter, self._no)

    def _no(self, error: Exception) -> None:
        self._tell("")
        self.link.refuse(error)

    @Slot(object)
    def _choose(self, place: Activity) -> None:
        entered = self._entered
        if entered is None:
            return
        application, actor = entered.opened.application, entered.opened.actor
        choose: Callable[[], None] = partial(application.psc.choose_activity, actor, place)
        self._run(self, choose, self._chosen, self.place.refuse)

    def _chosen(self, _nothing: object) -> None:
        self._go_in()

    @Slot()
    def _go_in(self) -> None:
        entered, self._entered = self._entered, None
        if entered is not None:
            self.opened.emit(entered.opened)

    @Slot()
    def _leave(self) -> None:
        self._end_session()
        self.given_up.emit()

    def _refuse(self, error: Exception) -> None:
        self._tell("")
        self._end_session()
        self.refused.emit(error)

    def _end_session(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            self._run(self, session.end, _done, _done, lane=Lane.IO)


def _done(_: object) -> None:
    """Nobody waits for the end of a session that was thrown away."""

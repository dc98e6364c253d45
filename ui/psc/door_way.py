"""Pro Santé Connect at the sign-in window; imported once the window stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from almapy.errors import DomainError
from almapy.sign_in.model import TokenKind
from ui.psc.journey import PscJourney
from ui.psc.way import PscWay
from ui.signin.centered import CenteredColumn
from ui.tasks import Lane, TaskRunner

if TYPE_CHECKING:
    from almapy.opening import Door
    from ui.signin.page import SignInPage

_CHARACTERS = 60
_NOT_SET = (
    "Ce poste n'est pas réglé pour Pro Santé Connect. Rien n'a été modifié. Ouvrez avec votre mot "
    "de passe, puis indiquez l'adresse du relais dans «\u00a0Ce poste\u00a0»."
)


class PscDoorWay(QObject):
    """Adds its buttons where the post can use them, or where somebody's account expects them."""

    opened = Signal(object)  # Opened

    def __init__(
        self,
        door: Door,
        tasks: TaskRunner,
        page: SignInPage,
        pages: QStackedWidget,
        logins: Sequence[str],
        parent: QObject,
    ) -> None:
        """``pages`` holds the form as its first page; the journey comes beside it."""
        super().__init__(parent)
        self._door = door
        self._tasks = tasks
        self._page = page
        self._pages = pages
        self._logins = logins
        self._journey: PscJourney | None = None
        self._column: CenteredColumn | None = None
        self.way: PscWay | None = None
        if door.outside.psc is not None:
            self._offer(simulated=door.outside.psc.simulated)
        else:
            tasks.submit(self, self._is_expected, self._offer_when, _nothing, lane=Lane.IO)

    @property
    def journey(self) -> PscJourney | None:
        """Return what is on screen since somebody chose this way; None before."""
        return self._journey

    def _is_expected(self) -> bool:
        return self._door.has_links(TokenKind.PSC)

    def _offer_when(self, expected: bool) -> None:  # noqa: FBT001  (result of a worker)
        if expected:
            self._offer(simulated=False)

    def _offer(self, *, simulated: bool) -> None:
        self.way = PscWay(simulated=simulated)
        self.way.browser_asked.connect(self._by_browser)
        self.way.confirmation_asked.connect(self._by_confirmation)
        self._page.add_way(self.way)

    @Slot()
    def _by_browser(self) -> None:
        journey = self._begin()
        if journey is not None:
            journey.by_browser(self._page.login)

    @Slot()
    def _by_confirmation(self) -> None:
        journey = self._begin()
        if journey is not None:
            journey.by_confirmation(self._page.login)

    def _begin(self) -> PscJourney | None:
        if self._door.outside.psc is None:
            self._page.refuse(DomainError(_NOT_SET, code="psc.not_set"))
            return None
        if self._journey is None:
            self._journey = PscJourney(self._door, self._tasks.submit, self._logins)
            self._journey.opened.connect(self.opened)
            self._journey.given_up.connect(self._back)
            self._journey.refused.connect(self._refused)
            self._column = CenteredColumn(self._journey, _CHARACTERS, parent=self._pages)
            self._pages.addWidget(self._column)
        assert self._column is not None
        self._pages.setCurrentWidget(self._column)
        return self._journey

    @Slot()
    def _back(self) -> None:
        self._pages.setCurrentIndex(0)
        self._page.setFocus()

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self._pages.setCurrentIndex(0)
        self._page.refuse(error)


def _nothing(_: object) -> None:
    """Whatever is wrong with the key file is told when somebody signs in."""

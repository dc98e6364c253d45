"""The sign-in window: the first thing on screen, shown before any heavy library is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from almapy.db.key_file import list_logins
from ui.signin.brand import BrandPanel
from ui.signin.centered import CenteredColumn
from ui.signin.doorway import Doorway, MakeDoor, preload, preload_ways, real_door
from ui.signin.page import Credentials, SignInPage
from ui.tasks import Lane, TaskRunner
from ui.theme import SPACE_M, SPACE_S, SPACE_XL
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import set_relative_font

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from almapy.clock import Clock
    from almapy.opening import Door, Opened
    from almapy.settings import Place
    from ui.cps.arrival import Arrival
    from ui.psc.door_way import PscDoorWay
    from ui.signin.card_way import CardWay
    from ui.signin.recovery import RecoveryJourney
    from ui.theme import Theme

_LAST_LOGIN: Final = "signin/last_login"
_FORM_CHARACTERS: Final = 52
_PANEL_CHARACTERS: Final = 92


class SignInWindow(QWidget):
    """Opens the base of one place; the password is tried in a worker."""

    opened = Signal(object)  # Opened
    closed = Signal()  # left without opening

    def __init__(
        self,
        place: Place,
        clock: Clock,
        tasks: TaskRunner,
        theme: Theme,
        *,
        hint: str = "",
        login: str = "",
        make_door: MakeDoor | None = None,
    ) -> None:
        """`hint` is shown above the fields; a `login` given here is not remembered for later."""
        super().__init__()
        self._place = place
        self._clock = clock
        self._tasks = tasks
        self._remembers = not login
        self._doorway = Doorway(place, make_door or real_door(clock))
        self._is_open = False
        self._is_left = False
        self._is_painted = False
        self._came_by_card = False
        self._card_way: CardWay | None = None
        self._psc_way: PscDoorWay | None = None
        self._journey: RecoveryJourney | None = None
        self._logins = list_logins(place.folders.keys)
        self._panel = _panel(theme, encrypted=not place.settings.database_url, parent=self)
        self._page = SignInPage(
            self._logins,
            login or _usual_login(self._logins),
            hint=hint,
            backups=place.folders.backups,
            seconds_left=self._doorway.seconds_left,
        )
        self._pages = QStackedWidget(self)
        self._lay_out()
        self._page.submitted.connect(self._sign_in)
        self._page.recovery_asked.connect(self._open_recovery)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            # Not before the person sees something: the worker would take its time from the paint.
            self._is_painted = True
            QTimer.singleShot(0, self, self._make_types)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        needed = _PANEL_CHARACTERS * self.fontMetrics().averageCharWidth()
        self._panel.setVisible(self.width() >= needed)
        self._page.set_compact(compact=self.width() < needed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Of keys held with Ctrl the text is a control character.
        is_form = self._pages.currentIndex() == 0
        if is_form and event.text().isprintable() and event.text().strip():
            self._page.take_typed(event.text())
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._journey is not None and not self._journey.may_leave(self._leave):
            event.ignore()
            return
        super().closeEvent(event)
        self._is_left = True
        if not self._is_open:
            self._stop_ways()
            self._tasks.submit(self, self._doorway.close, _nothing, _nothing, lane=Lane.IO)
            self.closed.emit()

    def _lay_out(self) -> None:
        self.setWindowTitle("AlmaPy")
        self.resize(880, 560)
        self._pages.addWidget(CenteredColumn(self._page, _FORM_CHARACTERS, parent=self._pages))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._panel, 2)
        line.addWidget(self._pages, 3)
        self._page.setFocus()

    @Slot()
    def _make_types(self) -> None:
        from ui.qt_types import QtTypes  # noqa: PLC0415  (not before the window stands)

        types = QtTypes(self)
        types.ready.connect(self._preload)
        types.start()

    @Slot()
    def _preload(self) -> None:
        if self._is_left:
            return

        def work() -> Door:
            preload()
            preload_ways()
            return self._doorway.door()

        self._tasks.submit(self, work, self._begin_ways, _nothing, lane=Lane.IO)

    def _begin_ways(self, door: Door) -> None:
        """Offer the other ways in, once their libraries are loaded."""
        from ui.psc.door_way import PscDoorWay  # noqa: PLC0415  (not before the window stands)
        from ui.signin.card_way import card_way  # noqa: PLC0415  (not before the window stands)

        if self._is_open or self._is_left:
            return
        self._card_way = card_way(door, self._clock, self._tasks, self._page, self)
        if self._card_way is not None:
            self._card_way.opened.connect(self._enter_by_card)
            self._card_way.trying.connect(self._hold)
        self._psc_way = PscDoorWay(door, self._tasks, self._page, self._pages, self._logins, self)
        self._psc_way.opened.connect(self._enter)

    @property
    def arrival(self) -> Arrival:
        """How the person came in; asked once the base is open."""
        from ui.cps.arrival import BY_PASSWORD  # noqa: PLC0415  (not at start)

        if self._card_way is None:
            return BY_PASSWORD
        return self._card_way.arrival(by_card=self._came_by_card)

    @Slot(bool)
    def _hold(self, trying: bool) -> None:  # noqa: FBT001  (Qt signal)
        self._page.set_busy(busy=trying)

    @Slot(object)
    def _enter_by_card(self, opened: Opened) -> None:
        self._came_by_card = True
        self._enter(opened)

    @Slot(object)
    def _sign_in(self, typed: Credentials) -> None:
        self._page.set_busy(busy=True)
        self._hold_card(held=True)

        def work() -> Opened:
            return self._doorway.door().open(typed.login, typed.password)

        self._tasks.submit(self, work, self._enter, self._refuse)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self._page.refuse(error)
        self._hold_card(held=False)

    def _hold_card(self, *, held: bool) -> None:
        if self._card_way is not None:
            self._card_way.panel.setEnabled(not held)

    @Slot(object)
    def _enter(self, opened: Opened) -> None:
        if self._is_left or self._is_open:
            opened.application.close()
            return
        self._is_open = True
        self._stop_ways()
        self._page.forget_password()
        if self._remembers:
            QSettings().setValue(_LAST_LOGIN, opened.actor.login)
        self.opened.emit(opened)

    def _stop_ways(self) -> None:
        if self._card_way is not None:
            self._card_way.stop()

    @Slot()
    def _open_recovery(self) -> None:
        from ui.signin.recovery import RecoveryJourney  # noqa: PLC0415  (seldom needed: not at start)

        journey = RecoveryJourney(
            self._doorway,
            self._clock,
            self._tasks,
            logins=self._logins,
            login=self._page.login,
            data_folder=self._place.folders.root,
        )
        journey.opened.connect(self._enter)
        journey.given_up.connect(self._close_recovery)
        self._journey = journey
        self._pages.addWidget(journey)
        self._pages.setCurrentWidget(journey)
        journey.begin()

    @Slot()
    def _close_recovery(self) -> None:
        if self._journey is None:
            return
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(self._journey)
        self._journey.deleteLater()
        self._journey = None
        self._page.setFocus()

    @Slot()
    def _leave(self) -> None:
        self._journey = None
        self.close()


def _nothing(_result: object) -> None:
    """Whatever fails in a preload fails again, and is told, when it is needed."""


def _usual_login(logins: list[str]) -> str:
    last = QSettings().value(_LAST_LOGIN, "")
    if isinstance(last, str) and last in logins:
        return last
    return logins[0] if len(logins) == 1 else ""


def _panel(theme: Theme, *, encrypted: bool, parent: QWidget) -> BrandPanel:
    panel = BrandPanel(theme, parent)
    name = QLabel("AlmaPy")
    set_relative_font(name, 2.4, bold=True)
    promise = QLabel("Le dossier de vos patients,\nau cabinet.")
    set_relative_font(promise, 1.25)
    column = QVBoxLayout(panel)
    column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
    column.setSpacing(SPACE_M)
    column.addWidget(IconLabel("app", scale=3.6))
    column.addStretch(2)
    column.addWidget(name)
    column.addWidget(promise)
    column.addStretch(3)
    if encrypted:
        safe = QHBoxLayout()
        safe.setSpacing(SPACE_S)
        safe.addWidget(IconLabel("lock"))
        safe.addWidget(QLabel("Données chiffrées"), 1)
        column.addLayout(safe)
    return panel

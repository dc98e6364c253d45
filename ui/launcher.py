"""From the start to the end: first run or sign-in, then the office of an open base."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from almapy.clock import Clock
from almapy.settings import Place, locate
from ui.program import show_unexpected
from ui.signin.window import SignInWindow
from ui.tasks import TaskRunner
from ui.theme import Theme

if TYPE_CHECKING:
    from almapy.opening import Door, Opened
    from ui.office import Office

DEMO_NOTICE = "Ouverture de la base de démonstration…"


class Launcher(QObject):
    """Owns what is on the screen; exactly one of sign-in, first run, or office is there.

    ``make_door`` is given by tests; by default the real door of the place is built in a worker.
    """

    ended = Signal()
    unexpected = Signal(object)  # BaseException, from any thread

    def __init__(  # every part of the start can be replaced by a test
        self,
        application: QApplication,
        place: Place,
        clock: Clock,
        theme: Theme,
        *,
        make_door: Callable[[Place], Door] | None = None,
        hint: str = "",
        login: str = "",
    ) -> None:
        super().__init__(application)
        self._application = application
        self._place = place
        self._clock = clock
        self._theme = theme
        self._make_door = make_door
        self._hint = hint
        self._login = login
        self._front: QWidget | None = None
        self.office: Office | None = None
        self.tasks = TaskRunner(self)
        self._former_hook = show_unexpected(self.unexpected.emit)

    def start(self) -> None:
        """Show the sign-in window, or the first-run assistant where there is no practice."""
        if self._place.folders.exists():
            self._show_signin()
        else:
            self._show_first_run()

    def start_with(self, open_base: Callable[[], Opened], text: str) -> None:
        """Open a base without asking who is there (demo); ``text`` is shown meanwhile."""
        from ui.notice import Notice  # noqa: PLC0415  (not at the sign-in)

        self._bring(Notice(text))
        self.tasks.submit(self, open_base, self.begin, self._could_not_open)

    def begin(self, opened: Opened) -> None:
        """Show the window of an open base."""
        from ui.cps.arrival import BY_PASSWORD  # noqa: PLC0415
        from ui.office import Office  # noqa: PLC0415  (everything heavy stands behind it)

        arrival = self._front.arrival if isinstance(self._front, SignInWindow) else BY_PASSWORD
        self._put_away()
        self.office = Office(opened, self.tasks, self._theme, arrival=arrival, parent=self)
        self.office.left.connect(self._leave_office)
        self.unexpected.connect(self.office.desk.fail)
        self.office.show()

    def bring_forward(self) -> None:
        """Bring what is on the screen to the front."""
        shown = self.office.front() if self.office else self._front
        if shown is not None:
            shown.showNormal() if shown.isMinimized() else shown.show()
            shown.raise_()
            shown.activateWindow()

    def end(self) -> None:
        """Stop the workers; the last thing before the event loop ends."""
        sys.excepthook = self._former_hook
        self.tasks.close()
        self.ended.emit()

    @property
    def front(self) -> QWidget | None:
        """Return the sign-in window or the assistant, when it is there."""
        return self._front

    def _show_signin(self) -> None:
        window = SignInWindow(
            self._place,
            self._clock,
            self.tasks,
            self._theme,
            hint=self._hint,
            login=self._login,
            make_door=self._make_door,
        )
        window.opened.connect(self.begin)
        window.closed.connect(self._closed)
        self._bring(window)

    def _show_first_run(self) -> None:
        from ui.firstrun.assistant import FirstRunAssistant  # noqa: PLC0415

        assistant = FirstRunAssistant(
            self._place, self._clock, self.tasks, self._theme, make_door=self._make_door
        )
        assistant.opened.connect(self.begin)
        assistant.existing_asked.connect(self._open_existing)
        assistant.demo_asked.connect(self._open_demo)
        assistant.closed.connect(self._closed)
        self._bring(assistant)

    def _open_existing(self, place: Place) -> None:
        self._place = place
        self._show_signin()

    def _open_demo(self) -> None:
        from ui.demo import demo_place, open_demo  # noqa: PLC0415  (only when it is asked for)

        clock, self._place = self._clock, demo_place()
        place = self._place
        self.start_with(lambda: open_demo(place, clock), DEMO_NOTICE)

    def _bring(self, window: QWidget) -> None:
        self._put_away()
        self._front = window
        window.show()

    def _put_away(self) -> None:
        if self._front is not None:
            self._front.hide()
            self._front.deleteLater()
            self._front = None

    def _could_not_open(self, error: Exception) -> None:
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415  (seldom needed)

        from ui.failures import failure_of  # noqa: PLC0415

        failure = failure_of(error)
        self._put_away()
        QMessageBox.critical(None, failure.title, f"{failure.text} [{failure.code}]")
        self._application.quit()

    def _closed(self) -> None:
        if self.office is None:
            self._application.quit()

    def _leave_office(self, comes_back: bool) -> None:  # noqa: FBT001  (Qt signal)
        from almapy.opening import DEMO_HINT  # noqa: PLC0415  (loaded: a base was open)

        office, self.office = self.office, None
        if office is not None:
            if office.desk.application.is_demo:
                self._hint, self._login = DEMO_HINT, office.desk.actor.login
            self.unexpected.disconnect(office.desk.fail)
            office.deleteLater()
        if comes_back:
            self._place = locate(self._place.start)
            self._show_signin()
        else:
            QTimer.singleShot(0, self._application.quit)

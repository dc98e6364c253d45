"""One session on an open base: the window, the lock, the backups in the background, the way out."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMessageBox, QWidget

from almapy.audit.model import Action
from almapy.backup.automatic import AutomaticBackup
from almapy.opening import DEMO_HINT, Opened
from almapy.session import Session
from almapy.users.model import Actor
from almapy.users.throttle import Throttle
from ui.cps.arrival import BY_PASSWORD, Arrival
from ui.cps.office_card import OfficeCard
from ui.desk import Desk
from ui.geometry import remember_geometry, restore_geometry
from ui.lock.idle import IdleWatch
from ui.lock.lock_page import LockPage
from ui.notice import Notice
from ui.psc.keep_alive import PscKeepAlive
from ui.psc.lock_way import PscLockWay
from ui.shell.warm_up import WarmUp
from ui.tasks import TaskRunner
from ui.theme import Theme, Tone
from ui.window import MainWindow


class Office(QObject):
    """What stands on the screen between a sign-in and a sign-out."""

    left = Signal(bool)  # comes_back: true when another person will sign in

    def __init__(
        self,
        opened: Opened,
        tasks: TaskRunner,
        theme: Theme,
        *,
        arrival: Arrival = BY_PASSWORD,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = opened.application
        self._tasks = tasks
        self._throttle = Throttle(opened.application.clock)
        self._session = Session(opened.application, self._throttle)
        self.desk = Desk(opened.application, opened.actor, tasks, theme)
        self.desk.setParent(self)
        self.window = MainWindow(self.desk, tasks)
        self._warm_up = WarmUp(self.desk, self.window.pages, tasks)
        self._lock: LockPage | None = None
        self._card = OfficeCard(self.desk, self.window, self._session, tasks, arrival, self)
        self._psc = PscLockWay(self.desk, self._session, self)
        self._backup = AutomaticBackup(
            opened.application.backups,
            opened.application.clock,
            opened.application.settings.backup_hours,
        )
        self._idle = IdleWatch(
            opened.application.clock, opened.application.settings.idle_minutes, self
        )
        self._alive = PscKeepAlive(self.desk, self._idle.seconds_still, self)
        self._connect()
        self._tell_notices(opened)

    def show(self) -> None:
        """Show the window and begin what runs beside it."""
        restore_geometry(self.window)
        self.window.show()
        self._warm_up.start()
        with suppress(OSError):
            self._application.folders.running.touch()
        self._tasks.settle()
        self._backup.start()
        self._idle.start()
        self._application.cards.start()
        self._application.incoming_reading.start(self.desk.actor)
        self._application.carnet_sender.start(self.desk.actor)

    def front(self) -> QWidget:
        """Return what is in front: the window, or the lock over it."""
        return self._lock or self.window

    def lock(self) -> None:
        """Hide everything of the patients behind a password."""
        if self._lock is not None:
            return
        self._lock = LockPage(
            self.desk.actor.name,
            self.desk.theme,
            self._throttle.seconds_left,
            hint=DEMO_HINT if self._application.is_demo else "",
        )
        self._lock.unlock_asked.connect(self._unlock)
        self._lock.switch_asked.connect(self._switch)
        self._lock.close_asked.connect(self._quit)
        self._lock.setGeometry(self.window.geometry())
        self._card.guard(self._lock)
        self._psc.guard(self._lock)
        self.window.hide()
        self._lock.show()
        self._record(Action.SESSION_LOCKED)

    def leave(self, *, comes_back: bool) -> None:
        """Sign out, back up what changed, close the base."""
        if not self._may_leave():
            return
        self._idle.stop()
        self._card.stop()
        remember_geometry(self.window)
        self.window.hide()
        if self._lock is not None:
            self._lock.hide()
        notice = Notice("Sauvegarde et fermeture de la base…")
        notice.show()

        def work() -> None:
            self._session.sign_out(self.desk.actor)
            self._backup.stop()
            self._backup.at_close()
            self._application.close()
            self._application.folders.running.unlink(missing_ok=True)

        def gone(_: object = None) -> None:
            notice.hide()
            notice.deleteLater()
            self.window.deleteLater()
            if self._lock is not None:
                self._lock.deleteLater()
            self.left.emit(comes_back)

        self._tasks.submit(self, work, gone, gone)

    def _connect(self) -> None:
        self.window.lock_asked.connect(self.lock)
        self.window.switch_asked.connect(self._switch)
        self.window.quit_asked.connect(self._quit)
        self._idle.idle.connect(self.lock)
        self._idle.woke.connect(self.lock)
        self._card.lock_asked.connect(self.lock)
        self._card.unlocked.connect(self._unlocked)
        self._psc.unlocked.connect(self._unlocked)

    def _tell_notices(self, opened: Opened) -> None:
        notices = list(opened.notices)
        if opened.stopped_badly:
            notices.append(
                "AlmaPy n'avait pas été fermé normalement. La base est contrôlée en arrière-plan."
            )
            self.desk.run(self, self._check_after_bad_stop, self._tell_check)
        if notices:
            self.window.strip.show_message(
                Tone.ATTENTION, "À savoir avant de commencer", "\n".join(notices)
            )

    def _check_after_bad_stop(self) -> list[str]:
        from almapy.integrity import quick_check  # noqa: PLC0415  (only after a bad stop)

        return quick_check(self._application)

    def _tell_check(self, problems: list[str]) -> None:
        if problems:
            self.window.strip.show_message(
                Tone.CRITICAL, "La base a besoin d'attention", "\n".join(problems)
            )
        else:
            self.desk.tell("Contrôle terminé\u00a0: la base est saine.")

    def _unlock(self, password: str) -> None:
        actor = self.desk.actor

        def work() -> Actor:
            return self._session.sign_in(actor.login, password, action=Action.SESSION_UNLOCKED)

        assert self._lock is not None
        self._lock.set_busy(busy=True)
        self._tasks.submit(self, work, self._unlocked, self._lock.show_failure)

    @Slot(object)
    def _unlocked(self, _actor: Actor) -> None:
        self._card.end_guard()
        self._psc.end_guard()
        if self._lock is not None:
            self.window.setGeometry(self._lock.geometry())
            self._lock.hide()
            self._lock.deleteLater()
            self._lock = None
        self.window.show()
        self.window.activateWindow()
        self._idle.start()

    def _switch(self) -> None:
        self.leave(comes_back=True)

    def _quit(self) -> None:
        self.leave(comes_back=False)

    def _record(self, action: Action) -> None:
        journal, actor = self._application.journal, self.desk.actor
        self.desk.run(self, lambda: journal.record(actor, action), _nothing)

    def _may_leave(self) -> bool:
        if not self.window.has_unsaved_changes() or self._lock is not None:
            return True
        question = QMessageBox(self.window)
        question.setWindowTitle("AlmaPy")
        question.setIcon(QMessageBox.Icon.Question)
        question.setText("Une saisie n'est pas enregistrée.")
        question.setInformativeText("Revenez la valider, ou fermez en l'abandonnant.")
        back = question.addButton("Revenir à la saisie", QMessageBox.ButtonRole.RejectRole)
        question.addButton("Fermer sans enregistrer", QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(back)
        question.setEscapeButton(back)
        question.exec()
        return question.clickedButton() is not back


def _nothing(_: object) -> None:
    return None

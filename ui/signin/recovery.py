"""« Mot de passe perdu ? »: the printed key, a new password, then a new printed key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.firstrun.flow import StepFlow
from ui.firstrun.leaving import ask_before_leaving
from ui.firstrun.recovery_check import RecoveryCheckStep
from ui.firstrun.recovery_paper import RecoverySheet
from ui.firstrun.recovery_sheet import RecoverySheetStep
from ui.firstrun.step import Step
from ui.signin.countdown import CountdownLine
from ui.signin.login_box import LoginBox
from ui.signin.recovery_key_edit import RecoveryKeyEdit
from ui.users.new_password import NewPassword
from ui.widgets.card import Card
from ui.widgets.form import FormSection

if TYPE_CHECKING:
    from almapy.clock import Clock
    from almapy.opening import Opened
    from ui.signin.doorway import Doorway
    from ui.tasks import TaskRunner

_CHARACTERS: Final = 72


@dataclass(frozen=True, slots=True)
class Recovered:
    """What the worker brings back."""

    opened: Opened
    practice_name: str


class RecoveryJourney(QWidget):
    """Three steps in the sign-in window; nothing can be undone after the first."""

    opened = Signal(object)  # Opened, without its recovery key
    given_up = Signal()

    def __init__(
        self,
        doorway: Doorway,
        clock: Clock,
        tasks: TaskRunner,
        *,
        logins: Sequence[str],
        login: str,
        data_folder: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._opened: Opened | None = None
        self._key = RecoveryStep(doorway, tasks, logins, login)
        self._sheet = RecoverySheetStep(tasks, lambda: data_folder)
        self._check = RecoveryCheckStep()
        steps = (self._key, self._sheet, self._check)
        self._flow = StepFlow(steps, characters=_CHARACTERS, back_text="&Retour")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._flow)
        self._key.recovered.connect(self._take_recovered)
        self._flow.given_up.connect(self.given_up)
        self._flow.finished.connect(self._finish)

    def begin(self) -> None:
        """Put the cursor in the first field."""
        self._flow.begin()

    def may_leave(self, leave: Callable[[], None]) -> bool:
        """Tell whether the window may close; when not, the person is asked and may `leave`."""
        if self._key.is_working:
            return False
        if self._opened is None:
            return True

        def close_and_leave() -> None:
            if self._opened is not None:
                self._opened.application.close()
            leave()

        ask_before_leaving(self.window(), close_and_leave)
        return False

    @Slot(object)
    def _take_recovered(self, recovered: Recovered) -> None:
        self._opened = replace(recovered.opened, recovery_text="")
        sheet = RecoverySheet(
            recovered.opened.recovery_text,
            recovered.practice_name,
            recovered.opened.actor.login,
            self._clock.today(),
        )
        self._sheet.set_sheet(sheet)
        self._check.set_key(sheet.groups)
        self._flow.set_floor(1)

    @Slot()
    def _finish(self) -> None:
        opened, self._opened = self._opened, None
        self.opened.emit(opened)


class RecoveryStep(Step):
    """The printed key, the login and a new password."""

    recovered = Signal(object)  # Recovered

    def __init__(
        self, doorway: Doorway, tasks: TaskRunner, logins: Sequence[str], login: str
    ) -> None:
        super().__init__(
            "Clé de secours",
            "Mot de passe perdu",
            "Prenez la feuille «\u00a0Clé de secours\u00a0» du cabinet. Vous choisirez un nouveau "
            "mot de passe et recevrez une nouvelle clé, qui remplace celle-ci.",
            next_text="&Ouvrir le cabinet",
        )
        self._doorway = doorway
        self._tasks = tasks
        self._go_on: Callable[[], None] = lambda: None
        self.is_working = False
        self._key = RecoveryKeyEdit()
        card = Card("Clé de secours imprimée")
        card.body.addWidget(self._key)
        self._login = LoginBox(logins, login)
        self._form = FormSection("Votre compte")
        self._form.add_row("&Identifiant", self._login, required=True)
        self._password = NewPassword(self._form, "Nouveau &mot de passe")
        self._countdown = CountdownLine(doorway.seconds_left)
        for part in (card, self._form, self._countdown):
            self.body.addWidget(part)
        self.working.connect(self._note_working)

    def entered(self) -> None:
        self._key.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        if self._countdown.is_running or not self._is_complete():
            return
        self._go_on = go_on
        key, login = self._key.text, self._login.login
        password = self._password.first.text()

        def work() -> Recovered:
            opened = self._doorway.door().open_with_recovery_key(key, login, password)
            return Recovered(opened, opened.application.practice.get().name)

        self.working.emit(True)
        self._tasks.submit(self, work, self._finish, self._fail)

    def take_error(self, field: str, message: str) -> bool:
        if field == "recovery_key":
            self._key.refuse(message)
            self._key.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        fields: dict[str, QWidget] = {"login": self._login, "password": self._password.first}
        if field not in fields:
            return False
        self._form.set_error(fields[field], message)
        self._form.focus_first_error()
        return True

    def _is_complete(self) -> bool:
        self._form.clear_errors()
        password = self._password.accepted_text()
        if not self._login.login:
            self._form.set_error(self._login, "Choisissez votre identifiant.")
        if not self._key.is_right:
            self._key.refuse("Recopiez toute la clé\u00a0: neuf groupes de quatre caractères.")
            self._key.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return not self._form.focus_first_error() and password is not None

    @Slot(object)
    def _finish(self, recovered: Recovered) -> None:
        self._password.clear()
        self._key.clear()
        self.working.emit(False)
        self.recovered.emit(recovered)
        self._go_on()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.working.emit(False)
        self._countdown.start()
        self.failed.emit(error)

    @Slot(bool)
    def _note_working(self, working: bool) -> None:  # noqa: FBT001  (Qt's signature)
        self.is_working = working

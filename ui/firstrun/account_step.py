"""Step « Compte »: the login and the password of the owner, then the creation itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot

from almapy.text import fold
from ui.firstrun.step import Step
from ui.theme import Tone
from ui.users.new_password import NewPassword
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

if TYPE_CHECKING:
    from almapy.opening import Opened
    from ui.tasks import TaskRunner

_LOGIN_LENGTH = 80


def proposed_login(family_name: str) -> str:
    """Return the usual login of a doctor: « DE VINCI » gives « dr.de-vinci »."""
    folded = fold(family_name).replace(" ", "-")
    return f"dr.{folded}"[:_LOGIN_LENGTH] if folded else ""


class AccountStep(Step):
    """Leaving it creates the practice; a failure leaves everything as it was typed."""

    created = Signal(object)  # Opened

    def __init__(self, tasks: TaskRunner, prepare: Callable[[], Callable[[], Opened]]) -> None:
        """`prepare` gathers the answers of all steps and returns the work for the worker."""
        super().__init__(
            "Compte",
            "Votre compte",
            "L'identifiant et le mot de passe que vous taperez chaque matin.",
            next_text="&Créer le cabinet",
        )
        self._tasks = tasks
        self._prepare = prepare
        self._go_on: Callable[[], None] = lambda: None
        self._proposed = ""
        self._login = text_edit(_LOGIN_LENGTH)
        self._form = FormSection()
        self._form.add_row("&Identifiant", self._login, required=True)
        self._password = NewPassword(self._form, "&Mot de passe")
        self.body.addWidget(self._form)
        warning = MessageStrip(closable=False)
        warning.show_message(
            Tone.ATTENTION,
            "Sans mot de passe ni clé de secours, les données sont perdues.",
            "Personne ne pourra les rouvrir, pas même l'assistance. La clé de secours vous est "
            "donnée à l'étape suivante.",
        )
        self.body.addWidget(warning)
        self._login.textEdited.connect(lambda: self._form.clear_error(self._login))

    @property
    def login(self) -> str:
        """Login, as typed."""
        return self._login.text().strip()

    @property
    def password(self) -> str:
        """Password, as typed."""
        return self._password.first.text()

    def propose_login(self, family_name: str) -> None:
        """Fill the login from the name, unless the person typed one."""
        if self.login == self._proposed:
            self._proposed = proposed_login(family_name)
            self._login.setText(self._proposed)

    def entered(self) -> None:
        first = self._password.first if self.login else self._login
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        self._form.clear_errors()
        password = self._password.accepted_text()
        if not self.login:
            self._form.set_error(self._login, "Choisissez un identifiant.")
        if self._form.focus_first_error() or password is None:
            return
        self._go_on = go_on
        self.working.emit(True)
        self._tasks.submit(self, self._prepare(), self._finish, self._fail)

    def take_error(self, field: str, message: str) -> bool:
        fields = {"login": self._login, "password": self._password.first}
        if field not in fields:
            return False
        self._form.set_error(fields[field], message)
        self._form.focus_first_error()
        return True

    @Slot(object)
    def _finish(self, opened: Opened) -> None:
        self._password.clear()
        self.working.emit(False)
        self.created.emit(opened)
        self._go_on()

    @Slot(object)
    def _fail(self, error: Exception) -> None:
        self.working.emit(False)
        self.failed.emit(error)

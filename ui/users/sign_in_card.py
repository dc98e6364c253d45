"""« Code authentification »: one's own login and password, each changed with the old password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from almapy.users.model import Account, Actor
from ui.desk import Desk
from ui.theme import SPACE_L, SPACE_S
from ui.users.new_password import NewPassword
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit

_HIDDEN_PASSWORD = "•" * 8


class SignInCard(Card):
    """Changes at once, apart from the « Valider » of the page: a password never waits in a form."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Code authentification", parent)
        self.login = QLabel()
        self.change_login = _modify_button("Modifier l'identifiant")
        self.change_password = _modify_button("Modifier le mot de passe")
        self.login_panel = LoginPanel(desk)
        self.password_panel = PasswordPanel(desk)
        self._lay_out()
        self.change_login.clicked.connect(self._open_login)
        self.change_password.clicked.connect(self._open_password)
        desk.actor_changed.connect(self._show_actor)
        self._show_actor(desk.actor)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(3, 1)
        hidden = QLabel(_HIDDEN_PASSWORD)
        hidden.setAccessibleName("Mot de passe, caché")
        rows = (
            ("Identifiant", self.login, self.change_login),
            ("Mot de passe", hidden, self.change_password),
        )
        for line, (caption, value, button) in enumerate(rows):
            grid.addWidget(QLabel(caption), line, 0)
            grid.addWidget(value, line, 1)
            grid.addWidget(button, line, 2)
        self.login.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addLayout(grid)
        self.body.addWidget(self.login_panel)
        self.body.addWidget(self.password_panel)

    @Slot(object)
    def _show_actor(self, actor: Actor) -> None:
        self.login.setText(actor.login)

    @Slot()
    def _open_login(self) -> None:
        self.password_panel.leave()
        self.login_panel.open(self.change_login)

    @Slot()
    def _open_password(self) -> None:
        self.login_panel.leave()
        self.password_panel.open(self.change_password)


class LoginPanel(InlinePanel):
    """Another login for oneself; the password proves that it is oneself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Nouvel identifiant", "Changer l'identifiant")
        self._desk = desk
        self.login = QLineEdit()
        self.password = PasswordEdit()
        self.add_row("Identifiant", self.login, required=True)
        self.add_row("Mot de passe actuel", self.password, required=True)
        self.end_rows(
            first=self.login,
            last=self.password,
            password=self.password,
            by_name={"login": self.login},
        )
        self.submitted.connect(self._submit)

    @Slot()
    def _submit(self) -> None:
        self.begin()
        accounts, actor = self._desk.application.accounts, self._desk.actor
        login, password = self.login.text(), self.password.text()

        def work() -> Account:
            return accounts.change_own_login(actor, password, login)

        self._desk.run(self, work, self._done, self.refuse)

    def _done(self, account: Account) -> None:
        self.leave()
        self._desk.change_actor(account.at(self._desk.application.post))
        self._desk.tell(
            f"Identifiant changé\u00a0: «\u00a0{account.login}\u00a0» servira à la prochaine "
            "ouverture."
        )


class PasswordPanel(InlinePanel):
    """Another password for oneself; the base is not encrypted again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Nouveau mot de passe", "Changer le mot de passe")
        self._desk = desk
        self.old = PasswordEdit()
        self.add_row("Mot de passe actuel", self.old, required=True)
        self.new = NewPassword(self)
        self.end_rows(
            first=self.old,
            last=self.new.again,
            password=self.old,
            by_name={"password": self.new.first},
        )
        self.submitted.connect(self._submit)

    @Slot()
    def _submit(self) -> None:
        self.begin()
        new = self.new.accepted_text()
        if new is None:
            self.accept_button.setEnabled(True)
            self.focus_first_error()
            return
        accounts, actor, old = self._desk.application.accounts, self._desk.actor, self.old.text()

        def work() -> None:
            accounts.change_own_password(actor, old, new)

        self._desk.run(self, work, self._done, self.refuse)

    def _done(self, _nothing: None) -> None:
        self.leave()
        self._desk.tell("Mot de passe changé. Il servira dès la prochaine ouverture.")


def _modify_button(spoken: str) -> Button:
    button = Button("Modifier")
    button.setAccessibleName(spoken)
    return button

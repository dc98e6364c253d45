"""The way in of one account: a new password, closing, opening again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.errors import ConflictError
from almapy.users.model import Account
from ui.desk import Desk
from ui.theme import SPACE_S
from ui.users.new_password import NewPassword
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.inline_panel import InlinePanel

_OWN = (
    "C'est votre compte\u00a0: votre identifiant et votre mot de passe se changent dans "
    "«\u00a0Informations utilisateur\u00a0»."
)


class AccessCard(Card):
    """Each act opens its own panel; one cannot shut oneself out from here."""

    changed = Signal(object)  # Account, as it is now stored
    conflicted = Signal(object)  # ConflictError

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Accès", parent)
        self._desk = desk
        self._account: Account | None = None
        self._own = QLabel(_OWN)
        self._own.setWordWrap(True)
        self.reset_button = Button("Nouveau mot de passe…", icon_name="key")
        self.close_button = Button("Fermer le compte…", icon_name="lock")
        self.reopen_button = Button("Rouvrir le compte…", icon_name="unlock")
        self.reset_panel = InlinePanel("Nouveau mot de passe", "Donner ce mot de passe")
        self.reset_password = _password_rows(self.reset_panel)
        self.reopen_panel = InlinePanel("Rouvrir le compte", "Rouvrir le compte")
        self.reopen_password = _password_rows(self.reopen_panel)
        self.close_panel = InlinePanel(
            "Fermer le compte",
            "Fermer le compte",
            kind=ButtonKind.DANGER,
            refusal="Garder le compte ouvert",
            explanation="Cette personne ne pourra plus ouvrir AlmaPy. Ce qu'elle a écrit et ses "
            "traces restent. Le compte pourra être rouvert.",
        )
        self.close_panel.end_rows()
        self._panels = {
            self.reset_button: self.reset_panel,
            self.close_button: self.close_panel,
            self.reopen_button: self.reopen_panel,
        }
        self._lay_out()
        self.reset_panel.submitted.connect(self._reset)
        self.reopen_panel.submitted.connect(self._reopen)
        self.close_panel.submitted.connect(self._close)

    def show_account(self, account: Account) -> None:
        """Offer what can be done with this account."""
        self._account = account
        own = account.id == self._desk.actor.user_id
        self._own.setVisible(own)
        self.reset_button.setVisible(account.active and not own)
        self.close_button.setVisible(account.active and not own)
        self.reopen_button.setVisible(not account.active)
        for panel in self._panels.values():
            panel.leave()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        for button, panel in self._panels.items():
            line.addWidget(button)
            button.clicked.connect(self._opening(button, panel))
        line.addStretch(1)
        self.body.addWidget(self._own)
        self.body.addLayout(line)
        for panel in self._panels.values():
            self.body.addWidget(panel)

    def _opening(self, button: Button, panel: InlinePanel) -> Callable[[], None]:
        def open_alone() -> None:
            for other in self._panels.values():
                if other is not panel:
                    other.leave()
            panel.open(button)

        return open_alone

    @Slot()
    def _reset(self) -> None:
        account, accounts, actor = self._account, self._desk.application.accounts, self._desk.actor
        password = _typed(self.reset_panel, self.reset_password)
        if account is None or password is None:
            return

        def work() -> None:
            accounts.set_password(actor, account, password)

        def done(_nothing: None) -> None:
            self.reset_panel.leave()
            self._desk.tell(f"«\u00a0{account.login}\u00a0» a un nouveau mot de passe.")

        self._desk.run(self, work, done, self._refusing(self.reset_panel))

    @Slot()
    def _reopen(self) -> None:
        account, accounts, actor = self._account, self._desk.application.accounts, self._desk.actor
        password = _typed(self.reopen_panel, self.reopen_password)
        if account is None or password is None:
            return

        def work() -> Account:
            return accounts.reopen(actor, account, password)

        self._desk.run(self, work, self._tell_changed, self._refusing(self.reopen_panel))

    @Slot()
    def _close(self) -> None:
        account, accounts, actor = self._account, self._desk.application.accounts, self._desk.actor
        if account is None:
            return
        self.close_panel.begin()

        def work() -> Account:
            return accounts.change(actor, replace(account, active=False))

        self._desk.run(self, work, self._tell_changed, self._refusing(self.close_panel))

    def _tell_changed(self, account: Account) -> None:
        self.show_account(account)
        state = "rouvert" if account.active else "fermé"
        self._desk.tell(f"Compte «\u00a0{account.login}\u00a0» {state}.")
        self.changed.emit(account)

    def _refusing(self, panel: InlinePanel) -> Callable[[Exception], None]:
        def refuse(error: Exception) -> None:
            if isinstance(error, ConflictError):
                panel.leave()
                self.conflicted.emit(error)
            else:
                panel.refuse(error)

        return refuse


def _password_rows(panel: InlinePanel) -> NewPassword:
    password = NewPassword(panel, "Mot de passe")
    panel.end_rows(first=password.first, last=password.again, by_name={"password": password.first})
    return password


def _typed(panel: InlinePanel, password: NewPassword) -> str | None:
    panel.begin()
    text = password.accepted_text()
    if text is None:
        panel.accept_button.setEnabled(True)
        panel.focus_first_error()
    return text

"""« Associer à un compte »: the first time an identity comes, its owner names their account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from almapy.psc.model import PscIdentity
from ui.signin.login_box import LoginBox
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.styling import set_relative_font


@dataclass(frozen=True, slots=True)
class ChosenAccount:
    """The account named, its password, and whether its empty RPPS may be filled."""

    login: str
    password: str = field(repr=False)
    take_rpps: bool


class LinkPanel(InlinePanel):
    """The password proves the account (rule L3); whoever listens links, or calls `refuse`."""

    chosen = Signal(object)  # ChosenAccount

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Associer à un compte",
            "Associer et ouvrir",
            explanation="Cette identité Pro Santé Connect n'est associée à aucun compte de ce "
            "cabinet. Indiquez le vôtre et son mot de passe\u00a0: ce sera fait une fois pour "
            "toutes.",
            parent=parent,
        )
        self.identity = QLabel()
        self.identity.setWordWrap(True)
        set_relative_font(self.identity, 1.0, bold=True)
        self.login = LoginBox((), "")
        self.password = PasswordEdit()
        self.take_rpps = QCheckBox("Inscrire ce N° RPPS s'il me manque")
        self.add_wide(self.identity)
        self.add_row("Identifiant", self.login, required=True)
        self.add_row("Mot de passe", self.password, required=True)
        self.add_wide(self.take_rpps)
        self.end_rows(first=self.password, last=self.password, password=self.password)
        self.submitted.connect(self._give)

    def ask(self, identity: PscIdentity, logins: Sequence[str], login: str) -> None:
        """Open for this identity; ``login`` is the account proposed, empty when nobody knows."""
        self.open(self)
        self.identity.setText(f"{identity.name} · {identity.rpps or identity.subject}")
        self.login.clear()
        self.login.addItems(list(logins))
        self.login.setCurrentText(login)
        self.take_rpps.setVisible(bool(identity.rpps))
        self.take_rpps.setChecked(True)
        (self.password if login else self.login).setFocus()

    @Slot()
    def _give(self) -> None:
        missing = [
            (edit, sentence)
            for edit, text, sentence in (
                (self.login, self.login.login, "Tapez votre identifiant."),
                (self.password, self.password.text(), "Tapez votre mot de passe."),
            )
            if not text
        ]
        self.clear_errors()
        for edit, sentence in missing:
            self.set_error(edit, sentence)
        if missing:
            self.focus_first_error()
            return
        self.begin()
        self.chosen.emit(
            ChosenAccount(self.login.login, self.password.text(), self.take_rpps.isChecked())
        )

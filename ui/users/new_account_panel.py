"""A new account: the person, the profile, the first password."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from almapy.errors import DomainError
from almapy.text import fold
from almapy.users.model import Account, NewAccount, Role
from ui.desk import Desk
from ui.theme import SPACE_S, Tone
from ui.users.new_password import NewPassword
from ui.users.rights_fields import ChosenRights, RightsFields
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.scroll_column import ScrollColumn

_BLANK = ChosenRights(Role.SECRETAIRE, owner=False, granted=frozenset())


class NewAccountPanel(ScrollColumn):
    """The person will change this first password in « Informations utilisateur »."""

    created = Signal(object)  # Account
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._proposed = ""
        self.strip = FailureStrip()
        self.first_name = text_edit(100)
        self.family_name = text_edit(100)
        self.login = text_edit(80)
        self.create_button = Button("Créer le compte", ButtonKind.PRIMARY, icon_name="add")
        self.cancel_button = Button("Annuler")

    def build(self) -> None:
        """Add the parts, once the panel stands in its place."""
        self.person = self.add_part(FormSection("Nouvel utilisateur"))
        self.person.add_row("Prénom", self.first_name)
        self.person.add_row("Nom", self.family_name, required=True)
        self.person.add_row("Identifiant", self.login, required=True)
        self.rights = self.add_part(RightsFields())
        self.password_section = self.add_part(FormSection("Premier mot de passe"))
        self.password = NewPassword(self.password_section, "Mot de passe")
        self.add_part(self.strip)
        self.add_part(self._buttons())
        self.first_name.textEdited.connect(self._propose_login)
        self.family_name.textEdited.connect(self._propose_login)
        self.password.again.returnPressed.connect(self._create)
        self.create_button.clicked.connect(self._create)
        self.cancel_button.clicked.connect(self._give_up)

    def begin(self) -> None:
        """Empty every field and put the cursor in the first one."""
        self._proposed = ""
        for edit in self._edits():
            edit.clear()
        self.rights.set_value(_BLANK)
        self._clear_errors()
        self.create_button.setEnabled(True)
        self.first_name.setFocus()

    def has_text(self) -> bool:
        """Tell whether something was typed."""
        return any(edit.text() for edit in self._edits())

    def ask_to_finish(self) -> None:
        """Say that the list waits for this account to be created or given up."""
        self.strip.show_message(
            Tone.ATTENTION,
            "Compte en cours de création",
            "Créez-le ou annulez avant de choisir un autre compte.",
        )
        self.bring_into_view(self.strip)

    def _edits(self) -> tuple[QLineEdit, ...]:
        names = (self.first_name, self.family_name, self.login)
        return (*names, self.password.first, self.password.again)

    def _buttons(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.create_button)
        return holder

    def _clear_errors(self) -> None:
        self.person.clear_errors()
        self.password_section.clear_errors()
        self.strip.dismiss()

    @Slot()
    def _give_up(self) -> None:
        self.begin()
        self.left.emit()

    @Slot()
    def _propose_login(self) -> None:
        if self.login.text() != self._proposed:
            return
        first, family = fold(self.first_name.text()), fold(self.family_name.text())
        self._proposed = ".".join(filter(None, (first[:1], family.replace(" ", ""))))
        self.login.setText(self._proposed)

    @Slot()
    def _create(self) -> None:
        self._clear_errors()
        password = self.password.accepted_text()
        chosen = self.rights.value()
        try:
            new = NewAccount(
                login=self.login.text(),
                role=chosen.role,
                first_name=self.first_name.text(),
                family_name=self.family_name.text(),
                password=password or "",
                owner=chosen.owner,
                granted=chosen.granted,
            )
        except DomainError as error:
            self._refuse(error)
            return
        if password is None:
            self.password_section.focus_first_error()
            return
        self.create_button.setEnabled(False)
        accounts, actor = self._desk.application.accounts, self._desk.actor

        def work() -> Account:
            return accounts.create(actor, new)

        self._desk.run(self, work, self.created.emit, self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.create_button.setEnabled(True)
        fields = {
            "login": self.login,
            "family_name": self.family_name,
            "password": self.password.first,
        }
        if isinstance(error, DomainError) and error.field in fields:
            field = fields[error.field]
            section = self.password_section if error.field == "password" else self.person
            section.set_error(field, error.message)
            section.focus_first_error()
            return
        self.strip.show_failure(error)

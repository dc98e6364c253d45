"""One account: the person, the profile, and the way in."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from almapy.errors import ConflictError
from almapy.users.model import Account, initials_of
from ui.desk import Desk
from ui.theme import SPACE_S, Tone
from ui.users.access_card import AccessCard
from ui.users.account_links_card import AccountLinksCard
from ui.users.rights_fields import ChosenRights, RightsFields
from ui.widgets.badge import Badge
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.scroll_column import ScrollColumn
from ui.widgets.section_title import SectionTitle


class AccountPanel(ScrollColumn):
    """Shows an account as it was read; a later change elsewhere is told, never overwritten."""

    changed = Signal(object)  # Account, as it is now stored
    reread_asked = Signal()
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._account: Account | None = None
        self._fields = BoundFields(self)
        self.strip = FailureStrip()
        self.title = SectionTitle("")
        self.badge = Badge("Ouvert", Tone.OK)
        self.first_name = self._fields.bind("first_name", text_edit(100))
        self.family_name = self._fields.bind("family_name", text_edit(100))
        self.initials = self._fields.bind("own_initials", text_edit(10))
        self.validate_button = Button("Valider", ButtonKind.PRIMARY, icon_name="save")
        self.cancel_button = Button("Annuler")
        self.close_button = Button("Retour à la liste", ButtonKind.QUIET)

    def build(self) -> None:
        """Add the parts, once the panel stands in its place."""
        self.add_part(self._head())
        self.add_part(self.strip)
        self.person = self._add_person()
        self.rights = self.add_part(RightsFields())
        self.add_part(self._buttons())
        self.access = self.add_part(AccessCard(self._desk))
        self.links = self.add_part(AccountLinksCard(self._desk))
        self._connect()

    @property
    def account(self) -> Account | None:
        """The account shown, as it was read."""
        return self._account

    def show_account(self, account: Account) -> None:
        """Show this account; what was typed before is replaced."""
        self._account = account
        self.title.setText(account.name or account.login)
        state = ("Ouvert", Tone.OK) if account.active else ("Fermé", Tone.NEUTRAL)
        self.badge.set_state(*state)
        self.login.setText(account.login)
        self.initials.setPlaceholderText(initials_of(account.first_name, account.family_name))
        self._fields.show_values(account)
        self.rights.set_value(_chosen(account))
        self.access.show_account(account)
        self.links.show_account(account)
        self.person.clear_errors()
        self.strip.dismiss()
        self._follow()

    def has_changes(self) -> bool:
        """Tell whether something differs from the account as it was read."""
        return self._account is not None and (
            self._fields.are_changed() or self.rights.value() != _chosen(self._account)
        )

    def ask_to_finish(self) -> None:
        """Say that another account can only be shown once this one is settled."""
        self.strip.show_message(
            Tone.ATTENTION,
            "Modifications non enregistrées",
            "Validez-les ou annulez-les avant de choisir un autre compte.",
        )
        self.bring_into_view(self.strip)

    def _add_person(self) -> FormSection:
        section = self.add_part(FormSection("Personne"))
        self.login = text_edit(80)
        self.login.setReadOnly(True)
        section.add_row("Prénom", self.first_name)
        section.add_row("Nom", self.family_name, required=True)
        section.add_row("Initiales perso.", self.initials)
        section.add_row(
            "Identifiant", self.login, hint="Chacun change le sien dans ses informations."
        )
        return section

    def _head(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.title, 1)
        line.addWidget(self.badge)
        line.addWidget(self.close_button)
        return holder

    def _buttons(self) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.validate_button)
        return holder

    def _connect(self) -> None:
        self._fields.changed.connect(self._follow)
        self.rights.changed.connect(self._follow)
        self.validate_button.clicked.connect(self._validate)
        self.cancel_button.clicked.connect(self._restore)
        self.close_button.clicked.connect(self.left)
        self.access.changed.connect(self.changed)
        self.access.conflicted.connect(self._refuse)
        for keys in ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._validate)

    @Slot()
    def _follow(self) -> None:
        changed = self.has_changes()
        self.validate_button.setEnabled(changed)
        self.cancel_button.setEnabled(changed)
        # An act on the access reads the account again: it would lose what was typed.
        self.access.setEnabled(not changed)

    @Slot()
    def _restore(self) -> None:
        if self._account is not None:
            self.show_account(self._account)

    @Slot()
    def _validate(self) -> None:
        if self._account is None or not self.has_changes():
            return
        self.person.clear_errors()
        self.strip.dismiss()
        if not self.family_name.text().strip():
            self.person.set_error(self.family_name, "Le nom de la personne est obligatoire.")
            self.person.focus_first_error()
            return
        chosen = self.rights.value()
        wanted = replace(
            self._account,
            **self._fields.values(),
            role=chosen.role,
            owner=chosen.owner,
            granted=chosen.granted,
        )
        accounts, actor = self._desk.application.accounts, self._desk.actor
        self.validate_button.setEnabled(False)

        def work() -> Account:
            return accounts.change(actor, wanted)

        self._desk.run(self, work, self._stored, self._refuse)

    def _stored(self, account: Account) -> None:
        self.show_account(account)
        self._desk.tell(f"Compte «\u00a0{account.login}\u00a0» enregistré.")
        self.changed.emit(account)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        self._follow()
        actions = []
        if isinstance(error, ConflictError):
            reread = QAction("Relire le compte", self)
            reread.triggered.connect(self.reread_asked)
            actions.append(reread)
        self.strip.show_failure(error, actions)
        self.bring_into_view(self.strip)


def _chosen(account: Account) -> ChosenRights:
    return ChosenRights(account.role, account.owner, account.granted)

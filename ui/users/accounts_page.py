"""« Utilisateurs »: the accounts of the practice and what each may do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from almapy.users.model import Account
from ui.desk import Desk
from ui.page import Page
from ui.theme import SPACE_L, SPACE_M, SPACE_S
from ui.users.account_panel import AccountPanel
from ui.users.new_account_panel import NewAccountPanel
from ui.users.rights_fields import rights_words
from ui.users.roles_panel import RolesPanel
from ui.widgets.button import Button
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

_SIDE_BY_SIDE_EM = 52


class AccountsPage(Page):
    """List at the left, one account at the right; on a small screen one replaces the other."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.strip = FailureStrip()
        self.count = QLabel()
        self.new_button = Button("Nouvel utilisateur", icon_name="add")
        self.roles_button = Button("Droits des profils", icon_name="info")
        self._model = RecordTableModel(_columns(), identity=lambda account: account.id)
        self.table = RecordTable(self._model, "Utilisateurs", empty_text="Chargement…")
        self.roles = RolesPanel()
        self.account = AccountPanel(desk)
        self.new_account = NewAccountPanel(desk)
        self.panels = QStackedWidget()
        self._list = QWidget()
        self._panel_asked = False
        self._lay_out()
        self._connect()

    def entered(self) -> None:
        """Read the accounts; what is being typed beside the list stays."""
        self._read()
        if not self.has_unsaved_changes():
            self.table.setFocus()

    def has_unsaved_changes(self) -> bool:
        """Tell whether an account is being changed or created."""
        shown = self.panels.currentWidget()
        return (shown is self.account and self.account.has_changes()) or (
            shown is self.new_account and self.new_account.has_text()
        )

    def keys(self) -> list[tuple[str, str]]:
        """Return the keys of this page."""
        return [
            ("Return", "Ouvrir le compte choisi"),
            ("Ctrl+S", "Valider le compte"),
            ("Esc", "Revenir à la liste"),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Come back from a panel to the list by Échap."""
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self._leave_panel()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show list and panel side by side where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _lay_out(self) -> None:
        set_text_role(self.count, TextRole.SECONDARY)
        tools = QHBoxLayout()
        tools.setSpacing(SPACE_S)
        tools.addWidget(self.new_button)
        tools.addWidget(self.roles_button)
        tools.addStretch(1)
        column = QVBoxLayout(self._list)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(SectionTitle("Utilisateurs", 1))
        column.addWidget(self.strip)
        column.addLayout(tools)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._list, 5)
        line.addWidget(self.panels, 4)
        for panel in (self.roles, self.account, self.new_account):
            self.panels.addWidget(panel)
            panel.build()

    def _connect(self) -> None:
        self.new_button.clicked.connect(self._begin_new)
        self.roles_button.clicked.connect(self._show_roles)
        self.table.clicked.connect(self._open_current)
        self.table.opened.connect(self._open_account)
        self.account.changed.connect(self._account_changed)
        self.account.reread_asked.connect(self._reread)
        self.account.left.connect(self._leave_panel)
        self.new_account.created.connect(self._account_created)
        self.new_account.left.connect(self._leave_panel)

    def _read(self) -> None:
        accounts, actor = self.desk.application.accounts, self.desk.actor

        def work() -> list[Account]:
            return accounts.all(actor)

        self.desk.run(self, work, self._show, self._fail_to_read)

    def _show(self, accounts: Sequence[Account]) -> None:
        self.strip.dismiss()
        self._model.set_records(accounts)
        self.table.set_empty_text("Aucun compte.")
        still_open = sum(account.active for account in accounts)
        closed = len(accounts) - still_open
        words = f"{still_open} compte{'s' if still_open > 1 else ''} ouvert"
        words += "s" if still_open > 1 else ""
        self.count.setText(
            f"{words}, {closed} fermé{'s' if closed > 1 else ''}" if closed else words
        )

    def _fail_to_read(self, error: Exception) -> None:
        again = QAction("Réessayer", self)
        again.triggered.connect(self._read)
        self.strip.show_failure(error, [again])

    @Slot()
    def _open_current(self) -> None:
        account = self.table.current_record()
        if account is not None:
            self._open_account(account, keep_focus=True)

    @Slot(object)
    def _open_account(self, account: Account, *, keep_focus: bool = False) -> None:
        if self.has_unsaved_changes():
            self._hold_back()
            return
        self.account.show_account(account)
        self._show_panel(self.account)
        if not keep_focus or self._list.isHidden():
            self.account.first_name.setFocus()

    @Slot()
    def _begin_new(self) -> None:
        if self.has_unsaved_changes():
            self._hold_back()
            return
        self._show_panel(self.new_account)
        self.new_account.begin()

    @Slot()
    def _show_roles(self) -> None:
        if self.has_unsaved_changes():
            self._hold_back()
            return
        self._show_panel(self.roles)

    def _hold_back(self) -> None:
        self._panel_asked = True
        self._arrange()
        if self.panels.currentWidget() is self.account:
            shown = self.account.account
            if shown is not None:
                row = self._model.row_of(shown.id)
                self.table.setCurrentIndex(self._model.index(max(row, 0), 0))
            self.account.ask_to_finish()
        else:
            self.new_account.ask_to_finish()

    def _show_panel(self, panel: QWidget) -> None:
        self.panels.setCurrentWidget(panel)
        self._panel_asked = True
        self._arrange()

    @Slot()
    def _leave_panel(self) -> None:
        if self.has_unsaved_changes():
            self._hold_back()
            return
        self.panels.setCurrentWidget(self.roles)
        self._panel_asked = False
        self._arrange()
        self.table.setFocus()

    @Slot(object)
    def _account_changed(self, account: Account) -> None:
        if account.id == self.desk.actor.user_id:
            self.desk.change_actor(account.at(self.desk.application.post))
        self.account.show_account(account)
        self._read()

    @Slot(object)
    def _account_created(self, account: Account) -> None:
        self.new_account.begin()
        self.desk.tell(f"Compte «\u00a0{account.login}\u00a0» créé.")
        self.account.show_account(account)
        self._show_panel(self.account)
        self._read()

    @Slot()
    def _reread(self) -> None:
        accounts, actor, shown = (
            self.desk.application.accounts,
            self.desk.actor,
            self.account.account,
        )

        def work() -> list[Account]:
            return accounts.all(actor)

        def show(read: list[Account]) -> None:
            self._show(read)
            for account in read:
                if shown is not None and account.id == shown.id:
                    self.account.show_account(account)

        self.desk.run(self, work, show, self._fail_to_read)

    def _arrange(self) -> None:
        em = self.fontMetrics().averageCharWidth() * 2
        both = self.width() >= em * _SIDE_BY_SIDE_EM
        self._list.setVisible(both or not self._panel_asked)
        self.panels.setVisible(both or self._panel_asked)
        self.account.close_button.setVisible(not both)


def _columns() -> list[Column[Account]]:
    return [
        Column("Nom", lambda a: a.name, stretch=True, icon_name=lambda _: "user"),
        Column("Identifiant", lambda a: a.login, sample="prenom.nom"),
        Column("Profil", _profile, sample="Médecin, titulaire"),
        Column(
            "Droits",
            lambda a: f"{len(a.rights)} droit{'s' if len(a.rights) > 1 else ''}",
            sort_key=lambda a: len(a.rights),
            tooltip=lambda a: rights_words(a.rights),
            sample="12 droits",
        ),
        Column(
            "État",
            lambda a: "Ouvert" if a.active else "Fermé",
            icon_name=lambda a: "unlock" if a.active else "lock",
            sample="Ouvert",
        ),
    ]


def _profile(account: Account) -> str:
    return account.role.label + (", titulaire" if account.owner else "")

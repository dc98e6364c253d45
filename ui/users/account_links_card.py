"""The cards and identities that open somebody's account, for who manages the accounts."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from almapy.sign_in.model import SignInLink
from almapy.users.model import Account
from ui.desk import Desk
from ui.users.link_rows import LinkRows
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip


class AccountLinksCard(Card):
    """Late answers about an earlier account are dropped."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Cartes et identités associées", parent)
        self._desk = desk
        self._account: Account | None = None
        self.rows = LinkRows("Ce compte s'ouvre par son mot de passe seulement.")
        self.strip = FailureStrip()
        self.body.addWidget(self.rows)
        self.body.addWidget(self.strip)
        self.rows.removal_asked.connect(self._remove)

    def show_account(self, account: Account) -> None:
        """Read what opens this account."""
        if self._account is None or self._account.id != account.id:
            self.rows.show_links(())
        self._account = account
        self.strip.dismiss()
        self._read(account)

    def _read(self, account: Account) -> None:
        links, actor = self._desk.application.sign_in_links, self._desk.actor

        def work() -> list[SignInLink]:
            return [link for link in links.all(actor) if link.account_id == account.id]

        def show(found: list[SignInLink]) -> None:
            if self._account is not None and self._account.id == account.id:
                self.rows.show_links(found)

        self._desk.run(self, work, show, self.strip.show_failure)

    @Slot(object)
    def _remove(self, link: SignInLink) -> None:
        links, actor, account = (
            self._desk.application.sign_in_links,
            self._desk.actor,
            self._account,
        )
        if account is None:
            return

        def work() -> None:
            links.unlink(actor, link.id)

        def removed(_nothing: None) -> None:
            self._desk.tell("Association retirée.")
            self._read(account)

        def failed(error: Exception) -> None:
            self.strip.show_failure(error)
            self._read(account)

        self._desk.run(self, work, removed, failed)

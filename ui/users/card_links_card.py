"""« Connexion par carte CPS »: the cards that open one's own account."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from almapy.events import Changed, Topic
from almapy.sign_in.model import SignInLink, TokenKind
from ui.desk import Desk
from ui.tasks import Lane
from ui.users.link_rows import LinkRows
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.styling import TextRole, set_text_role

_WHAT = (
    "Une carte associée ouvre et déverrouille AlmaPy avec son code porteur. Le mot de passe "
    "fonctionne toujours."
)
_HOW = (
    "Insérez votre carte\u00a0: son code sera demandé. Si votre N° RPPS est vide, celui de la "
    "carte y sera noté."
)
_NOT_LINKED = "La carte n'a pas été associée"
_WRONG_PASSWORD = "keys.wrong_password"  # noqa: S105  (the code of a refusal)


class CardLinksCard(Card):
    """Linking asks for the password, then the card for its code; removing is at once."""

    linked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Connexion par carte CPS", parent)
        self._desk = desk
        self.rows = LinkRows("Aucune carte n'est associée à votre compte.")
        self.strip = FailureStrip()
        self.link_button = Button("Associer la carte du lecteur", icon_name="card")
        self.password = PasswordEdit()
        self.panel = InlinePanel("Associer la carte du lecteur", "Associer", explanation=_HOW)
        self.panel.add_row("Mot de passe actuel", self.password, required=True)
        self.panel.end_rows(first=self.password, last=self.password, password=self.password)
        self._lay_out()
        self.rows.removal_asked.connect(self._remove)
        self.link_button.clicked.connect(self._open_panel)
        self.panel.submitted.connect(self._link)
        desk.changed.connect(self._follow)

    def load(self) -> None:
        """Read one's own links."""
        links, actor = self._desk.application.sign_in_links, self._desk.actor

        def work() -> list[SignInLink]:
            return [link for link in links.of(actor) if link.kind is TokenKind.CPS]

        self._desk.run(self, work, self.rows.show_links, self.strip.show_failure)

    def _lay_out(self) -> None:
        what = QLabel(_WHAT)
        what.setWordWrap(True)
        set_text_role(what, TextRole.SECONDARY)
        line = QHBoxLayout()
        line.addWidget(self.link_button)
        line.addStretch(1)
        self.body.addWidget(what)
        self.body.addWidget(self.rows)
        self.body.addWidget(self.strip)
        self.body.addLayout(line)
        self.body.addWidget(self.panel)

    @Slot(object)
    def _follow(self, changed: Changed) -> None:
        if changed.topic is Topic.ACCOUNT:
            self.load()

    @Slot()
    def _open_panel(self) -> None:
        self.strip.dismiss()
        self.panel.open(self.link_button)

    @Slot()
    def _link(self) -> None:
        password = self.password.text()
        application, actor = self._desk.application, self._desk.actor
        if not password:
            self.panel.set_error(self.password, "Tapez votre mot de passe.")
            self.panel.focus_first_error()
            return
        self.panel.begin()

        def work() -> SignInLink:
            application.sign_in_links.require_self(actor, password)
            card = application.card_links.look(actor).card
            return application.card_links.link(actor, card, take_rpps=True)

        self._desk.run(self, work, self._linked, self._refuse, lane=Lane.IO)

    def _linked(self, _link: SignInLink) -> None:
        self.panel.leave()
        self._desk.tell("Carte CPS associée à votre compte.")
        self.load()
        self.linked.emit()

    def _refuse(self, error: Exception) -> None:
        if getattr(error, "code", "") == _WRONG_PASSWORD:
            self.panel.refuse(error)
            return
        self.panel.accept_button.setEnabled(True)
        self.panel.strip.show_failure(error, failed=_NOT_LINKED)

    @Slot(object)
    def _remove(self, link: SignInLink) -> None:
        links, actor = self._desk.application.sign_in_links, self._desk.actor

        def work() -> None:
            links.unlink(actor, link.id)

        self._desk.run(self, work, self._removed, self._tell_failure)

    def _removed(self, _nothing: None) -> None:
        self._desk.tell("Association retirée\u00a0: cette carte n'ouvre plus AlmaPy.")
        self.link_button.setFocus()
        self.load()

    def _tell_failure(self, error: Exception) -> None:
        self.strip.show_failure(error)
        self.load()

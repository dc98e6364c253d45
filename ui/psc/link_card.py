"""« Connexion par Pro Santé Connect »: one's own identity, its session, the place of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.errors import AlmaPyError
from almapy.events import Changed, Topic
from almapy.psc.model import Activity
from almapy.psc.ports import PscSession
from almapy.sign_in.model import SignInLink, TokenKind
from almapy.stop import Stop
from ui.desk import Desk
from ui.psc.office_panel import PscOfficePanel
from ui.theme import Tone
from ui.users.link_rows import LinkRows
from ui.widgets.badge import Badge
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

_WHAT = (
    "Une identité associée ouvre et déverrouille AlmaPy par le navigateur ou la e-CPS. Le mot de "
    "passe fonctionne toujours."
)
_HOW = (
    "Votre navigateur s'ouvrira sur la page de Pro Santé Connect. Si votre N° RPPS est vide, celui "
    "de l'identité y sera noté."
)
_NOT_SET = (
    "Ce poste n'est pas réglé pour Pro Santé Connect\u00a0: l'adresse du relais se donne dans "
    "«\u00a0Ce poste\u00a0»."
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the card shows, read together."""

    links: list[SignInLink]
    connected: bool
    ends_at: datetime | None
    places: tuple[Activity, ...]
    place: Activity | None


class PscLinkCard(Card):
    """Linking asks for the password, then for the identity; removing is at once."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Connexion par Pro Santé Connect", parent)
        self._desk = desk
        self._places: tuple[Activity, ...] = ()
        self._place: Activity | None = None
        psc = desk.application.psc
        if psc.simulated:
            self.tools.addWidget(Badge("Simulateur", Tone.SIMULATOR))
        self.rows = LinkRows("Aucune identité n'est associée à votre compte.")
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.link_button = Button("Associer mon identité", icon_name="link")
        self.connect_button = Button("Se connecter avec Pro Santé Connect", icon_name="user")
        self.telephone_button = Button(
            "Confirmer sur ma e-CPS", ButtonKind.QUIET, icon_name="phone"
        )
        self.place_button = Button("Changer de lieu d'exercice")
        self.password = PasswordEdit()
        self.panel = InlinePanel("Associer mon identité", "Continuer", explanation=_HOW)
        self.panel.add_row("Mot de passe actuel", self.password, required=True)
        self.panel.end_rows(first=self.password, last=self.password, password=self.password)
        self.office = PscOfficePanel(desk)
        self.office.sign_in.show_simulated(simulated=False)  # the card says so already
        self._lay_out()
        self._connect()

    def load(self) -> None:
        """Read one's own link and session."""
        application, actor = self._desk.application, self._desk.actor

        def work() -> _Seen:
            links = application.sign_in_links.of(actor)
            session = application.psc.session(actor)
            return _Seen(
                [link for link in links if link.kind is TokenKind.PSC],
                connected=session is not None,
                ends_at=session.ends_at if session is not None else None,
                places=application.psc.activities(actor),
                place=application.psc.activity(actor),
            )

        self._desk.run(self, work, self._show, self.office.show_failure)

    def _lay_out(self) -> None:
        what = QLabel(_WHAT if self._desk.application.psc.available else _NOT_SET)
        what.setWordWrap(True)
        set_text_role(what, TextRole.SECONDARY)
        self._buttons = QWidget()
        line = WrapLayout(self._buttons)
        for button in (
            self.link_button,
            self.connect_button,
            self.telephone_button,
            self.place_button,
        ):
            line.addWidget(button)
            button.hide()
        for part in (what, self.rows, self.state, self._buttons, self.panel, self.office):
            self.body.addWidget(part)

    def _connect(self) -> None:
        self.rows.removal_asked.connect(self._remove)
        self.link_button.clicked.connect(self._open_panel)
        self.panel.submitted.connect(self._prove)
        self.connect_button.clicked.connect(self.office.by_browser)
        self.telephone_button.clicked.connect(self.office.by_confirmation)
        self.place_button.clicked.connect(self._ask_place)
        self.office.ready.connect(self._settled)
        self.office.given_up.connect(self.load)
        self._desk.changed.connect(self._follow)

    def _show(self, seen: _Seen) -> None:
        available = self._desk.application.psc.available
        self.rows.show_links(seen.links)
        self.state.setText(_state(seen) if available else "")
        self.state.setVisible(bool(self.state.text()))
        self._places, self._place = seen.places, seen.place
        linked = bool(seen.links)
        self.link_button.setVisible(available and not linked)
        self.connect_button.setVisible(available and linked and not seen.connected)
        self.telephone_button.setVisible(available and linked and not seen.connected)
        self.place_button.setVisible(len(seen.places) > 1)
        self._buttons.setVisible(available and (not seen.connected or len(seen.places) > 1))

    @Slot(object)
    def _follow(self, changed: Changed) -> None:
        if changed.topic is Topic.ACCOUNT:
            self.load()

    @Slot()
    def _settled(self) -> None:
        self.changed.emit()
        self.load()

    @Slot()
    def _ask_place(self) -> None:
        self.office.ask_place(self._places, self._place)

    @Slot()
    def _open_panel(self) -> None:
        self.office.strip.dismiss()
        self.panel.open(self.link_button)

    @Slot()
    def _prove(self) -> None:
        password = self.password.text()
        if not password:
            self.panel.set_error(self.password, "Tapez votre mot de passe.")
            self.panel.focus_first_error()
            return
        self.panel.begin()
        links, actor = self._desk.application.sign_in_links, self._desk.actor
        prove = partial(links.require_self, actor, password)
        self._desk.run(self, prove, self._proved, self.panel.refuse)

    def _proved(self, _nothing: object) -> None:
        self.panel.leave()
        psc, actor = self._desk.application.psc, self._desk.actor

        def link(session: PscSession, stop: Stop) -> SignInLink:
            return psc.link(actor, session, stop, take_rpps=True)

        self.office.take_with(link)
        self.office.by_browser()

    @Slot(object)
    def _remove(self, link: SignInLink) -> None:
        application, actor = self._desk.application, self._desk.actor

        def work() -> None:
            application.sign_in_links.unlink(actor, link.id)
            session = application.psc.session(actor)
            if session is None:
                return
            try:
                session.forget_secret(application.base_id, Stop())
            except AlmaPyError:
                return  # without the slot of the key file, what the relay keeps opens nothing
            finally:
                application.psc.end()

        self._desk.run(self, work, self._removed, self.office.show_failure)

    def _removed(self, _nothing: None) -> None:
        self._desk.tell("Association retirée\u00a0: cette identité n'ouvre plus AlmaPy.")
        self.load()


def _state(seen: _Seen) -> str:
    if not seen.links:
        return ""
    if not seen.connected:
        return "Vous n'êtes pas connecté à Pro Santé Connect en ce moment."
    until = (
        f" jusqu'à {seen.ends_at.astimezone():%H\u00a0h\u00a0%M} au plus" if seen.ends_at else ""
    )
    place = f" Lieu d'exercice\u00a0: {seen.place.name}." if seen.place else ""
    return f"Connecté à Pro Santé Connect{until}.{place}"

"""« Informations générales (2/2) »: the outside services and their codes, kept sealed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from almapy.application import Application
from almapy.users.model import Actor, Right
from almapy.users.preferences import SecretName
from ui.desk import Desk
from ui.theme import SPACE_S
from ui.users.help_text import HelpText
from ui.users.mesvaccins_part import MesVaccinsPart
from ui.users.secret_field import SecretField
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.off_place import COMING, OffPlace
from ui.widgets.scroll_column import ScrollColumn

_LONGEST_ADDRESS = 254
_BIOSERVEUR_HELP = (
    "BioServeur transmet les résultats des laboratoires. L'identifiant et le mot de passe vous "
    "sont remis à l'abonnement. Ils sont gardés chiffrés dans la base et serviront dès que le "
    "connecteur sera installé."
)
_MSSANTE_REASON = "Le module de messagerie n'est pas encore installé."


class ServicesTab(ScrollColumn):
    """Binds its fields to the preferences; passwords never come back on screen."""

    secrets_changed = Signal()

    def __init__(self, desk: Desk, preferences: BoundFields) -> None:
        super().__init__()
        self._desk = desk
        self.secrets = {
            SecretName.BIOSERVEUR: SecretField(),
            SecretName.MESVACCINS: SecretField(),
        }
        for field in self.secrets.values():
            field.changed.connect(self.secrets_changed)
        self._preferences = preferences

    def build(self) -> None:
        """Add the parts, once the tab stands in its place."""
        self._add_bioserveur()
        self.mesvaccins = self.add_part(
            MesVaccinsPart(self._desk, self._preferences, self.secrets[SecretName.MESVACCINS])
        )
        self.mssante = self.add_part(MssanteCard(self._preferences))

    def show_stored(self, stored: Collection[str]) -> None:
        """Tell which passwords are stored."""
        for name, field in self.secrets.items():
            field.show_stored(stored=name in stored)
        self.mesvaccins.look()

    def restore(self) -> None:
        """Forget the passwords typed and not validated."""
        for field in self.secrets.values():
            field.restore()

    def secret_changes(self) -> dict[str, str]:
        """Return the passwords to store, by name; an empty one is to be forgotten."""
        changes = {name: field.change() for name, field in self.secrets.items()}
        return {name: text for name, text in changes.items() if text is not None}

    def _add_bioserveur(self) -> None:
        section = self.add_part(FormSection("Code BIOSERVEUR", columns=2))
        section.add_row(
            "Login", self._preferences.bind("bioserveur_login", text_edit(_LONGEST_ADDRESS))
        )
        section.add_row("Mot de passe", self.secrets[SecretName.BIOSERVEUR])
        section.add_wide(OffPlace(Button("S'abonner à BioServeur", icon_name="link")))
        section.add_wide(HelpText("Aide BioServeur", _BIOSERVEUR_HELP))


def keep_secret(application: Application, actor: Actor, name: str, text: str) -> None:
    """Keep a password where its service wants it: the keyring of the system, or the base."""
    if name == SecretName.MESVACCINS and actor.may(Right.WRITE_NOTES):
        application.carnets.keep_password(actor, text)
    else:
        application.information.keep_secret(actor, name, text)


class MssanteCard(Card):
    """The address and the servers of the mailbox, opened by « Configurer »."""

    def __init__(self, preferences: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("MSSanté", parent)
        self.address = preferences.bind(
            "mssante_address",
            text_edit(_LONGEST_ADDRESS, example="prenom.nom@departement.mssante.fr"),
        )
        imap = preferences.bind("mssante_imap_host", text_edit(_LONGEST_ADDRESS))
        smtp = preferences.bind("mssante_smtp_host", text_edit(_LONGEST_ADDRESS))
        self.state = QLabel()
        self.state.setWordWrap(True)
        self.configure = Button("Configurer", icon_name="settings")
        self.configure.setCheckable(True)
        self.configure.setAccessibleName("Configurer MSSanté")
        self.test = Button("Tester la connexion", icon_name="mail")
        self.fields = FormSection()
        self.fields.add_row("Adresse MSSanté", self.address)
        self.fields.add_row("Serveur de réception (IMAP)", imap)
        self.fields.add_row("Serveur d'envoi (SMTP)", smtp)
        self.fields.add_wide(OffPlace(self.test, _MSSANTE_REASON))
        self.fields.hide()
        self.tools.addWidget(self.configure)
        column = QVBoxLayout()
        column.setSpacing(SPACE_S)
        column.addWidget(self.state)
        column.addWidget(self.fields)
        self.body.addLayout(column)
        self.configure.toggled.connect(self._open)
        self.address.textChanged.connect(self._show_state)
        self._show_state()

    @Slot(bool)
    def _open(self, opened: bool) -> None:  # noqa: FBT001  (Qt's signature)
        self.fields.setVisible(opened)
        if opened:
            self.address.setFocus()

    @Slot()
    def _show_state(self) -> None:
        address = self.address.text().strip()
        words = f"Boîte aux lettres\u00a0: {address}" if address else "Boîte non configurée"
        self.state.setText(f"{words} – {COMING}")

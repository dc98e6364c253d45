"""« Code MesVaccins.net »: the account of a person at the service of booklets, and its certificate.

Labels: features.md V-ACC-04, V-CFG-01…05.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.cve.model import Availability, CertificateSeen, Professional
from almapy.events import Changed, Topic
from almapy.users.model import Right
from ui.cve.calls import CarnetCalls
from ui.cve.long_button import LongButton
from ui.cve.view import plain_words
from ui.cve.waiting_line import WaitingLine
from ui.cve.words import certificate_words
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import Tone
from ui.users.certificate_panels import ActivationPanel, CertificatePanel
from ui.users.help_text import HelpText
from ui.users.secret_field import SecretField
from ui.widgets.badge import Badge
from ui.widgets.bound_fields import BoundFields
from ui.widgets.button import Button, ButtonKind
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_ADDRESS = 254
_HELP = (
    "MesVaccins.net tient le carnet de vaccination électronique. L'inscription est gratuite pour "
    "les adhérents, sans limite de durée.\n"
    "Pour obtenir le code de retrait du certificat, envoyez au service une copie (scan) de votre "
    "CPS ou de votre diplôme, votre nom, le numéro de téléphone et les heures où vous joindre.\n"
    "Le code vous est envoyé par e-mail\u00a0: «\u00a0Activer MesVaccins.net\u00a0», tapez-le, "
    "«\u00a0Valider\u00a0», «\u00a0Fermer\u00a0». Cochez ensuite «\u00a0Utiliser le service "
    "MesVaccins.net\u00a0» et enregistrez par «\u00a0Valider\u00a0»."
)
_UNSAVED = "Enregistrez d'abord l'adresse et le mot de passe par «\u00a0Valider\u00a0» (Ctrl+S)."
_NOT_YOURS = "Réservé aux personnes qui écrivent dans les dossiers."
_SIMULATED = (
    "Simulateur\u00a0: rien ne quitte ce poste. «\u00a0Activer MesVaccins.net\u00a0» donne les "
    "valeurs à essayer."
)
_NO_CERTIFICATE = "Aucun certificat installé."


@dataclass(frozen=True, slots=True)
class _Seen:
    availability: Availability
    certificate: CertificateSeen | None = None
    place: str = ""


class MesVaccinsPart(FormSection):
    """E-mail and box belong to the « Valider » of the page; a certificate is installed at once.

    ``installed`` tells that a certificate came in.
    """

    installed = Signal()

    def __init__(self, desk: Desk, preferences: BoundFields, password: SecretField) -> None:
        super().__init__("Code MesVaccins.net", columns=2)
        self._desk = desk
        self._calls = CarnetCalls(desk, self)
        self.box = QCheckBox("Utiliser le service MesVaccins.net")
        self.email = text_edit(_LONGEST_ADDRESS)
        self.password = password
        self.state = Badge("Inactif", Tone.NEUTRAL)
        self.words = plain_words()
        self.strip = FailureStrip()
        self.waiting = WaitingLine()
        self.activation = ActivationPanel(desk)
        self.import_panel = CertificatePanel(desk)
        self.activate_button = Button("Activer MesVaccins.net", icon_name="vaccine")
        self.import_button = Button("Importer un certificat (.p12)…", icon_name="import")
        self.install_button = LongButton(
            "Installer un certificat pour valider les carnets",
            "Installer un certificat…",
            ButtonKind.QUIET,
        )
        self.test_button = Button("Tester la connexion", icon_name="link")
        self.forgotten_button = LongButton(
            "J'ai oublié mes identifiants de connexion",
            "Identifiants oubliés",
            ButtonKind.QUIET,
        )
        self.help_button = Button("Inscription et aide…", ButtonKind.QUIET, icon_name="help")
        self._preferences = preferences
        self._was_installed = False
        self._fill(preferences)
        self._connect()
        self._show(_Seen(Availability(ready=False, simulated=False)))

    @Slot()
    def look(self) -> None:
        """Read again what is installed and whether it serves."""
        carnets, actor = self._desk.application.carnets, self._desk.actor
        reads = actor.may(Right.READ_NOTES)

        def work() -> _Seen:
            available = carnets.availability(actor)
            if not reads:
                return _Seen(available)
            return _Seen(available, carnets.certificate(actor), carnets.password_place(actor))

        self._desk.run(self, work, self._show, self.strip.show_failure, lane=Lane.IO)

    def _show(self, seen: _Seen) -> None:
        available = seen.availability
        if available.ready:
            self.state.set_state("Actif", Tone.OK)
        else:
            self.state.set_state("Inactif", Tone.NEUTRAL)
        told = certificate_words(seen.certificate) if seen.certificate else _NO_CERTIFICATE
        warning = seen.certificate.warning if seen.certificate else ""
        place = f"Mot de passe\u00a0: {seen.place}." if seen.place else ""
        simulated = _SIMULATED if available.simulated else ""
        why = "" if available.ready else available.why
        lines = (told, warning, place, simulated, why)
        self.words.setText("\n".join(line for line in lines if line))
        may = self._desk.actor.may(Right.WRITE_NOTES) and available.plugged
        for button in (
            self.activate_button,
            self.import_button,
            self.install_button,
            self.test_button,
            self.forgotten_button,
        ):
            button.setEnabled(may)
            button.setAccessibleDescription("" if may else available.why or _NOT_YOURS)

    @Slot(object)
    def _follow(self, fact: Changed) -> None:
        if fact.topic in {Topic.CARNET, Topic.PREFERENCE}:
            self.look()

    @Slot()
    def _open_activation(self) -> None:
        self.import_panel.leave()
        self.activation.open(self.activate_button)

    @Slot()
    def _open_import(self) -> None:
        self.activation.leave()
        self.import_panel.open(self.import_button)

    @Slot()
    def _take_installed(self) -> None:
        self._was_installed = True
        self.look()
        self.installed.emit()

    @Slot()
    def _leave_panel(self) -> None:
        if self._was_installed and not self.box.isChecked():
            self.box.setFocus()
        self._was_installed = False

    @Slot()
    def _test(self) -> None:
        if self.password.change() is not None or "mesvaccins_email" in self._preferences.changes():
            self.strip.show_message(Tone.ATTENTION, "Rien n'a été essayé", _UNSAVED)
            return
        carnets, actor = self._desk.application.carnets, self._desk.actor
        self._begin("Connexion au service…")
        self._calls.begin(
            lambda stop: carnets.test_sign_in(actor, stop), self._tell_known, self._tell_failed
        )

    def _tell_known(self, known: Professional) -> None:
        self._end()
        self.strip.show_message(
            Tone.OK,
            "Le service vous reconnaît",
            f"{known.name}, RPPS {known.rpps}. Carnets accessibles\u00a0: {known.carnets}.",
        )

    @Slot()
    def _remind(self) -> None:
        carnets, actor = self._desk.application.carnets, self._desk.actor
        address = self.email.text().strip()
        self.clear_error(self.email)
        if not address:
            self.set_error(self.email, "Tapez l'adresse e-mail de votre compte.")
            self.focus_first_error()
            return
        self._begin("Demande au service…")
        self._calls.begin(
            lambda stop: carnets.remind(actor, address, stop),
            lambda _none: self._tell_reminded(address),
            self._tell_failed,
            writes=True,
        )

    def _tell_reminded(self, address: str) -> None:
        self._end()
        self.strip.show_message(
            Tone.OK,
            "Demande envoyée",
            f"Si le service connaît {address}, un e-mail y arrive avec la marche à suivre.",
        )

    def _tell_failed(self, error: Exception) -> None:
        self._end()
        self.strip.show_failure(error, failed="Le service n'a pas répondu comme attendu")

    def _begin(self, words: str) -> None:
        self.strip.dismiss()
        self.waiting.wait_for(words)
        self.test_button.setEnabled(False)

    def _end(self) -> None:
        self.waiting.hide()
        self.test_button.setEnabled(True)

    @Slot()
    def _show_help(self) -> None:
        self._desk.section_asked.emit("cve_help")

    def _connect(self) -> None:
        self.activate_button.clicked.connect(self._open_activation)
        self.import_button.clicked.connect(self._open_import)
        self.install_button.clicked.connect(self._open_import)
        self.test_button.clicked.connect(self._test)
        self.forgotten_button.clicked.connect(self._remind)
        self.help_button.clicked.connect(self._show_help)
        self.waiting.given_up.connect(self._calls.interrupt)
        for panel in (self.activation, self.import_panel):
            panel.installed.connect(self._take_installed)
            panel.left.connect(self._leave_panel)
        self._desk.changed.connect(self._follow)

    def _fill(self, preferences: BoundFields) -> None:
        used = QWidget()
        WrapLayout(used).addWidget(preferences.bind("use_mesvaccins", self.box))
        self.add_wide(used)
        self.add_row("E-mail", preferences.bind("mesvaccins_email", self.email))
        self.add_row("Mot de passe", self.password)
        state = QWidget()
        line = WrapLayout(state)
        line.addWidget(self.state)
        self.add_wide(state)
        self.add_wide(self.words)
        bar = QWidget()
        tools = WrapLayout(bar)
        for button in (
            self.activate_button,
            self.import_button,
            self.test_button,
            self.install_button,
            self.forgotten_button,
        ):
            tools.addWidget(button)
        self.add_wide(bar)
        for part in (self.strip, self.waiting, self.activation, self.import_panel):
            self.add_wide(part)
        self.add_wide(HelpText("Aide MesVaccins.net", _HELP))
        foot = QWidget()
        WrapLayout(foot).addWidget(self.help_button)
        self.add_wide(foot)

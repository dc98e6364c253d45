"""« Je crée mon compte »: the account of a professional at the service (features.md V-ACC-01)."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from almapy.cve.registration import Registration, Subscription
from almapy.errors import DomainError
from ui.cve.calls import CarnetCalls
from ui.cve.waiting_line import WaitingLine
from ui.desk import Desk
from ui.theme import Tone
from ui.users.new_password import NewPassword
from ui.widgets.button import Button, ButtonKind
from ui.widgets.code_list import CodeList
from ui.widgets.failure_strip import FailureStrip
from ui.widgets.fields import PhoneEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_ADDRESS = 254
_LONGEST_CODE = 40
_LONGEST_PHONE = 20


class RegistrationForm(FormSection):
    """What the service refuses is told beside the field it names; a password never stays."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Créer mon compte professionnel", parent=parent)
        self._desk = desk
        self._calls = CarnetCalls(desk, self)
        self.strip = FailureStrip()
        self.waiting = WaitingLine()
        self.kind = CodeList([(kind.value, kind.label) for kind in Subscription])
        self.code = text_edit(_LONGEST_CODE)
        self.email = text_edit(_LONGEST_ADDRESS, example="prenom.nom@exemple.fr")
        self.mobile = PhoneEdit(_LONGEST_PHONE)
        self.prepaid = text_edit(_LONGEST_CODE)
        self.conditions = QCheckBox("J'accepte les conditions d'utilisation du service")
        self.create_button = Button("Je crée mon compte", ButtonKind.PRIMARY)
        self._fill()
        self._follow_kind()
        self.kind.changed.connect(self._follow_kind)
        self.create_button.clicked.connect(self._create)
        self.waiting.given_up.connect(self._calls.interrupt)

    def has_text(self) -> bool:
        """Tell whether something typed here would be lost."""
        return bool(self.email.text() or self.password.first.text())

    def _fill(self) -> None:
        self.add_row("Inscription", self.kind)
        self.add_row("Code d'inscription", self.code, hint="Remis par votre structure.")
        self.add_row("Adresse email", self.email, required=True)
        self.password = NewPassword(self, "Mot de passe")
        self.add_row("Téléphone mobile", self.mobile, hint="Facultatif.")
        self.add_row("Code prépayé", self.prepaid, hint="Remis par votre association, facultatif.")
        self.add_row("Conditions", self.conditions)
        self.conditions.setAccessibleName(self.conditions.text())
        self.add_wide(self.strip)
        self.add_wide(self.waiting)
        foot = QWidget()
        WrapLayout(foot).addWidget(self.create_button)
        self.add_wide(foot)
        self._by_name: dict[str, QWidget] = {
            "subscription": self.kind,
            "registration_code": self.code,
            "email": self.email,
            "password": self.password.first,
            "confirmation": self.password.again,
            "mobile": self.mobile,
            "prepaid_code": self.prepaid,
            "accepts_terms": self.conditions,
        }

    @Slot()
    def _follow_kind(self) -> None:
        wanted = self.kind.value() == Subscription.WITH_CODE.value
        self.code.setEnabled(wanted)
        if not wanted:
            self.clear_error(self.code)

    @Slot()
    def _create(self) -> None:
        self.clear_errors()
        self.strip.dismiss()
        password = self.password.accepted_text()
        if not self.email.text().strip():
            self.set_error(self.email, "Donnez l'adresse e-mail de votre compte.")
        if not self.conditions.isChecked():
            self.set_error(self.conditions, "Acceptez les conditions pour créer le compte.")
        kind = Subscription(str(self.kind.value()))
        if kind is Subscription.WITH_CODE and not self.code.text().strip():
            self.set_error(self.code, "Tapez le code d'inscription remis par votre structure.")
        if self.focus_first_error() or password is None:
            return
        wanted = Registration(
            email=self.email.text().strip(),
            password=password,
            mobile=self.mobile.text().strip(),
            prepaid_code=self.prepaid.text().strip(),
            subscription=kind,
            registration_code=self.code.text().strip() if self.code.isEnabled() else "",
            accepts_terms=self.conditions.isChecked(),
        )
        carnets, actor = self._desk.application.carnets, self._desk.actor
        self.create_button.setEnabled(False)
        self.waiting.wait_for("Création du compte…")
        self._calls.begin(
            lambda stop: carnets.register(actor, wanted, stop),
            self._tell_created,
            self._refuse,
            writes=True,
        )

    def _tell_created(self, _answer: object) -> None:
        self._end()
        self.password.clear()
        self.strip.show_message(
            Tone.OK,
            "Compte créé",
            "Tapez la même adresse et le même mot de passe dans «\u00a0Informations "
            "utilisateur\u00a0», «\u00a0Code MesVaccins.net\u00a0».",
        )

    def _refuse(self, error: Exception) -> None:
        self._end()
        name = error.field if isinstance(error, DomainError) else None
        field = self._by_name.get(name or "")
        if field is not None and isinstance(error, DomainError):
            self.set_error(field, error.message)
            self.focus_first_error()
        else:
            self.strip.show_failure(error, failed="Le compte n'a pas été créé")

    def _end(self) -> None:
        self.waiting.hide()
        self.create_button.setEnabled(True)

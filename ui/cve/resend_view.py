"""« Renvoi du code de partage au patient » (features.md V-OPT-02, cve.md R24)."""

from __future__ import annotations

from PySide6.QtCore import Slot

from almapy.cve.model import NewCarnet, ShareCode
from almapy.errors import DomainError
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.cve.words import moment_words
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.styling import Surface, set_surface

_LONGEST_ADDRESS = 254
_EXPLAINED = (
    "Un nouveau code est envoyé au patient par e-mail\u00a0; l'ancien ne sert plus. Un code par "
    "minute au plus."
)


class ResendView(CarnetView):
    """The address of the record may be corrected for this sending; the record does not change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.RESEND.label, grows=False)
        self.add_words(_EXPLAINED)
        self.form = FormSection()
        set_surface(self.form, Surface.PLAIN)
        self.email = text_edit(_LONGEST_ADDRESS, example="prenom.nom@exemple.fr")
        self.form.add_row("E-mail du patient", self.email, required=True)
        self.content.addWidget(self.form)
        self.send_button = self.add_verb(
            Button("Envoyer un nouveau code", ButtonKind.PRIMARY, icon_name="mail")
        )
        self.send_button.clicked.connect(self._send)
        self.email.returnPressed.connect(self._send)

    def begin(self) -> None:
        """Show the address of the record."""
        assert self.patient is not None
        patient_id = self.patient.id
        carnets, actor = self.desk.application.carnets, self.desk.actor

        def work() -> tuple[int, NewCarnet]:
            return patient_id, carnets.draft(actor, patient_id)

        self.email.setFocus()
        self.desk.run(self, work, self._show_address, lambda _error: None)

    def rest(self) -> None:
        """Forget the address."""
        super().rest()
        self.email.clear()
        self.form.clear_errors()

    def _show_address(self, answer: tuple[int, NewCarnet]) -> None:
        patient_id, draft = answer
        if self.patient is not None and self.patient.id == patient_id and not self.email.text():
            self.email.setText(draft.email)

    @Slot()
    def _send(self) -> None:
        if self.patient is None or not self.send_button.isEnabled():
            return
        self.form.clear_errors()
        address = self.email.text().strip()
        if not address:
            self.form.set_error(self.email, "Donnez l'adresse e-mail du patient.")
            self.form.focus_first_error()
            return
        carnets, actor, patient_id = (
            self.desk.application.carnets,
            self.desk.actor,
            self.patient.id,
        )
        self.ask(
            "Envoi du code de partage…",
            lambda stop: carnets.resend_code(actor, patient_id, address, stop),
            lambda code: self._sent(code, address),
            failed="Le code n'a pas été envoyé",
            refused=self._refused,
            writes=True,
        )

    def _sent(self, code: ShareCode, address: str) -> None:
        self.tell_done(
            "Code de partage envoyé",
            f"À {code.email or address}. Il sert jusqu'au {moment_words(code.expires_at)}.",
        )
        self.close_button.setFocus()

    def _refused(self, error: Exception) -> bool:
        if not (isinstance(error, DomainError) and error.field == "email"):
            return False
        self.form.set_error(self.email, error.message)
        self.form.focus_first_error()
        return True

"""« Certificat logiciel »: the .p12 file of the practice, its password, and what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from almapy.errors import AlmaPyError, DomainError
from almapy.insi.settings import InsiSettings
from almapy.insi.software_certificate import CertificateFacts, certificate_file
from ui.desk import Desk
from ui.tasks import Lane
from ui.teleservices.file_field import FileField
from ui.users.secret_field import SecretField
from ui.widgets.bound_fields import BoundFields
from ui.widgets.form import FormSection


class CertificateSection(FormSection):
    """Reads the certificate again, aside, each time the file or the password changes."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Certificat logiciel", parent=parent)
        self._desk = desk
        self._fields = fields
        self._stored = InsiSettings()
        self._turn = 0
        self.file = fields.bind(
            "certificate", FileField("Certificat logiciel", "Certificat (*.p12 *.pfx)")
        )
        self.password = SecretField()
        self.facts = QLabel()
        self.facts.setWordWrap(True)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.hide()
        self.add_row(
            "Fichier .p12",
            self.file,
            hint="Remis par l'ANS à la structure (ORG AUTH_CLI, au nom INSI-MANU). Gardé chiffré "
            "dans la base\u00a0: le fichier n'est plus nécessaire ensuite.",
        )
        self.add_row("Mot de passe du fichier", self.password)
        self.add_wide(self.facts)
        self.file.files_chosen.connect(self._read_file)
        self.file.changed.connect(self.look)
        self.password.edit.editingFinished.connect(self.look)

    def show_stored(self, settings: InsiSettings) -> None:
        """Come back to what is stored."""
        self._stored = settings
        self.password.show_stored(stored=bool(settings.password))
        self.look()

    def restore(self) -> None:
        """Forget what was typed or asked here."""
        self.password.restore()
        self.clear_errors()

    def typed_password(self) -> str:
        """Return the password that « Valider » keeps: none without a certificate."""
        if not self.file.value():
            return ""
        typed = self.password.change()
        return self._stored.password if typed is None else typed

    def password_changed(self) -> bool:
        """Tell whether « Valider » has another password to keep."""
        return self.typed_password() != self._stored.password

    @Slot()
    def look(self) -> None:
        """Tell what the certificate says, or why it cannot serve."""
        self._turn += 1
        turn, service = self._turn, self._desk.application.insi_settings
        settings = replace(
            self._stored,
            certificate_url=self._fields.values()["certificate_url"],
            certificate=self.file.value(),
            password=self.typed_password(),
        )
        self.clear_errors()
        if not settings.certificate:
            self._show((turn, None))
            return

        def work() -> tuple[int, CertificateFacts | DomainError | None]:
            try:
                return turn, service.read_certificate(settings)
            except DomainError as error:
                return turn, error

        self._desk.run(self, work, self._show, lane=Lane.IO)

    def _show(self, answer: tuple[int, CertificateFacts | DomainError | None]) -> None:
        turn, found = answer
        if turn != self._turn:
            return
        self.set_remark(self.file, "")
        self.facts.setVisible(isinstance(found, CertificateFacts))
        if isinstance(found, CertificateFacts):
            self.facts.setText(_words(found))
            self.set_remark(self.file, found.warning)
        elif isinstance(found, DomainError):
            waits = found.field == "password" and not self.typed_password()
            self.set_remark(
                self.file, "Saisissez le mot de passe de ce fichier." if waits else found.message
            )

    @Slot(object)
    def _read_file(self, paths: list[Path]) -> None:
        [path] = paths

        def work() -> tuple[str, str]:
            return path.name, certificate_file(path)

        self._desk.run(self, work, self._take_file, self._refuse_file, lane=Lane.IO)

    def _take_file(self, read: tuple[str, str]) -> None:
        self.file.show_chosen(*read)
        self.password.setFocus()

    def _refuse_file(self, error: Exception) -> None:
        if isinstance(error, AlmaPyError):
            self.set_error(self.file, error.message)
        else:
            self._desk.fail(error)


def _words(facts: CertificateFacts) -> str:
    who = " – ".join(filter(None, (facts.subject, facts.unit)))
    return (
        f"Titulaire : {who}\n"
        f"Émetteur : {facts.issuer}\n"
        f"Valable jusqu'au {facts.valid_until:%d/%m/%Y}"
    )

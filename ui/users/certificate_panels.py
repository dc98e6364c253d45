"""The two ways a certificate of the service of booklets comes in: its code, or its file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from almapy.cve.model import CertificateSeen
from almapy.errors import AlmaPyError, DomainError
from almapy.stop import Stop
from ui.cve.calls import CarnetCalls
from ui.cve.hints_line import HintsLine
from ui.cve.waiting_line import WaitingLine
from ui.cve.words import certificate_words
from ui.desk import Desk
from ui.theme import Tone
from ui.widgets.button import Button
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.password_edit import PasswordEdit
from ui.widgets.wrap_layout import WrapLayout

_LONGEST_CODE = 64
_MOST_BYTES = 1_000_000
_INSTALLED = "Certificat importé"
_NEXT = (
    "Fermez, cochez «\u00a0Utiliser le service MesVaccins.net\u00a0», puis enregistrez par "
    "«\u00a0Valider\u00a0»."
)


class _CertificatePanel(InlinePanel):
    """Stays open on its result until « Fermer », as the assistant of the service did."""

    installed = Signal(object)  # CertificateSeen

    def __init__(self, desk: Desk, title: str, explanation: str) -> None:
        super().__init__(title, "Valider", refusal="Fermer", explanation=explanation)
        self._desk = desk
        self._calls = CarnetCalls(desk, self)
        self.waiting = WaitingLine()
        self.hints = HintsLine(desk, ("E-mail", "Mot de passe", "Code de retrait"))
        self.code: QLineEdit = PasswordEdit()
        self.code.setMaxLength(_LONGEST_CODE)
        self.waiting.given_up.connect(self._calls.interrupt)
        self.left.connect(self._forget)
        self.submitted.connect(self._submit)

    def _end(self, first: QWidget, file: QWidget | None = None) -> None:
        self.fields_by_name: dict[str, QWidget] = {"code": self.code}
        if file is not None:
            self.fields_by_name["certificate"] = file
        self.add_wide(self.hints)
        self.add_wide(self.waiting)
        self.end_rows(first=first, last=self.code, by_name=self.fields_by_name)

    def minimumSizeHint(self) -> QSize:
        """Ask for no room while closed: a field that was never laid out asks for too much."""
        return QSize() if self.isHidden() else super().minimumSizeHint()

    def open(self, opener: QWidget) -> None:
        """Show empty, with what a demonstration can be tried with."""
        super().open(opener)
        self.hints.look()

    def _ask(self, words: str, work: Callable[[Stop], CertificateSeen]) -> None:
        self.begin()
        self.waiting.wait_for(words)
        self._calls.begin(work, self._show, self._fail, writes=True)

    def _show(self, seen: CertificateSeen) -> None:
        self.waiting.hide()
        self.code.clear()
        self.strip.show_message(Tone.OK, _INSTALLED, f"{certificate_words(seen)} {_NEXT}")
        self.refuse_button.setFocus()
        self.installed.emit(seen)

    def _fail(self, error: Exception) -> None:
        self.waiting.hide()
        self.accept_button.setEnabled(True)
        if isinstance(error, DomainError) and error.field in self.fields_by_name:
            self.refuse(error)
            return
        self.strip.show_failure(error, failed="Le certificat n'a pas été importé")
        self.code.setFocus()

    @Slot()
    def _submit(self) -> None:
        raise NotImplementedError

    @Slot()
    def _forget(self) -> None:
        self._calls.give_up()
        self.waiting.hide()


class ActivationPanel(_CertificatePanel):
    """« Activer MesVaccins.net »: the withdrawal code brings the certificate."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "Activer MesVaccins.net",
            "Le code de retrait vous a été envoyé par e-mail contre une copie de votre CPS ou de "
            "votre diplôme. AlmaPy télécharge le certificat et l'installe\u00a0; le code n'est pas "
            "conservé.",
        )
        self.add_row("Code de retrait", self.code, required=True)
        self._end(self.code)

    @Slot()
    def _submit(self) -> None:
        code = self.code.text().strip()
        if not code:
            self.set_error(self.code, "Tapez le code de retrait reçu par e-mail.")
            self.focus_first_error()
            return
        carnets, actor = self._desk.application.carnets, self._desk.actor
        self._ask("Téléchargement du certificat…", lambda stop: carnets.activate(actor, code, stop))


class CertificatePanel(_CertificatePanel):
    """« Installer un certificat »: a .p12 file already there, in one panel instead of four."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "Installer un certificat pour valider les carnets",
            "Le fichier .p12 s'ouvre avec le code de retrait. Le certificat est rangé tout seul au "
            "bon endroit\u00a0: le fichier n'est plus nécessaire ensuite.",
        )
        self.file = QLabel("aucun fichier choisi")
        self.file.setWordWrap(True)
        self.choose_button = Button("Choisir un fichier…", icon_name="folder")
        self._content = b""
        line = QWidget()
        row = WrapLayout(line)
        row.addWidget(self.choose_button)
        row.addWidget(self.file)
        line.setFocusProxy(self.choose_button)
        self.line = line
        self.add_row("Fichier .p12", line, required=True)
        self.add_row("Code de retrait", self.code, required=True)
        self._end(self.choose_button, line)
        self.choose_button.clicked.connect(self._choose)

    def open(self, opener: QWidget) -> None:
        """Show empty: an earlier file is forgotten."""
        self._content = b""
        self.file.setText("aucun fichier choisi")
        super().open(opener)

    def take_file(self, path: Path) -> None:
        """Read a file aside; nothing is installed yet."""

        def work() -> tuple[str, bytes]:
            with path.open("rb") as source:
                return path.name, source.read(_MOST_BYTES + 1)

        self._desk.run(self, work, self._take, self._refuse_file)

    def _take(self, read: tuple[str, bytes]) -> None:
        name, content = read
        self.clear_errors()
        if len(content) > _MOST_BYTES:
            self.set_error(self.line, "Ce fichier est trop grand pour être un certificat.")
            return
        self._content = content
        self.file.setText(name)
        self.code.setFocus()

    def _refuse_file(self, error: Exception) -> None:
        told = error.message if isinstance(error, AlmaPyError) else ""
        self.set_error(
            self.line,
            told or "Ce fichier n'a pas pu être lu. Rien n'a changé. Choisissez-le à nouveau.",
        )

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Certificat", "", "Certificat (*.p12 *.pfx)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take_path)
        dialog.open()

    @Slot(str)
    def _take_path(self, path: str) -> None:
        self.take_file(Path(path))

    @Slot()
    def _submit(self) -> None:
        self.clear_errors()
        if not self._content:
            self.set_error(self.line, "Choisissez le fichier du certificat.")
        if not self.code.text():
            self.set_error(self.code, "Tapez le code de retrait qui ouvre ce fichier.")
        if self.focus_first_error():
            return
        carnets, actor = self._desk.application.carnets, self._desk.actor
        content, code = self._content, self.code.text().strip()
        self._ask(
            "Installation du certificat…",
            lambda _stop: carnets.import_certificate(actor, content, code),
        )

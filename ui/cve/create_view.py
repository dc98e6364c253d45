"""« Créer le carnet »: what the record says, and only what it lacks (features.md V-NEW, R7–R9)."""

from __future__ import annotations

from PySide6.QtCore import Slot

from almapy.cve.model import CarnetLink, NewCarnet
from almapy.errors import DomainError
from ui.cve.create_form import CreateForm
from ui.cve.view import CarnetView
from ui.cve.view_names import ViewName
from ui.cve.words import link_details
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind


class CreateView(CarnetView):
    """Shows in words what is known; a field stands for each thing that lacks, and for the mail."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.CREATE.label, refusal="Annuler", grows=False)
        self._draft: NewCarnet | None = None
        self.form: CreateForm | None = None
        self.known = self.add_words()
        self.create_button = self.add_verb(
            Button("Créer le carnet", ButtonKind.PRIMARY, icon_name="add")
        )
        self.create_button.setAccessibleName(ViewName.CREATE.label)
        self.create_button.clicked.connect(self._create)

    def begin(self) -> None:
        """Read what the record says."""
        patient = self.patient
        assert patient is not None
        patient_id = patient.id
        carnets, actor = self.desk.application.carnets, self.desk.actor
        self.known.setText("Lecture du dossier…")
        self.create_button.setEnabled(False)
        self.close_button.setFocus()

        def work() -> tuple[int, NewCarnet]:
            return patient_id, carnets.draft(actor, patient_id)

        self.desk.run(self, work, self._show_draft, self._fail_to_read)

    def rest(self) -> None:
        """Forget the form."""
        super().rest()
        self._draft = None
        self._drop_form()
        self.close_button.setText("Annuler")
        self.create_button.show()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something was typed."""
        return self.form is not None and self.form.typed() != self._draft

    def _fail_to_read(self, error: Exception) -> None:
        self.known.clear()
        self.strip.show_failure(error, failed="Le formulaire n'a pas pu être rempli")

    def _show_draft(self, answer: tuple[int, NewCarnet]) -> None:
        patient_id, draft = answer
        if self.isHidden() or self.patient is None or self.patient.id != patient_id:
            return
        self._drop_form()
        self._draft = draft
        self.known.setText(_known_words(draft))
        self.form = CreateForm(draft, self.desk.application.clock)
        self.form.email.returnPressed.connect(self._create)
        self.content.addWidget(self.form)
        self.create_button.setEnabled(True)
        self.form.first_field().setFocus()

    def _drop_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None

    @Slot()
    def _create(self) -> None:
        form, patient = self.form, self.patient
        if form is None or patient is None or not self.create_button.isEnabled():
            return
        if not form.is_complete():
            return
        carnets, actor, patient_id = self.desk.application.carnets, self.desk.actor, patient.id
        new = form.typed()
        self.ask(
            "Création du carnet…",
            lambda stop: carnets.create(actor, patient_id, new, stop),
            lambda link: self._show_created(link, new.email),
            failed="Le carnet n'a pas été créé",
            refused=self._refused,
            writes=True,
        )

    def _refused(self, error: Exception) -> bool:
        field = self.form.fields.get(_field_of(error)) if self.form is not None else None
        if self.form is None or field is None or not isinstance(error, DomainError):
            return False
        self.form.set_error(field, error.message)
        self.form.focus_first_error()
        return True

    def _show_created(self, link: CarnetLink, email: str) -> None:
        self._draft = None
        self._drop_form()
        self.known.setText(link_details(link))
        self.tell_done(
            "Carnet créé et associé au dossier",
            f"Un e-mail d'information part vers {email}. Les vaccins ajoutés ici y seront envoyés.",
        )
        self.create_button.hide()
        self.close_button.setText("Fermer")
        self.close_button.setFocus()
        self.changed.emit()


def _field_of(error: Exception) -> str:
    return (error.field or "") if isinstance(error, DomainError) else ""


def _known_words(draft: NewCarnet) -> str:
    known = (
        f"{draft.birth_name} {draft.first_names}".strip(),
        f"utilise le nom {draft.last_name}" if draft.last_name != draft.birth_name else "",
        f"né(e) le {draft.birth_date:%d/%m/%Y}" if draft.birth_date else "",
        {"f": "Femme", "m": "Homme"}.get(draft.gender, ""),
        draft.zip_code,
        draft.phone,
    )
    told = ", ".join(part for part in known if part)
    return f"Repris du dossier\u00a0: {told}."

"""« Récupérer un carnet »: code, pseudo, birth date, vaccines (features.md V-GET, V-SYN-01).

Nothing but pseudos is shown before the birth date of the holder was given and was right (R11, R12).
"""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from almapy.cve.faults import CarnetOfAnother
from almapy.cve.model import AccessRequest, CarnetFound, PseudoLine
from almapy.errors import DomainError
from almapy.stop import Stop
from ui.cve.found_box import FoundBox
from ui.cve.hints_line import HintsLine
from ui.cve.long_button import LongButton
from ui.cve.present import LookedUp, looked_up
from ui.cve.view import CarnetView, plain_words
from ui.cve.view_names import ViewName
from ui.desk import Desk
from ui.widgets.button import Button, ButtonKind
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection
from ui.widgets.styling import Surface, set_surface
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

ASK = "Demande d'accès à un carnet"
_LONGEST_CODE = 40
_LEAST_LINES = 8
_TAKE = "Exporter les vaccins cochés dans AlmaPy"
_COLUMNS: tuple[Column[PseudoLine], ...] = (
    Column("Pseudo", lambda one: one.pseudo, stretch=True),
    Column("Action", lambda _one: ASK, sample=ASK),
)


class RetrieveView(CarnetView):
    """Four steps in one place; each stays visible above the next one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, ViewName.RETRIEVE.label, refusal="Annuler")
        self._request: AccessRequest | None = None
        self._asked: PseudoLine | None = None
        self._found: CarnetFound | None = None
        self.code_form = FormSection()
        self.code = text_edit(_LONGEST_CODE)
        self._model = RecordTableModel(_COLUMNS, identity=lambda one: one.ref)
        self.table = RecordTable(self._model, "Carnets de ce code de partage")
        self.date_form = FormSection()
        self.birth_date = DayEdit(desk.application.clock)
        self.found = FoundBox()
        self.hints = HintsLine(desk, ("Code de partage", "Date de naissance"))
        self.code_button = self.add_verb(Button("Valider", ButtonKind.PRIMARY))
        self.ask_button = self.add_verb(Button(ASK, ButtonKind.PRIMARY))
        self.date_button = self.add_verb(Button("Valider", ButtonKind.PRIMARY))
        self.take_button = self.add_verb(LongButton(_TAKE, "Exporter", ButtonKind.PRIMARY))
        self._lay_out()
        self._connect()

    def begin(self) -> None:
        """Ask for the code."""
        self._show_step(self.code_button)
        self.code.setFocus()
        self.hints.look()

    def rest(self) -> None:
        """Forget the code and whatever it opened."""
        super().rest()
        self._request = self._asked = self._found = None
        self.code.clear()
        self.birth_date.clear()
        self._model.set_records(())
        self.found.forget()
        self.close_button.setText("Annuler")
        for form in (self.code_form, self.date_form):
            form.clear_errors()

    def has_unsaved_changes(self) -> bool:
        """Tell whether access was given and nothing was done with it yet."""
        return self._found is not None

    @Slot()
    def _resolve(self) -> None:
        if not self.code_button.isEnabled():
            return
        self.code_form.clear_errors()
        code = self.code.text()
        if not code.strip(" -"):
            self._refuse_code("Tapez le code de partage que le patient vous a remis.")
            return
        carnets, actor = self.desk.application.carnets, self.desk.actor
        self.ask(
            "Recherche des carnets de ce code…",
            lambda stop: carnets.resolve(actor, code, stop),
            self._show_carnets,
            failed="Le code n'a pas pu être vérifié",
            refused=self._code_refused,
        )

    def _code_refused(self, error: Exception) -> bool:
        if isinstance(error, DomainError):
            self._refuse_code(error.message)
        return isinstance(error, DomainError)

    def _refuse_code(self, why: str) -> None:
        self.code_form.set_error(self.code, why)
        self.code_form.focus_first_error()

    def _show_carnets(self, request: AccessRequest) -> None:
        self._request = request
        self._model.set_records(request.carnets)
        if request.carnets:
            self.table.selectRow(0)
        self._show_step(self.ask_button, self.table)
        self.table.setFocus()

    @Slot()
    def _ask_access(self) -> None:
        line = self.table.current_record()
        if line is None:
            return
        if line != self._asked:
            self.birth_date.clear()
            self.date_form.clear_errors()
        self._asked = line
        self.holder.setText(f"Carnet «\u00a0{line.pseudo}\u00a0»")
        self._show_step(self.date_button, self.table, self.date_form)
        self.birth_date.setFocus()

    @Slot()
    def _give_date(self) -> None:
        request, asked, patient = self._request, self._asked, self.patient
        if request is None or asked is None or patient is None:
            return
        if not self.date_button.isEnabled():
            return
        self.date_form.clear_errors()
        day = self.birth_date.day
        if day is None:
            self._refuse_date("Tapez la date de naissance du titulaire du carnet (JJ/MM/AAAA).")
            return
        application, actor, patient_id = self.desk.application, self.desk.actor, patient.id
        carnets, ref = application.carnets, asked.ref
        self.ask(
            "Demande d'accès au carnet…",
            lambda stop: looked_up(
                application, actor, carnets.ask(actor, patient_id, request, ref, day, stop)
            ),
            self._show_found,
            failed="L'accès n'a pas pu être demandé",
            refused=self._date_refused,
        )

    def _date_refused(self, error: Exception) -> bool:
        if isinstance(error, DomainError) and error.field == "birth_date":
            self._refuse_date(error.message)
            return True
        return False

    def _refuse_date(self, why: str) -> None:
        self.date_form.set_error(self.birth_date, why)
        self.date_form.focus_first_error()

    def _show_found(self, looked_up: LookedUp) -> None:
        self._found = looked_up.found
        self.found.show_found(looked_up.found, looked_up.present)
        self._show_step(self.take_button, self.found)
        self.found.first_field().setFocus()

    @Slot()
    def _take(self) -> None:
        found, patient = self._found, self.patient
        if found is None or patient is None or not self.take_button.isEnabled():
            return
        if found.differs and not self.found.is_confirmed():
            return
        carnets, actor, patient_id = self.desk.application.carnets, self.desk.actor, patient.id
        wanted, typed = self.found.ticked(), self.found.confirmation.text().strip()

        def work(_stop: Stop) -> int:
            carnets.attach(actor, patient_id, found, typed_confirmation=typed)
            return len(carnets.take(actor, patient_id, wanted))

        self.ask(
            "Association du carnet et import des vaccins cochés…",
            work,
            self._tell_taken,
            failed="L'import n'est pas terminé",
            refused=self._attach_refused,
            writes=True,
        )

    def _attach_refused(self, error: Exception) -> bool:
        self.changed.emit()  # the association itself may have succeeded
        if isinstance(error, CarnetOfAnother) and error.field:
            self.found.refuse(error.message)
            return True
        return False

    def _tell_taken(self, count: int) -> None:
        self._found = None
        self.found.forget()
        self._show_step(None)
        vaccines = "1 vaccin importé" if count == 1 else f"{count} vaccins importés"
        told = vaccines if count else "Aucun vaccin à importer"
        self.tell_done("Carnet associé au dossier", f"{told}. Les ajouts suivront tout seuls.")
        self.close_button.setText("Fermer")
        self.close_button.setFocus()
        self.changed.emit()

    def _show_step(self, verb: Button | None, *parts: QWidget) -> None:
        shown = parts or ((self.code_form,) if verb is not None else ())
        for part in (self.code_form, self.table, self.date_form, self.found):
            part.setVisible(part in shown)
        for button in (self.code_button, self.ask_button, self.date_button, self.take_button):
            button.setVisible(button is verb)

    def _connect(self) -> None:
        self.code_button.clicked.connect(self._resolve)
        self.code.returnPressed.connect(self._resolve)
        self.ask_button.clicked.connect(self._ask_access)
        self.table.opened.connect(self._ask_access)
        self.date_button.clicked.connect(self._give_date)
        self.birth_date.returnPressed.connect(self._give_date)
        self.take_button.clicked.connect(self._take)

    def _lay_out(self) -> None:
        self.code_form.add_row(
            "Code de partage",
            self.code,
            required=True,
            hint="Le patient le reçoit par e-mail. Espaces, tirets et minuscules sont acceptés.",
        )
        self.holder = plain_words()
        self.date_form.add_wide(self.holder)
        self.date_form.add_row(
            "Date de naissance du titulaire",
            self.birth_date,
            required=True,
            hint="Telle que le patient vous la donne. Trois erreurs verrouillent la demande.",
        )
        for framed in (self.table, self.code_form, self.date_form):
            set_surface(framed, Surface.PLAIN)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_LINES)
        for part in (self.hints, self.code_form, self.date_form):
            self.content.addWidget(part)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.found, 1)
        self.content.addStretch(0)

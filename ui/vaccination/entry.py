"""Writing one vaccination: the vaccine is searched, the form opens filled in, Enter stores it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from almapy.errors import ConflictError, DomainError
from almapy.record.model import Fact
from almapy.vaccination.checks import VaccinationCheckService
from almapy.vaccination.model import Origin, Vaccination
from almapy.vaccination.warnings import Remark
from almapy.vaccines.model import Vaccine
from ui.desk import Desk
from ui.record.fact_verbs import FactVerbs
from ui.theme import SPACE_M, SPACE_S
from ui.vaccination.entry_form import LABELS, EntryForm
from ui.vaccination.two_versions import chosen_version, compared, stored_like
from ui.vaccination.vaccine_search import VaccineSearch
from ui.widgets.button import Button
from ui.widgets.conflict_panel import ConflictPanel
from ui.widgets.section_title import SectionTitle

_PAUSE_MS = 250
_ADDED = "Vaccination ajoutée\u00a0: {label}."
_CHANGED = "Vaccination modifiée\u00a0: {label}."


@dataclass(frozen=True, slots=True)
class _Screened:
    """A vaccination with what deserves a look before it is stored."""

    patient_id: int
    data: Vaccination
    remarks: tuple[Remark, ...]


class EntryPart(QWidget):
    """Search, form and comparison, one at a time; Échap goes back and loses nothing typed."""

    opened = Signal()
    left = Signal()
    stored = Signal(object)  # Fact[Vaccination]

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.verbs = FactVerbs(desk, self, desk.application.vaccinations)
        self.search = VaccineSearch(desk)
        self.search_part = QWidget()
        self.search_title = SectionTitle("Quel vaccin\u00a0?")
        self.cancel_button = Button("Annuler")
        self.form = EntryForm(desk)
        self.conflict = ConflictPanel(LABELS)
        self._patient_id = 0
        self._target: Fact[Vaccination] | None = None
        self._former: Vaccination | None = None
        self._opener: QWidget = self
        self._replaces = False
        self._goes_on = False
        self._waits = False
        self._theirs: dict[str, Any] = {}
        self._asked = 0
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.hide()

    def show_patient(self, patient_id: int) -> None:
        """Take another record: what was typed for the one before stays kept for it."""
        if patient_id == self._patient_id:
            return
        self.put_aside()
        self._patient_id = patient_id

    def put_aside(self) -> None:
        """Make room for something else: what was typed waits for the next opening."""
        self._asked += 1
        self._former = None
        if self._replaces or not self.conflict.isHidden():
            self._replaces = False
            self.form.show()
        blocker = QSignalBlocker(self)
        self.form.leave()
        blocker.unblock()
        self._rest()

    def has_unsaved_changes(self) -> bool:
        """Tell whether something typed here is not stored."""
        return self.form.is_changed()

    def open_search(self, opener: QWidget, text: str = "") -> None:
        """Ask which vaccine; what was begun and not stored comes first."""
        self._opener, self._replaces = opener, False
        if self.form.put_aside(self._patient_id) == 0:
            self._open_form(None)
            return
        self._ask_vaccine(text)

    def open_fact(self, fact: Fact[Vaccination], opener: QWidget) -> None:
        """Show a vaccination to change it."""
        self._opener = opener
        self._open_form(fact)

    def open_named(self, vaccine: Vaccine, opener: QWidget) -> None:
        """Go on with a vaccine that was named elsewhere."""
        self._opener, self._replaces = opener, False
        self._choose(vaccine)

    def take(
        self,
        make: Callable[[], Vaccination],
        opener: QWidget,
        failed: Callable[[Exception], None],
    ) -> None:
        """Store at once what needs no look, else open the form on it; ``make`` runs in a worker."""
        patient_id, checks, actor = self._patient_id, self._checks, self.desk.actor
        self._asked += 1

        def work() -> _Screened:
            data = make()
            return _Screened(patient_id, data, checks.of(actor, patient_id, data))

        def done(screened: _Screened) -> None:
            if not screened.remarks:
                self._add(patient_id, screened.data, failed)
            elif patient_id != self._patient_id:
                self.desk.tell("La boîte n'a pas été enregistrée : un autre dossier est venu.")
            else:
                self._opener, self._target = opener, None
                self._show_form(screened.data)
                self.form.show_remarks(screened.remarks)
                self._waits = True

        self.desk.run(self, work, done, failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the search by Échap."""
        if event.key() == Qt.Key.Key_Escape and not self.search_part.isHidden():
            self._give_up_search()
            return
        super().keyPressEvent(event)

    @property
    def _checks(self) -> VaccinationCheckService:
        return self.desk.application.vaccination_checks

    def _ask_vaccine(self, text: str = "") -> None:
        self.conflict.hide()
        self.search_part.show()
        self.show()
        self.opened.emit()
        self.search.set_text(text)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.field.selectAll()

    @Slot(object)
    def _choose(self, vaccine: Vaccine) -> None:
        if self._replaces:
            self._replaces = False
            self.search_part.hide()
            self.form.show()
            self.form.product.take(vaccine)
            self.form.focus_day()
            return
        patient_id, service, actor = (
            self._patient_id,
            self.desk.application.vaccinations,
            self.desk.actor,
        )
        self._asked += 1
        asked = self._asked

        def done(data: Vaccination) -> None:
            if asked == self._asked:
                self._target = None
                self._show_form(self._as_before(data))

        self.desk.run(self, lambda: service.proposed(actor, patient_id, vaccine), done)

    def _as_before(self, data: Vaccination) -> Vaccination:
        """Propose day, origin and name of the line before: a paper booklet is copied in a row."""
        former = self._former
        if former is None:
            return data
        data = replace(
            data,
            given_on=former.given_on,
            origin=former.origin,
            performer=former.performer,
            performer_id=former.performer_id,
        )
        return data if former.origin is Origin.HERE else replace(data, dose=0, booster=False)

    def _open_form(self, fact: Fact[Vaccination] | None) -> None:
        self._target = fact
        self.search_part.hide()
        self.conflict.hide()
        if not self.form.isHidden():
            self.form.leave()
        self.show()
        self.opened.emit()
        self.form.open_for(self._patient_id, fact, self._opener)
        self._soon.start()

    def _show_form(self, data: Vaccination) -> None:
        self.search_part.hide()
        self.conflict.hide()
        self.show()
        self.opened.emit()
        self.form.open_new(self._patient_id, data, self._opener)
        if self._former is not None:
            self.form.focus_day()
        self._soon.start()

    @Slot()
    def _look(self) -> None:
        """Read again what deserves a look; a form that says nothing yet has no remark."""
        if self.form.isHidden():
            return
        try:
            data = self.form.data()
        except DomainError:
            return
        patient_id, target, actor = self._patient_id, self._target, self.desk.actor
        checks = self._checks
        self._asked += 1
        asked = self._asked

        def done(remarks: tuple[Remark, ...]) -> None:
            if asked == self._asked and not self.form.isHidden():
                self.form.show_remarks(remarks)

        self.desk.run(self, lambda: checks.of(actor, patient_id, data, besides=target), done)

    @Slot()
    def _submit(self) -> None:
        self._store(goes_on=False)

    @Slot()
    def _submit_and_go_on(self) -> None:
        self._store(goes_on=True)

    def _store(self, *, goes_on: bool) -> None:
        self._goes_on = goes_on
        try:
            data = self.form.data()
        except DomainError as error:
            self.form.begin()
            self.form.refuse(error)
            return
        self._asked += 1
        self.form.begin()
        if self._target is None:
            self._add(self._patient_id, data, self._refused)
        else:
            told = _CHANGED.format(label=data.label)
            self.verbs.change(self._target, data, told, self._done, self._refused)

    def _add(self, patient_id: int, data: Vaccination, failed: Callable[[Exception], None]) -> None:
        told = _ADDED.format(label=data.label)
        self.verbs.add(patient_id, data, told, self._done, failed)

    def _done(self, fact: Fact[Vaccination]) -> None:
        if fact.patient_id == self._patient_id:
            self._former = fact.data if self._goes_on else None
            self._waits = False
            if not self.form.isHidden():
                self.form.stored()
            self.conflict.hide()
            if self._goes_on:
                self._goes_on = False
                self._ask_vaccine()
        self.stored.emit(fact)

    def _refused(self, error: Exception) -> None:
        fact = self._target
        if not isinstance(error, ConflictError) or fact is None or not error.stored:
            self.form.refuse(error)
            return
        mine = self.form.data()
        self._theirs = stored_like(mine, error.stored)
        self.form.accept_button.setEnabled(True)
        self.form.setVisible(False)
        self.conflict.open(
            compared(asdict(mine)),
            compared(self._theirs),
            by=error.by,
            at=error.at,
            base=compared(asdict(fact.data)),
        )

    @Slot(object)
    def _store_choice(self, values: dict[str, Any]) -> None:
        fact, actor = self._target, self.desk.actor
        if fact is None:
            return
        data = chosen_version(self.form.data(), values, self._theirs)

        def store(standing: list[Fact[Vaccination]]) -> None:
            now = next((one for one in standing if one.id == fact.id), None)
            self._target = now
            if now is None:  # removed meanwhile: whoever chose to store writes it again
                self._add(fact.patient_id, data, self._refused)
            else:
                told = _CHANGED.format(label=data.label)
                self.verbs.change(now, data, told, self._done, self._refused)

        self.form.show()
        service = self.desk.application.vaccinations
        self.desk.run(self, lambda: service.of(actor, fact.patient_id), store)

    @Slot()
    def _ask_other(self) -> None:
        self._replaces = True
        self.form.hide()
        self._ask_vaccine()

    @Slot()
    def _give_up_search(self) -> None:
        if self._replaces:
            self._replaces = False
            self.search_part.hide()
            self.form.show()
            self.form.product.other_button.setFocus()
            return
        self._former = None
        self._rest()
        self._opener.setFocus()
        self.left.emit()

    @Slot()
    def _back_to_form(self) -> None:
        self.form.show()
        self.form.accept_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _form_left(self) -> None:
        if self._waits:
            self._waits = False
            self.desk.tell("La boîte lue n'a pas été enregistrée.")
        if not self._goes_on:
            self._rest()
            self.left.emit()

    def _rest(self) -> None:
        self.search_part.hide()
        self.conflict.hide()
        self.hide()

    def _connect(self) -> None:
        self.search.chosen.connect(self._choose)
        self.cancel_button.clicked.connect(self._give_up_search)
        self.form.submitted.connect(self._submit)
        self.form.again_button.clicked.connect(self._submit_and_go_on)
        self.form.left.connect(self._form_left)
        self.form.product.other_asked.connect(self._ask_other)
        self.form.fields.changed.connect(self._soon.start)
        self._soon.timeout.connect(self._look)
        self.conflict.chosen.connect(self._store_choice)
        self.conflict.given_up.connect(self.form.discard)
        self.conflict.left.connect(self._back_to_form)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.search_title, 1)
        head.addWidget(self.cancel_button)
        part = QVBoxLayout(self.search_part)
        part.setContentsMargins(0, 0, 0, 0)
        part.setSpacing(SPACE_S)
        part.addLayout(head)
        part.addWidget(self.search, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.search_part, 1)
        column.addWidget(self.form)
        column.addWidget(self.conflict)
        self.search_part.hide()

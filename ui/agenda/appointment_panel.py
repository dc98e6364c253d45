"""One appointment being written, inside the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from PySide6.QtCore import QTime, Signal, Slot
from PySide6.QtWidgets import QComboBox, QSpinBox, QTimeEdit, QWidget

from almapy.agenda.model import Appointment, AppointmentDraft, AppointmentKind
from almapy.clock import Clock
from almapy.errors import DomainError
from ui.desk import Desk
from ui.patients.patient_picker import PatientPicker
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import text_edit
from ui.widgets.inline_panel import InlinePanel

_LONGEST = 200
_LONGEST_MINUTES = 8 * 60
_STEP_MINUTES = 5
_USUAL_MINUTES = 15


class AppointmentPanel(InlinePanel):
    """A person without a record is written by name only; gives what was typed by ``asked``."""

    asked = Signal(object, object)  # Appointment or None, AppointmentDraft

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Rendez-vous", "Enregistrer le rendez-vous", parent=parent)
        self._clock: Clock = desk.application.clock
        self._appointment: Appointment | None = None
        self.who = PatientPicker(desk)
        self.day = DayEdit(self._clock)
        self.hour = QTimeEdit()
        self.hour.setDisplayFormat("HH:mm")
        self.minutes = QSpinBox()
        self.minutes.setRange(1, _LONGEST_MINUTES)
        self.minutes.setSingleStep(_STEP_MINUTES)
        self.minutes.setSuffix(" min")
        self.practitioner = QComboBox()
        self.kind = QComboBox()
        for one in AppointmentKind:
            self.kind.addItem(one.label, one.value)
        self.reason = text_edit(_LONGEST)
        self.add_row(
            "Patient",
            self.who,
            required=True,
            hint="Choisissez dans la liste, ou laissez le nom de quelqu'un sans dossier",
        )
        self.add_row("Jour", self.day, required=True)
        self.add_row("Heure", self.hour, required=True)
        self.add_row("Durée", self.minutes)
        self.add_row("Avec", self.practitioner)
        self.add_row("Type", self.kind)
        self.add_row("Motif", self.reason)
        by_name = {"free_name": self.who, "minutes": self.minutes}
        self.end_rows(first=self.who, last=self.reason, by_name=by_name)
        self.submitted.connect(self._submit)

    def show_practitioners(self, practitioners: Sequence[tuple[int, str]]) -> None:
        """Fill the list of who has an agenda."""
        chosen = self.practitioner.currentData()
        self.practitioner.clear()
        for account_id, name in practitioners:
            self.practitioner.addItem(name, account_id)
        self.practitioner.setCurrentIndex(max(0, self.practitioner.findData(chosen)))

    def open_new(self, opener: QWidget, start: datetime, practitioner_id: int | None) -> None:
        """Write a new appointment at that moment."""
        self._appointment = None
        self.open(opener)
        self.who.begin()
        self._show_start(start)
        self.minutes.setValue(_USUAL_MINUTES)
        self.kind.setCurrentIndex(0)
        place = self.practitioner.findData(practitioner_id)
        self.practitioner.setCurrentIndex(max(0, place))

    def open_on(self, opener: QWidget, appointment: Appointment) -> None:
        """Change an appointment; its patient stays unless another one is chosen."""
        self.open(opener)
        self._appointment = appointment
        data = appointment.data
        self.who.begin()
        self.who.setText(appointment.who)
        self._show_start(data.start)
        self.minutes.setValue(data.minutes)
        self.practitioner.setCurrentIndex(self.practitioner.findData(data.practitioner_id))
        self.kind.setCurrentIndex(self.kind.findData(data.kind.value))
        self.reason.setText(data.reason)
        self.day.setFocus()

    def has_text(self) -> bool:
        """Tell whether something is being typed."""
        return self.isVisible() and bool(self.who.text().strip())

    def _show_start(self, start: datetime) -> None:
        local = start.astimezone()
        self.day.setText(f"{local:%d/%m/%Y}")
        self.hour.setTime(QTime(local.hour, local.minute))

    def _person(self) -> tuple[int | None, str]:
        if self.who.chosen is not None:
            return self.who.chosen.patient_id, ""
        before = self._appointment
        if before is not None and self.who.text().strip() == before.who:
            return before.data.patient_id, before.data.free_name
        return None, self.who.text().strip()

    @Slot()
    def _submit(self) -> None:
        self.begin()
        day = self.day.day
        if day is None:
            self.accept_button.setEnabled(True)
            self.set_error(self.day, "Donnez le jour\u00a0: 15/06/2026, j+7 ou s+1.")
            self.focus_first_error()
            return
        patient_id, free_name = self._person()
        try:
            draft = self._draft(day, patient_id, free_name)
        except DomainError as error:
            self.refuse(error)
            return
        self.asked.emit(self._appointment, draft)

    def _draft(self, day: date, patient_id: int | None, free_name: str) -> AppointmentDraft:
        hour = self.hour.time()
        values = {
            "practitioner_id": self.practitioner.currentData(),
            "start": datetime.combine(day, time(hour.hour(), hour.minute())).astimezone(),
            "minutes": self.minutes.value(),
            "patient_id": patient_id,
            "free_name": free_name,
            "kind": AppointmentKind(self.kind.currentData()),
            "reason": self.reason.text().strip(),
        }
        if self._appointment is None:
            return AppointmentDraft(**values)
        before = self._appointment.data
        return AppointmentDraft(**values, state=before.state, arrived_at=before.arrived_at)

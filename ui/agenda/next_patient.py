"""F9: the next patient of one's agenda, in one gesture."""

from __future__ import annotations

from PySide6.QtCore import QObject

from almapy.agenda.model import Appointment
from ui.desk import Desk


class NextPatient(QObject):
    """Calls who is next: the consultation before ends, the record opens."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def call(self) -> None:
        """Ask the agenda in the background."""
        agenda, actor = self._desk.application.agenda, self._desk.actor
        self._desk.run(self, lambda: agenda.call_next(actor), self._called)

    def _called(self, appointment: Appointment | None) -> None:
        if appointment is None:
            self._desk.tell("Personne n'attend\u00a0: l'agenda du jour est terminé.")
        elif appointment.data.patient_id is not None:
            self._desk.patient_asked.emit(appointment.data.patient_id)

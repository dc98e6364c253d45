"""What is done of an answer, in the background: taken over, refused, or a matricule withdrawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from almapy.errors import DomainError
from almapy.identity.transitions import require_teleservices
from almapy.patients.model import Patient, PatientHit
from ui.desk import Desk
from ui.insi.calls import Answer

_MERGED = "Ce dossier a été fusionné dans un autre\u00a0: travaillez dans celui-ci."


class Decisions(QObject):
    """Nothing is written but by the service; the page hears how it ended."""

    accepted = Signal(object, object)  # Answer, Patient as stored
    not_accepted = Signal(object, object)  # Answer, Exception
    withdrawn = Signal(object)  # Patient as stored
    not_withdrawn = Signal(object)  # Exception
    both_read = Signal(object, object)  # PatientHit of the record, PatientHit of the other one
    read_again = Signal(object)  # Patient as another post stored it

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def accept(self, patient: Patient, answer: Answer, document: str, *, sure: bool) -> None:
        """Take an answer over into its record."""
        service, actor, result = self._desk.application.insi, self._desk.actor, answer.result
        assert result is not None

        def work() -> Patient:
            return service.accept(actor, patient, result, identity_document=document, sure=sure)

        def done(saved: Patient) -> None:
            self.accepted.emit(answer, saved)

        def failed(error: Exception) -> None:
            self.not_accepted.emit(answer, error)

        self._desk.run(self, work, done, failed)

    def refuse(self, answer: Answer) -> None:
        """Leave the record as it is, and have that traced."""
        service, actor, result = self._desk.application.insi, self._desk.actor, answer.result
        patient_id = answer.patient_id
        if result is not None:
            self._desk.run(self, lambda: service.refuse(actor, patient_id, result), _nothing)

    def withdraw(self, patient: Patient) -> None:
        """Take matricule and OID off the record."""
        service, actor = self._desk.application.insi, self._desk.actor
        self._desk.run(
            self,
            lambda: service.withdraw(actor, patient),
            self.withdrawn.emit,
            self.not_withdrawn.emit,
        )

    def read_both(self, patient_id: int, other_id: int) -> None:
        """Read who the two records of one matricule are of."""
        patients, actor = self._desk.application.patients, self._desk.actor

        def done(hits: dict[int, PatientHit]) -> None:
            self.both_read.emit(hits[patient_id], hits[other_id])

        self._desk.run(self, lambda: patients.hits(actor, (patient_id, other_id)), done)

    def read(self, patient_id: int) -> None:
        """Read a record again that another post changed."""
        patients, actor = self._desk.application.patients, self._desk.actor
        self._desk.run(self, lambda: patients.open(actor, patient_id), self.read_again.emit)


def why_not(patient: Patient) -> str:
    """Return why INSi may not be asked about this record, or an empty text."""
    if patient.merged_into is not None:
        return _MERGED
    try:
        require_teleservices(patient.data)
    except DomainError as error:
        return error.message
    return ""


def _nothing(_: object) -> None:
    """Wait for no answer: a failure is told by the window."""

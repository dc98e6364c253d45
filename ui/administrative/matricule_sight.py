"""The trace « Visualisation de l'INS », once each time the form comes forward."""

from __future__ import annotations

from PySide6.QtCore import QObject

from almapy.patients.model import Patient
from ui.desk import Desk


class MatriculeSight(QObject):
    """Asked at each showing; traces each matricule of a record, once until ``forget``."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seen: tuple[int, str] | None = None

    def see(self, patient: Patient | None) -> None:
        """Have it traced that the matricule of this record is seen."""
        if patient is None or self._seen == (patient.id, patient.data.matricule_ins):
            return
        self._seen = (patient.id, patient.data.matricule_ins)
        if not patient.data.matricule_ins:
            return
        patients, actor, patient_id = self._desk.application.patients, self._desk.actor, patient.id
        self._desk.run(self, lambda: patients.ins_shown(actor, patient_id), _nothing)

    def forget(self) -> None:
        """Have the next showing traced again."""
        self._seen = None


def _nothing(_: object) -> None:
    """Wait for no answer: a failure is told by the window."""

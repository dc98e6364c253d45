"""The records open in the window, and which one is in front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from almapy.patients.model import Patient
from almapy.patients.overview import Overview
from ui.desk import Desk


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """One open record with what its banner shows."""

    patient: Patient
    overview: Overview


class OpenRecords(QObject):
    """Loads records in the background and keeps them in the order of their opening."""

    opened = Signal(object)  # OpenRecord, now in front
    closed = Signal(object)  # int, the patient whose record left
    current_changed = Signal(object)  # OpenRecord, or None

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._records: list[OpenRecord] = []
        self._current: int | None = None
        self._marks: dict[int, int] = {}

    @property
    def current(self) -> OpenRecord | None:
        """Return the record in front."""
        return next((r for r in self._records if r.patient.id == self._current), None)

    def all(self) -> tuple[OpenRecord, ...]:
        """Return the open records in the order of their opening."""
        return tuple(self._records)

    def mark(self, patient_id: int) -> int:
        """Return the number of the colour that marks this record, none shared while few are open.

        It stays the same until the record is closed.
        """
        return self._marks.get(patient_id, 0)

    def open(self, patient_id: int) -> None:
        """Load the record afresh and bring it to the front."""
        self._desk.run(self, self._reading(patient_id), self._loaded)

    def reload(self, patient_id: int) -> None:
        """Read an open record again; what is in front stays in front."""
        if all(record.patient.id != patient_id for record in self._records):
            return
        self._desk.run(self, self._reading(patient_id), self._reloaded)

    def show(self, patient_id: int) -> None:
        """Bring an open record to the front."""
        if patient_id != self._current:
            self._current = patient_id
            self.current_changed.emit(self.current)

    def show_next(self) -> None:
        """Bring the next open record to the front."""
        ids = [record.patient.id for record in self._records]
        if self._current in ids:
            self.show(ids[(ids.index(self._current) + 1) % len(ids)])

    def close(self, patient_id: int) -> None:
        """Put a record away; its neighbour comes to the front."""
        ids = [record.patient.id for record in self._records]
        if patient_id not in ids:
            return
        place = ids.index(patient_id)
        del self._records[place]
        self._marks.pop(patient_id, None)
        self.closed.emit(patient_id)
        if patient_id == self._current:
            self._current = None
            if self._records:
                self._current = self._records[min(place, len(self._records) - 1)].patient.id
            self.current_changed.emit(self.current)

    def _reading(self, patient_id: int) -> Callable[[], OpenRecord]:
        application, actor = self._desk.application, self._desk.actor

        def work() -> OpenRecord:
            patient = application.patients.open(actor, patient_id)
            return OpenRecord(patient, application.overview.of(actor, patient_id))

        return work

    def _replace(self, record: OpenRecord) -> bool:
        for place, known in enumerate(self._records):
            if known.patient.id == record.patient.id:
                self._records[place] = record
                return True
        return False

    def _reloaded(self, record: OpenRecord) -> None:
        if self._replace(record) and record.patient.id == self._current:
            self.current_changed.emit(record)

    def _loaded(self, record: OpenRecord) -> None:
        if not self._replace(record):
            self._records.append(record)
            taken = set(self._marks.values())
            free = next(number for number in range(len(taken) + 1) if number not in taken)
            self._marks[record.patient.id] = free
        self._current = record.patient.id
        self.opened.emit(record)
        self.current_changed.emit(record)

"""« Protocole : Gestion du stress »: the protocols a patient follows, one click away."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal

from almapy.users.model import Right
from ui.desk import Desk


@runtime_checkable
class ProtocolHolder(Protocol):
    """The page on which a protocol can be opened."""

    def show_protocol(self, fact_id: int) -> None:
        """Bring this protocol to the front."""


class ProtocolShortcuts(QObject):
    """Reads the protocols under way of the record in front."""

    found = Signal(object)  # list of (str the title, int the fact)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient_id: int | None = None

    def show_patient(self, patient_id: int | None) -> None:
        """Read those of this record; none for no record."""
        if patient_id != self._patient_id:
            self.found.emit([])
        self._patient_id = patient_id
        if patient_id is None or not self._desk.actor.may(Right.READ_NOTES):
            return
        protocols, actor = self._desk.application.protocols, self._desk.actor

        def work() -> tuple[int, list[tuple[str, int]]]:
            facts = protocols.of(actor, patient_id)
            under_way = [one for one in facts if one.data.ended_on is None]
            return patient_id, [(one.data.title, one.id) for one in under_way]

        self._desk.run(self, work, self._show)

    def _show(self, answer: tuple[int, list[tuple[str, int]]]) -> None:
        patient_id, titles = answer
        if patient_id == self._patient_id:
            self.found.emit(titles)

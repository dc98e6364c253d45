"""What another page asks of « Consultation » before it comes to the front."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk
from ui.insi import wish as insi_wish

SECTION = "consultation"


class ConsultationWish(QObject):
    """One for a desk: a new consultation, or one to open; taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._new = False
        self._wanted: tuple[int, int | None] | None = None

    def want_new(self) -> None:
        """Ask for a new consultation in the record in front."""
        self._new, self._wanted = True, None

    def want(self, patient_id: int, encounter_id: int | None) -> None:
        """Ask for one consultation of a record; for the page alone with None."""
        self._new, self._wanted = False, (patient_id, encounter_id)

    def concerns(self, patient_id: int) -> bool:
        """Tell whether a consultation of this record is waited for."""
        return self._wanted is not None and self._wanted[0] == patient_id

    def take_new(self) -> bool:
        """Tell whether a new one was asked, once."""
        new, self._new = self._new, False
        return new

    def take(self, patient_id: int) -> int | None:
        """Return the consultation asked for this record, once."""
        if self._wanted is None or self._wanted[0] != patient_id:
            return None
        _, encounter_id = self._wanted
        self._wanted = None
        return encounter_id


def wish_of(desk: Desk) -> ConsultationWish:
    """Return the wish of this desk."""
    return desk.findChild(ConsultationWish) or ConsultationWish(desk)


def ask_new_consultation(desk: Desk) -> None:
    """F2 from anywhere: the page comes to the front with the cursor in an empty text."""
    wish_of(desk).want_new()
    desk.section_asked.emit(SECTION)


def ask_consultation(desk: Desk, patient_id: int, encounter_id: int) -> None:
    """Open one consultation of the record in front."""
    wish_of(desk).want(patient_id, encounter_id)
    desk.section_asked.emit(SECTION)


def ask_draft(desk: Desk, patient_id: int, encounter_id: int | None) -> None:
    """Open a record on one of its consultations, or on the page alone with None."""
    wish_of(desk).want(patient_id, encounter_id)
    desk.patient_asked.emit(patient_id)


def section_for(desk: Desk, patient_id: int) -> str:
    """Return the page on which a record that was just opened comes to the front."""
    if insi_wish.wish_of(desk).take(patient_id):
        return insi_wish.SECTION
    if wish_of(desk).concerns(patient_id):
        return SECTION
    return "record"

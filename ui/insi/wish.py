"""What another page asks of « INSI », and where « Fermer » leads back to."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.desk import Desk

SECTION = "insi"
USUAL = "record"


class InsiWish(QObject):
    """One for a desk: the page from which INSI was asked for, and a record to open on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.back = USUAL
        self._wanted: int | None = None

    def want(self, patient_id: int) -> None:
        """Have a record come to the front on the INSI page."""
        self._wanted = patient_id

    def take(self, patient_id: int) -> bool:
        """Tell whether this record is to come to the front on the INSI page, once."""
        wanted, self._wanted = self._wanted, None
        return wanted == patient_id


def wish_of(desk: Desk) -> InsiWish:
    """Return the wish of this desk."""
    return desk.findChild(InsiWish) or InsiWish(desk)


def ask_insi(desk: Desk, back: str = USUAL) -> None:
    """Open the INSI page of the record in front; « Fermer » leads ``back``."""
    if back != SECTION:
        wish_of(desk).back = back or USUAL
    desk.section_asked.emit(SECTION)


def ask_insi_of(desk: Desk, patient_id: int) -> None:
    """Open a record on its INSI page."""
    wish = wish_of(desk)
    wish.back = USUAL
    wish.want(patient_id)
    desk.patient_asked.emit(patient_id)

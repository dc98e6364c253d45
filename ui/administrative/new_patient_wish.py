"""What another page asks of « Nouveau patient »: traits to begin the form with."""

from __future__ import annotations

from PySide6.QtCore import QObject

from almapy.patients.model import PatientDraft
from ui.desk import Desk

SECTION = "new_patient"


class NewPatientWish(QObject):
    """One for a desk: the traits of somebody who has no record yet, taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.draft: PatientDraft | None = None


def ask_new_patient(desk: Desk, draft: PatientDraft) -> None:
    """Open « Nouveau patient » with these traits, to be checked and completed before creating."""
    _wish(desk).draft = draft
    desk.section_asked.emit(SECTION)


def take_draft(desk: Desk) -> PatientDraft | None:
    """Return the traits that were asked for, once."""
    wish = _wish(desk)
    draft, wish.draft = wish.draft, None
    return draft


def _wish(desk: Desk) -> NewPatientWish:
    return desk.findChild(NewPatientWish) or NewPatientWish(desk)

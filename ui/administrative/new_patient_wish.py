"""What another page asks of « Nouveau patient »: traits to begin the form with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject

from almapy.patients.model import Patient, PatientDraft
from ui.desk import Desk

SECTION = "new_patient"
_READ = "Traits lus sur un code INS"
_TO_CHECK = (
    "Vérifiez-les avec la personne. Le matricule n'est pas repris\u00a0: l'identité reste "
    "provisoire jusqu'à une réponse d'INSi."
)


@dataclass(frozen=True, slots=True, eq=False)
class GivenTraits:
    """Traits with the words that tell where they come from; no draft: nothing is known yet.

    ``on_created`` hears of the record that was made of them, if one is.
    """

    draft: PatientDraft | None = field(repr=False)
    title: str = _READ
    advice: str = _TO_CHECK
    on_created: Callable[[Patient], None] | None = None


class NewPatientWish(QObject):
    """One for a desk: the traits of somebody who has no record yet, taken once by the page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.given: GivenTraits | None = None


def ask_new_patient(desk: Desk, draft: PatientDraft) -> None:
    """Open « Nouveau patient » with the traits of an INS code, to be checked and completed."""
    ask_new_patient_with(desk, GivenTraits(draft))


def ask_new_patient_with(desk: Desk, given: GivenTraits) -> None:
    """Open « Nouveau patient » with these traits, to be checked and completed before creating."""
    _wish(desk).given = given
    desk.section_asked.emit(SECTION)


def take_given(desk: Desk) -> GivenTraits | None:
    """Return the traits that were asked for, once."""
    wish = _wish(desk)
    given, wish.given = wish.given, None
    return given


def _wish(desk: Desk) -> NewPatientWish:
    return desk.findChild(NewPatientWish) or NewPatientWish(desk)

"""« Etat civil », who looks after the patient and how the file came to be."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.desk import Desk
from ui.widgets.bound_day import BoundDay
from ui.widgets.bound_fields import BoundFields
from ui.widgets.code_list import CodeList
from ui.widgets.fields import text_edit
from ui.widgets.form import FormSection

_LONGEST_NAME = 120
_NO_DOCTOR: dict[int | None, str] = {None: "Aucun au cabinet"}


class CareSection(FormSection):
    """A ticked contract opens its date."""

    def __init__(self, desk: Desk, fields: BoundFields, parent: QWidget | None = None) -> None:
        super().__init__("Médecin traitant et fiche", columns=2, parent=parent)
        bind = fields.bind
        self.doctor = bind("medecin_traitant_id", CodeList(_NO_DOCTOR.items()))
        self.contract = bind("contrat_mt_signed", QCheckBox("Oui"))
        self.signed_on = bind("contrat_mt_signed_on", BoundDay(desk.application.clock))
        self.outside = bind("outside_medecin_traitant", text_edit(_LONGEST_NAME))
        self.passing = bind("passing", QCheckBox("Oui"))
        self.creator = QLineEdit(readOnly=True)
        self.contract.toggled.connect(self._follow)

    def build(self) -> None:
        """Add the rows, once the section stands in its place."""
        self.add_row("Médecin traitant", self.doctor)
        self.add_row("Contrat MT signé", self.contract)
        self.add_row("Date signature contrat", self.signed_on)
        self.add_row("Médecin traitant (si extérieur)", self.outside)
        self.add_row("Patient de passage", self.passing)
        self.add_row("Fiche créée par", self.creator)
        self._follow()

    def show_doctors(self, doctors: dict[int, str]) -> None:
        """Propose the doctors of the practice."""
        self.doctor.fill((_NO_DOCTOR | doctors).items())

    @Slot()
    def _follow(self) -> None:
        self.signed_on.setEnabled(self.contract.isChecked())

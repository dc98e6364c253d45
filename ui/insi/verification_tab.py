"""« Vérification INSI »: whether a matricule and traits belong together."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.identity.oids import matricule_kind
from almapy.insi.model import Ins
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.insi import words
from ui.insi.question import Question, VerificationQuestion
from ui.insi.tab import InsiTab
from ui.insi.traits_form import NumberRow, TraitsForm
from ui.theme import Tone
from ui.widgets.button import Button, ButtonKind
from ui.widgets.fields import NumberEdit, text_edit

_MATRICULE = 15
_LONGEST_OID = 40
_WRONG_NUMBER = "Un matricule INS compte 15 caractères, clé comprise."
_STRANGE_OID = "Cet OID n'est pas celui d'un matricule INS."


class VerificationTab(InsiTab):
    """Filled with the matricule of the record; another one may be typed (from a message…)."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, Button(words.VERIFY, ButtonKind.PRIMARY, icon_name="shield"), parent)
        self.nir = NumberEdit(_MATRICULE)
        self.oid: QLineEdit = text_edit(_LONGEST_OID)
        self.form = TraitsForm(
            desk,
            place_label="Commune de Naissance",
            place_required=True,
            numbers=(NumberRow("NIR", self.nir), NumberRow("OID", self.oid)),
        )
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.form.submitted.connect(self.ask)
        self.oid.textChanged.connect(self._remark_oid)

    def begin(self, patient: Patient) -> None:
        """Fill the form from another record."""
        self.form.begin(patient.data, _numbers(patient))

    def follow(self, patient: Patient) -> None:
        """Take over what changed in the record."""
        self.form.fill(patient.data, _numbers(patient))

    def kept(self) -> Any:
        """Return what was typed in place of what the record holds."""
        return self.form.values() if self.form.is_touched else None

    def take_back(self, kept: Any) -> None:
        """Put it back."""
        self.form.put(kept)

    @Slot()
    def ask(self) -> None:
        """Ask, or say what is missing."""
        traits = self.form.traits()
        if traits is None:
            return
        number = self.nir.text().upper()
        if len(number) != _MATRICULE:
            self.form.set_error(self.nir, _WRONG_NUMBER)
            self.nir.setFocus()
            return
        self.asked.emit(VerificationQuestion(Ins(number, self.oid.text().strip()), traits))

    def start(self) -> QWidget:
        """Return the button, or the field that is still empty."""
        return self.form.first_missing or self.button

    def same_again(self, question: Question) -> bool:
        """Tell whether the question is a verification."""
        return isinstance(question, VerificationQuestion)

    @Slot()
    def _remark_oid(self) -> None:
        oid = self.oid.text().strip()
        strange = bool(oid) and matricule_kind(oid) is None
        self.form.set_remark(self.oid, _STRANGE_OID if strange else "", Tone.ATTENTION)


def _numbers(patient: Patient) -> tuple[str, str]:
    return patient.data.matricule_ins, patient.data.ins_oid

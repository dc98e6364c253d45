"""Step « Médecin »: the person who owns the practice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit

from almapy.practice.model import Practitioner, remarks
from ui.firstrun.step import Step
from ui.widgets.fields import NumberEdit, PhoneEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.remarked_number import RemarkedNumber

_CIVILITIES: Final = ("Docteur", "Professeur", "Madame", "Monsieur", "")
_SPECIALITIES: Final = (
    "Médecine générale",
    "Allergologie",
    "Dermatologie et vénéréologie",
    "Endocrinologie-diabétologie-nutrition",
    "Gériatrie",
    "Gynécologie médicale",
    "Gynécologie obstétrique",
    "Hépato-gastro-entérologie",
    "Médecine cardiovasculaire",
    "Médecine d'urgence",
    "Médecine du travail",
    "Médecine interne et immunologie clinique",
    "Médecine physique et de réadaptation",
    "Médecine vasculaire",
    "Néphrologie",
    "Neurologie",
    "Ophtalmologie",
    "Oto-rhino-laryngologie",
    "Pédiatrie",
    "Pneumologie",
    "Psychiatrie",
    "Rhumatologie",
    "Santé publique",
)


class PractitionerStep(Step):
    """Numbers that look wrong are remarked upon and never refused."""

    def __init__(self) -> None:
        super().__init__(
            "Médecin",
            "Le médecin",
            "La personne qui ouvre le cabinet. Les autres comptes se créent ensuite, dans le "
            "programme.",
        )
        self._civility = QComboBox()
        self._civility.addItems(list(_CIVILITIES))
        self._first_name = text_edit(100)
        self._family_name = text_edit(100)
        self._quality = text_edit(60)
        self._quality.setText("Médecin")
        self._speciality = _speciality_box()
        self._rpps = RemarkedNumber(11)
        self._adeli = RemarkedNumber(9)
        self._am_number = RemarkedNumber(9)
        self._speciality_code = NumberEdit(2)
        self._phone = PhoneEdit(20)
        self._email = QLineEdit()
        self._person = FormSection("Identité", columns=2)
        self._numbers = FormSection("Numéros et coordonnées", columns=2)
        self._fill()
        for part in (self._person, self._numbers):
            self.body.addWidget(part)
        self._family_name.textEdited.connect(lambda: self._person.clear_error(self._family_name))
        for number in self._remarked().values():
            number.edit.editingFinished.connect(self._remark)

    @property
    def first_name(self) -> str:
        """First name, as typed."""
        return self._first_name.text().strip()

    @property
    def family_name(self) -> str:
        """Family name, as typed."""
        return self._family_name.text().strip()

    def practitioner(self) -> Practitioner:
        """Return the professional side of what was typed."""
        return Practitioner(
            civility=self._civility.currentText(),
            quality=self._quality.text().strip(),
            ordinal_speciality=self._speciality.currentText().strip(),
            rpps=self._rpps.value(),
            adeli=self._adeli.value(),
            am_number=self._am_number.value(),
            speciality_code=self._speciality_code.text(),
            phone=self._phone.text().strip(),
            email=self._email.text().strip(),
        )

    def entered(self) -> None:
        first = self._first_name if self.first_name or not self.family_name else self._family_name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        if self.family_name:
            go_on()
            return
        self._person.set_error(self._family_name, "Le nom du médecin est nécessaire.")
        self._person.focus_first_error()

    def _fill(self) -> None:
        person, numbers = self._person, self._numbers
        person.add_row("&Civilité", self._civility)
        person.add_row("&Qualité", self._quality)
        person.add_row("P&rénom", self._first_name)
        person.add_row("&Nom", self._family_name, required=True)
        person.add_row("Spécialité &ordinale", self._speciality)
        numbers.add_row("N° RPP&S", self._rpps, hint="11 chiffres, inscrits sur la CPS.")
        numbers.add_row("N° A&DELI", self._adeli, hint="9 chiffres, si vous en avez un.")
        numbers.add_row("N° &AM", self._am_number, hint="Facturation\u00a0: 8 chiffres et la clé.")
        numbers.add_row("Code s&pécialité", self._speciality_code, hint="01\u00a0: généraliste.")
        numbers.add_row("&Téléphone", self._phone)
        numbers.add_row("&E-mail", self._email)

    @Slot()
    def _remark(self) -> None:
        found = remarks(self.practitioner())
        for name, number in self._remarked().items():
            number.show_remark(found.get(name, ""))

    def _remarked(self) -> dict[str, RemarkedNumber]:
        return {"rpps": self._rpps, "adeli": self._adeli, "am_number": self._am_number}


def _speciality_box() -> QComboBox:
    box = QComboBox()
    box.setLineEdit(text_edit(80))
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    box.addItems(list(_SPECIALITIES))
    box.setMinimumContentsLength(20)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box

"""Step « Cabinet »: how the practice presents itself in headers and sends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from almapy.practice.model import Practice
from ui.firstrun.step import Step
from ui.widgets.fields import NumberEdit, PhoneEdit, text_edit
from ui.widgets.form import FormSection


class PracticeStep(Step):
    """Only the name is required; the rest can be completed in « Paramètres »."""

    def __init__(self) -> None:
        super().__init__(
            "Cabinet",
            "Votre cabinet",
            "Ces lignes figureront en tête de vos documents. Seul le nom est obligatoire\u00a0; "
            "vous pourrez compléter le reste plus tard.",
        )
        self._name = text_edit(120, example="Cabinet médical des Tilleuls")
        self._address = QLineEdit()
        self._postal_code = NumberEdit(5)
        self._town = text_edit(100)
        self._phone = PhoneEdit(20)
        self._email = QLineEdit()
        self._finess = NumberEdit(9)
        self._form = FormSection()
        more = FormSection("Coordonnées", columns=2)
        self._form.add_row("&Nom du cabinet", self._name, required=True)
        self._form.add_row("&Adresse", self._address)
        more.add_row("Code p&ostal", self._postal_code)
        more.add_row("&Ville", self._town)
        more.add_row("&Téléphone", self._phone)
        more.add_row("&E-mail", self._email)
        more.add_row("N° &FINESS", self._finess, hint="9 caractères, si le cabinet en a un.")
        self.body.addWidget(self._form)
        self.body.addWidget(more)
        self._name.textEdited.connect(lambda: self._form.clear_error(self._name))

    def entered(self) -> None:
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        if self._name.text().strip():
            go_on()
            return
        self._form.set_error(self._name, "Donnez un nom au cabinet, par exemple le vôtre.")
        self._form.focus_first_error()

    def practice(self) -> Practice:
        """Return what was typed."""
        return Practice(
            name=self._name.text().strip(),
            finess=self._finess.text(),
            address=self._address.text().strip(),
            postal_code=self._postal_code.text(),
            town=self._town.text().strip(),
            phone=self._phone.text().strip(),
            email=self._email.text().strip(),
        )

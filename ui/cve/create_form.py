"""The fields that a record lacks before its booklet can be created."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.clock import Clock
from almapy.cve.model import NewCarnet
from ui.widgets.code_list import CodeList
from ui.widgets.day_edit import DayEdit
from ui.widgets.fields import PhoneEdit, text_edit
from ui.widgets.form import FormSection
from ui.widgets.styling import Surface, set_surface

_LONGEST = 100
_LONGEST_ADDRESS = 254
_LONGEST_ZIP = 10
_LONGEST_PHONE = 20
_GENDERS = (("", "à préciser"), ("f", "Femme"), ("m", "Homme"))
_LABELS = {
    "birth_name": "Nom de naissance",
    "first_names": "Prénoms",
    "birth_date": "Date de naissance",
    "gender": "Sexe",
    "email": "E-mail du patient",
    "zip_code": "Code postal",
    "phone": "Téléphone",
}
_MISSING = {
    "birth_name": "Donnez le nom de naissance.",
    "first_names": "Donnez les prénoms de naissance.",
    "birth_date": "Donnez la date de naissance complète (JJ/MM/AAAA).",
    "gender": "Précisez le sexe.",
    "email": "Donnez l'adresse e-mail du patient\u00a0: le service l'y informe de son carnet.",
}
_OPTIONAL = ("zip_code", "phone")


class CreateForm(FormSection):
    """One row for each thing that lacks, and the mail, which may always be corrected."""

    def __init__(self, draft: NewCarnet, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        set_surface(self, Surface.PLAIN)
        self._draft = draft
        self.fields: dict[str, QWidget] = {}
        lacking = {*draft.missing, *(name for name in _OPTIONAL if not getattr(draft, name))}
        for name, label in _LABELS.items():
            if name in lacking or name == "email":
                field = _field(name, clock)
                self.fields[name] = field
                hint = "Le service y informe le patient." if name == "email" else ""
                self.add_row(label, field, required=name not in _OPTIONAL, hint=hint)
        email = self.fields["email"]
        assert isinstance(email, QLineEdit)
        self.email = email
        self.email.setText(draft.email)

    def first_field(self) -> QWidget:
        """Return the first thing that lacks, the mail when nothing does."""
        missing = [name for name in self.fields if name in self._draft.missing]
        return self.fields[missing[0]] if missing else self.email

    def typed(self) -> NewCarnet:
        """Return the record completed with what was typed."""
        values: dict[str, Any] = {name: _value(one) for name, one in self.fields.items()}
        return replace(self._draft, **values)

    def is_complete(self) -> bool:
        """Say beside each field what lacks; tell whether nothing does."""
        self.clear_errors()
        for name in self.typed().missing:
            self.set_error(self.fields[name], _MISSING[name])
        return not self.focus_first_error()


def _field(name: str, clock: Clock) -> QWidget:
    match name:
        case "birth_date":
            return DayEdit(clock)
        case "gender":
            return CodeList(_GENDERS)
        case "phone":
            return PhoneEdit(_LONGEST_PHONE)
        case "email":
            return text_edit(_LONGEST_ADDRESS, example="prenom.nom@exemple.fr")
        case "zip_code":
            return text_edit(_LONGEST_ZIP)
    return text_edit(_LONGEST)


def _value(field: QWidget) -> object:
    match field:
        case DayEdit():
            return field.day
        case CodeList():
            return str(field.value() or "")
        case QLineEdit():
            return field.text().strip()
    return ""

"""The traits that are sent to INSi: filled from the record, changed at will for one question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from almapy.identity.traits import strict_first_names, strict_name
from almapy.insi.model import Traits
from almapy.patients.model import PatientDraft, Sex
from almapy.places.model import UNKNOWN_CODE
from ui.administrative.birth_date_field import BirthDateField
from ui.administrative.capital_edit import CapitalEdit
from ui.administrative.sex_choice import SexChoice
from ui.desk import Desk
from ui.insi.place_code import PlaceCode
from ui.theme import Tone
from ui.widgets.form import FormSection

_MISSING = "INSi demande ce champ."
_NO_SEX = "INSi ne connaît que «\u00a0Masculin\u00a0» et «\u00a0Féminin\u00a0»."
_NO_DAY = "Cette date n'est pas comprise."
_NO_CODE = "Le code a 5 caractères\u00a0; 99999 si le lieu est inconnu."


class NumberRow(NamedTuple):
    """A field above the traits: its label and its edit, always required."""

    label: str
    edit: QLineEdit


class TraitsForm(FormSection):
    """What is changed here goes to INSi, never into the record; Enter in a field asks."""

    submitted = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        place_label: str,
        place_required: bool,
        numbers: Iterable[NumberRow] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns=2, parent=parent)
        rows = tuple(numbers)
        self._numbers = tuple(row.edit for row in rows)
        self._place_required = place_required
        self._filled: dict[str, Any] = {}
        self.birth_name = CapitalEdit(strict_name)
        self.first_names = CapitalEdit(strict_first_names)
        self.sex = SexChoice()
        self.sex.allow_unknown(allowed=False)
        self.birth_date = BirthDateField(desk.application.clock)
        self.place = PlaceCode(desk)
        for row in rows:
            self.add_row(row.label, row.edit, required=True)
        self.add_row("Nom de Naissance", self.birth_name, required=True)
        self.add_row("Prénoms", self.first_names, required=True)
        self.add_row("Sexe", self.sex, required=True)
        self.add_row("Date de Naissance", self.birth_date, required=True)
        self.add_row(place_label, self.place, required=place_required)
        self._connect()

    def fill(self, draft: PatientDraft, numbers: Iterable[str] = ()) -> None:
        """Show the traits of a record, unless something else was typed for it here."""
        touched = self.is_touched
        self._filled = {
            "birth_name": draft.birth_name,
            "first_names": draft.birth_first_names or draft.first_birth_first_name,
            "sex": draft.sex if draft.sex is not Sex.UNKNOWN else None,
            "birth_date": draft.birth_date,
            "place": draft.birth_place_code,
            "numbers": tuple(numbers),
        }
        if not touched:
            self.put(self._filled)

    def begin(self, draft: PatientDraft, numbers: Iterable[str] = ()) -> None:
        """Show the traits of another record."""
        self._filled = {}
        self.clear_errors()
        self.fill(draft, numbers)

    @property
    def is_touched(self) -> bool:
        """Whether something else stands here than what the record gave."""
        return bool(self._filled) and self.values() != self._filled

    def values(self) -> dict[str, Any]:
        """Return what stands in the fields, to be put back later."""
        return {
            "birth_name": self.birth_name.text(),
            "first_names": self.first_names.text(),
            "sex": self.sex.value(),
            "birth_date": self.birth_date.value(),
            "place": self.place.text(),
            "numbers": tuple(edit.text() for edit in self._numbers),
        }

    def put(self, values: dict[str, Any]) -> None:
        """Put back what stood in the fields."""
        self.birth_name.setText(values["birth_name"])
        self.first_names.setText(values["first_names"])
        self.sex.set_value(values["sex"])
        self.birth_date.set_value(values["birth_date"])
        self.place.setText(values["place"])
        for edit, text in zip(self._numbers, values["numbers"], strict=True):
            edit.setText(text)

    def traits(self) -> Traits | None:
        """Return the traits, or None once what is missing or wrong was told beside its field."""
        for edit in (self.birth_name, self.first_names):
            edit.write_out()
        self.birth_date.write_out()
        self._tell_errors()
        if self.focus_first_error():
            return None
        day, sex = self.birth_date.typed.day, self.sex.value()
        assert day is not None
        assert sex is not None
        code = self.place.text()
        return Traits(
            strict_name(self.birth_name.text()),
            strict_first_names(self.first_names.text()),
            sex.value,
            day.isoformat(),
            "" if code == UNKNOWN_CODE else code,
        )

    @property
    def first_missing(self) -> QWidget | None:
        """The first required field that is empty, where the work begins."""
        return next((field for field, is_empty in self._empty() if is_empty), None)

    def _empty(self) -> list[tuple[QWidget, bool]]:
        found: list[tuple[QWidget, bool]] = [
            (edit, not edit.text().strip()) for edit in self._texts() if edit is not self.place
        ]
        found += [
            (self.sex, self.sex.value() is None),
            (self.birth_date, self.birth_date.value() is None),
            (self.place, self._place_required and not self.place.text()),
        ]
        return found

    def _tell_errors(self) -> None:
        self.clear_errors()
        for field, is_empty in self._empty():
            if is_empty:
                self.set_error(field, _NO_SEX if field is self.sex else _MISSING)
        for edit in (self.birth_name, self.first_names):
            if edit.fault:
                self.set_error(edit, edit.fault)
        if self.birth_date.is_wrong:
            self.set_error(self.birth_date, self.birth_date.typed.error or _NO_DAY)
        if self.place.is_wrong:
            self.set_error(self.place, _NO_CODE)

    def _texts(self) -> tuple[QLineEdit, ...]:
        return (*self._numbers, self.birth_name, self.first_names, self.place)

    def _connect(self) -> None:
        for edit in (*self._texts(), self.birth_date.edit):
            edit.returnPressed.connect(self.submitted)
        self.sex.return_pressed.connect(self.submitted)
        self.birth_date.changed.connect(self._follow_day)
        self.place.named.connect(self._name_place)

    @Slot()
    def _follow_day(self) -> None:
        self.place.set_day(self.birth_date.typed.day)

    @Slot(object)
    def _name_place(self, name: str) -> None:
        self.set_remark(self.place, name, Tone.INFORMATION)

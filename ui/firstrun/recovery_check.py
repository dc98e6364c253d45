"""Step « Vérification »: two groups typed back from the sheet, before any patient."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from almapy.db.recovery_key import GROUP_COUNT, groups
from almapy.errors import DomainError
from ui.firstrun.step import Step
from ui.widgets.form import FormSection

_TYPED_LENGTH = 12  # room for blanks and dashes around the four characters


class RecoveryCheckStep(Step):
    """Asks one group drawn at random, another one at each return, and the last one."""

    def __init__(self) -> None:
        super().__init__(
            "Vérification",
            "Vérifions la feuille",
            "Recopiez deux groupes de la clé depuis la feuille imprimée ou le PDF.",
            next_text="&Terminer",
        )
        self._groups: tuple[str, ...] = ()
        self._asked: tuple[int, ...] = ()
        self._form = FormSection()
        self._fields = (QLineEdit(), QLineEdit())
        self.body.addWidget(self._form)

    def set_key(self, groups_of_key: tuple[str, ...]) -> None:
        """Ask about this key from now on."""
        self._groups = groups_of_key

    @property
    def asked(self) -> tuple[int, ...]:
        """Numbers of the groups asked now, from 1."""
        return tuple(place + 1 for place in self._asked)

    def entered(self) -> None:
        self._asked = (secrets.randbelow(GROUP_COUNT - 1), GROUP_COUNT - 1)
        self._form.hide()
        self._form.deleteLater()
        self._form = FormSection()
        self._fields = (_group_edit(), _group_edit())
        for number, field in zip(self.asked, self._fields, strict=True):
            last = " (le dernier)" if number == GROUP_COUNT else ""
            self._form.add_row(
                f"Groupe &{number}{last}",
                field,
                required=True,
                hint=_place_on_sheet(number),
            )
            field.textEdited.connect(self._clear)
        self.body.addWidget(self._form)
        self._form.show()  # at once: what is not shown yet cannot take the keyboard
        self._fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, go_on: Callable[[], None]) -> None:
        wrong = [
            (number, field)
            for number, field in zip(self.asked, self._fields, strict=True)
            if not self._is_right(number - 1, field.text())
        ]
        for number, field in wrong:
            self._form.set_error(field, f"Ce n'est pas le groupe {number} de cette clé.")
        if wrong:
            self._form.focus_first_error()
            return
        go_on()

    def _is_right(self, place: int, typed: str) -> bool:
        whole = (*self._groups[:place], typed, *self._groups[place + 1 :])
        try:
            return groups("-".join(whole)) == self._groups
        except DomainError:
            return False

    def _clear(self) -> None:
        self._form.clear_errors()


def _group_edit() -> QLineEdit:
    field = QLineEdit()
    field.setMaxLength(_TYPED_LENGTH)
    field.setInputMethodHints(Qt.InputMethodHint.ImhUppercaseOnly)
    return field


def _place_on_sheet(number: int) -> str:
    line, place = divmod(number - 1, 3)
    lines = ("première", "deuxième", "troisième")
    places = ("à gauche", "au milieu", "à droite")
    return f"{lines[line]} ligne, {places[place]}".capitalize()

"""The profile of an account and what it allows, said as it is chosen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel

from almapy.users.model import DEFAULT_RIGHTS, GRANTABLE, Right, Role, rights_of
from ui.widgets.form import FormSection
from ui.widgets.styling import TextRole, set_text_role


@dataclass(frozen=True, slots=True)
class ChosenRights:
    """What an account is given."""

    role: Role
    owner: bool
    granted: frozenset[Right]


class RightsFields(FormSection):
    """The boxes follow the profile: one sees only what it can be given."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("Profil et droits")
        self.role = QComboBox()
        for role in Role:
            self.role.addItem(role.label, role)
        self.owner = QCheckBox("Titulaire du cabinet")
        grantable = frozenset[Right]().union(*GRANTABLE.values())
        self.grants = {
            right: QCheckBox(f"Peut {right.label}") for right in Right if right in grantable
        }
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        set_text_role(self._summary, TextRole.SECONDARY)
        self.add_row("Profil", self.role)
        for box in (self.owner, *self.grants.values()):
            self.add_wide(box)
            box.toggled.connect(self._follow)
        self.add_wide(self._summary)
        self.role.currentIndexChanged.connect(self._follow)
        self._follow()

    @property
    def summary(self) -> str:
        """The sentence that says what the account will allow."""
        return self._summary.text()

    def value(self) -> ChosenRights:
        """Return what is chosen; a box that the profile does not show counts for nothing."""
        role = Role(self.role.currentData())
        granted = frozenset(
            right
            for right, box in self.grants.items()
            if box.isChecked() and right in GRANTABLE.get(role, frozenset())
        )
        return ChosenRights(role, self.owner.isChecked() and role is Role.MEDECIN, granted)

    def set_value(self, chosen: ChosenRights) -> None:
        """Show a profile and its rights."""
        self.role.setCurrentIndex(self.role.findData(chosen.role))
        self.owner.setChecked(chosen.owner)
        for right, box in self.grants.items():
            box.setChecked(right in chosen.granted)

    @Slot()
    def _follow(self) -> None:
        chosen = self.value()
        self.owner.setVisible(chosen.role is Role.MEDECIN)
        for right, box in self.grants.items():
            box.setVisible(right in GRANTABLE.get(chosen.role, frozenset()))
        rights = rights_of(chosen.role, owner=chosen.owner, granted=chosen.granted)
        self._summary.setText(f"Ce compte permet de\u00a0: {rights_words(rights)}.")
        self.changed.emit()


def rights_words(rights: frozenset[Right]) -> str:
    """Return the rights in the order in which they are declared, separated by commas."""
    return ", ".join(right.label for right in Right if right in rights)


def rights_lines(role: Role) -> list[str]:
    """Return what a profile may do, one sentence part a line, with what can be added to it."""
    lines = [right.label for right in Right if right in DEFAULT_RIGHTS[role]]
    lines += [
        f"sur accord\u00a0: {right.label}"
        for right in Right
        if right in GRANTABLE.get(role, frozenset())
    ]
    if role is Role.MEDECIN:
        more = rights_of(role, owner=True) - DEFAULT_RIGHTS[role]
        lines.append(f"s'il est titulaire\u00a0: {rights_words(more)}")
    return lines

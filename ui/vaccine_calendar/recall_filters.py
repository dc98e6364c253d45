"""Whom to look for in « Relances vaccinales »."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from almapy.vaccine_calendar.model import Status
from almapy.vaccine_calendar.recall import RecallWanted
from almapy.vaccine_calendar.rules import Rule
from ui.desk import Desk
from ui.widgets.code_list import CodeList
from ui.widgets.field_bar import FieldBar
from ui.widgets.fields import NumberEdit

_ALL = "Toutes les vaccinations"
_ANYBODY = "Tous les médecins"
_STATUSES = (
    ("en_retard a_faire", "En retard ou à faire"),
    ("en_retard", "En retard"),
    ("a_faire", "À faire"),
    ("a_venir", "À venir dans l'année"),
)
_AGE_DIGITS = 3


class RecallFilters(QWidget):
    """Kind of vaccination, status, ages, médecin traitant."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        groups = desk.application.vaccine_calendar.calendar.groups
        self._rules = {group[0].group: tuple(rule.id for rule in group) for group in groups}
        self.kind = CodeList([("", _ALL), *sorted(map(_named, groups), key=lambda one: one[1])])
        self.status = CodeList(_STATUSES)
        self.youngest = NumberEdit(_AGE_DIGITS)
        self.oldest = NumberEdit(_AGE_DIGITS)
        self.doctor = CodeList([(0, _ANYBODY)])
        self.proposed = QCheckBox("Aussi ce qui est seulement proposé")
        bar = FieldBar()
        bar.add_field("Vaccination", self.kind)
        bar.add_field("État", self.status)
        bar.add_field("Âge, de (ans)", self.youngest)
        bar.add_field("Âge, à (ans)", self.oldest)
        bar.add_field("Médecin traitant", self.doctor)
        bar.add_plain(self.proposed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)

    @Slot()
    def refresh(self) -> None:
        """Read who the doctors are, in the background."""
        self._desk.run(self, self._desk.application.accounts.doctors, self._show_doctors)

    def wanted(self) -> RecallWanted:
        """Return what is asked for."""
        kind = str(self.kind.value() or "")
        statuses = str(self.status.value()).split()
        doctor = self.doctor.value()
        return RecallWanted(
            rules=self._rules.get(kind, ()),
            statuses=tuple(Status(one) for one in statuses),
            youngest=_age(self.youngest.text()),
            oldest=_age(self.oldest.text()),
            medecin_traitant_id=doctor if isinstance(doctor, int) and doctor else None,
            proposed=self.proposed.isChecked(),
        )

    def _show_doctors(self, doctors: dict[int, str]) -> None:
        self.doctor.fill([(0, _ANYBODY), *doctors.items()])


def _named(group: tuple[Rule, ...]) -> tuple[str, str]:
    """Return a group under the shortest of its labels, with its first letter in capitals."""
    label = min((rule.label for rule in group), key=len)
    suffix = {"coqueluche-grossesse": " (grossesse)", "covid-printemps": " (printemps)"}
    key = group[0].group
    return key, label + suffix.get(key, "")


def _age(text: str) -> int | None:
    return int(text) if text.isdecimal() else None

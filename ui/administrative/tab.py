"""One tab of « Don. administratives & sociales »."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from almapy.administrative.model import Administrative
from almapy.patients.model import Patient
from ui.desk import Desk
from ui.widgets.bound_fields import BoundFields
from ui.widgets.scroll_column import ScrollColumn


@dataclass(frozen=True, slots=True)
class Problem:
    """A field that keeps the record from being stored: its attribute, its label, what to do."""

    name: str
    label: str
    text: str
    field: QWidget


class AdministrativeTab(ScrollColumn):
    """Binds ``fields`` to ``PatientDraft`` and ``social`` to ``Administrative``.

    The page builds a tab when it is first shown, and stores both for all tabs together. Clinical
    or social facts (covers, rights, visits) have their own services: a tab that shows some reads
    them in ``show_patient`` and ``follow_patient``, and its gestures are stored at once.
    """

    changed = Signal()
    help_asked = Signal()
    insi_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.desk = desk
        self.fields = BoundFields(self)
        self.social = BoundFields(self)
        for bound in (self.fields, self.social):
            bound.changed.connect(self.changed)

    def build(self) -> None:
        """Make the fields, once, when the tab stands in its place."""
        raise NotImplementedError

    def build_steps(self) -> Iterator[None]:
        """Make the fields step by step: the window breathes at each ``yield``.

        A tab of more than twenty fields overrides it instead of ``build``.
        """
        self.build()
        yield

    @property
    def first_field(self) -> QWidget:
        """Where the cursor goes when the tab is entered."""
        return self

    def show_patient(self, patient: Patient) -> None:
        """Show another record: whatever stood here goes."""
        self._quietly(partial(self.fields.show_values, patient.data))

    def follow_patient(self, patient: Patient) -> set[str]:
        """Take over what another post changed in the same record; what is typed stays.

        Return the names changed on both sides.
        """
        return self.fields.follow(patient.data)

    def show_social(self, social: Administrative) -> None:
        """Show the social data of another record."""
        self._quietly(partial(self.social.show_values, social))

    def follow_social(self, social: Administrative) -> None:
        """Take over the social data that another post changed; what is typed stays."""
        self.social.follow(social)

    def values(self) -> dict[str, Any]:
        """Return the attributes of ``PatientDraft`` that this tab holds."""
        return self.fields.values()

    def are_changed(self) -> bool:
        """Tell whether something typed waits to be stored."""
        return self.fields.are_changed() or self.social.are_changed()

    def restore(self) -> None:
        """Bring every field back to what is stored."""
        self._quietly(self.fields.restore)
        self._quietly(self.social.restore)

    def problems(self) -> list[Problem]:
        """Return what keeps the record from being stored, in the order of the fields."""
        return []

    def show_problems(self, problems: list[Problem]) -> None:
        """Mark these fields, and no other."""

    def end_typing(self) -> None:
        """Give the field with the cursor the form it takes when it is left."""

    def stored(
        self, typed: dict[str, Any], patient: Patient, social: Administrative | None
    ) -> None:
        """Take over that ``typed`` was stored; what was typed since then stays."""
        self.fields.settle({name: typed[name] for name in self.fields.values()})
        self.follow_patient(patient)
        if social is not None:
            self.social.settle({name: typed[name] for name in self.social.values()})
            self.follow_social(social)

    def kept(self) -> dict[str, Any]:
        """Return what was typed, to be given back when the record comes back to the front."""
        return self.fields.changes() | self.social.changes()

    def take_back(self, kept: dict[str, Any]) -> None:
        """Show again what ``kept`` returned."""
        for bound in (self.fields, self.social):
            bound.type_in({name: kept[name] for name in bound.values() if name in kept})

    def _quietly(self, fill: Callable[[], None]) -> None:
        """Fill many fields and tell it once."""
        self.fields.blockSignals(True)
        try:
            fill()
        finally:
            self.fields.blockSignals(False)
        self.changed.emit()

"""« Quel lieu d'exercice ? », asked once a session of who works in several places (rule L6)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from almapy.psc.model import Activity
from ui.theme import SPACE_S
from ui.widgets.inline_panel import InlinePanel


class PlacePanel(InlinePanel):
    """A short list whose last choice is proposed; « Plus tard » leaves the question open."""

    chosen = Signal(object)  # Activity

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Quel lieu d'exercice\u00a0?",
            "Choisir ce lieu",
            refusal="Plus tard",
            explanation="Pro Santé Connect vous connaît plusieurs lieux d'exercice. Indiquez celui "
            "où vous travaillez maintenant.",
            parent=parent,
        )
        self._places: tuple[Activity, ...] = ()
        self._group = QButtonGroup(self)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.add_wide(holder)
        self.end_rows(first=self.accept_button)
        self.submitted.connect(self._give)

    @property
    def buttons(self) -> list[QRadioButton]:
        """Return the buttons of the places, in their order."""
        return [one for one in self._group.buttons() if isinstance(one, QRadioButton)]

    def ask(self, places: Sequence[Activity], usual: Activity | None) -> None:
        """Open with these places, ``usual`` or the first one chosen."""
        for old in self.buttons:
            self._group.removeButton(old)
            old.hide()
            old.deleteLater()
        self._places = tuple(places)
        for number, place in enumerate(self._places):
            button = QRadioButton(_label(place, self._places))
            self._group.addButton(button, number)
            self._column.addWidget(button)
            button.setChecked(place == usual or (usual not in places and not number))
        self.open(self)

    @Slot()
    def _give(self) -> None:
        number = self._group.checkedId()
        if 0 <= number < len(self._places):
            self.begin()
            self.chosen.emit(self._places[number])


def _label(place: Activity, places: Sequence[Activity]) -> str:
    name = place.name or place.structure_id or "Lieu sans nom"
    same = [one for one in places if one.name == place.name]
    return f"{name} ({place.structure_id})" if len(same) > 1 and place.structure_id else name

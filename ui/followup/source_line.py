"""Where the value of a cell comes from, and what may be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from almapy.followup.model import FollowColumn, FollowPoint
from almapy.measures.words import with_unit
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.styling import Surface, set_surface


class SourceLine(QFrame):
    """One line of text under the table, with the verbs that fit the value."""

    encounter_asked = Signal(int)
    removal_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.CARD)
        self._point: FollowPoint | None = None
        self.words = QLabel("Choisissez une valeur pour savoir d'où elle vient.")
        self.words.setWordWrap(True)
        self.open_button = Button("Ouvrir la consultation", icon_name="consultation")
        self.remove_button = Button("Retirer la mesure", icon_name="remove")
        self.open_button.clicked.connect(self._open)
        self.remove_button.clicked.connect(self._remove)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        line.setSpacing(SPACE_S)
        line.addWidget(self.words, 1)
        line.addWidget(self.open_button)
        line.addWidget(self.remove_button)
        self.show_point(None, None, 0, removable=False)

    def show_point(
        self, column: FollowColumn | None, point: FollowPoint | None, more: int, *, removable: bool
    ) -> None:
        """Tell of this value; nothing chosen says what to do."""
        self._point = point
        self.open_button.setVisible(point is not None and point.encounter_id is not None)
        self.remove_button.setVisible(removable)
        if point is None or column is None:
            self.words.setText("Choisissez une valeur pour savoir d'où elle vient.")
            return
        at = point.at.astimezone()
        text = (
            f"{column.title}\u00a0: {with_unit(point.text, column.unit)}, le {at:%d/%m/%Y} à "
            f"{at:%H:%M} – {point.source}."
        )
        if more:
            others = "autres valeurs" if more > 1 else "autre valeur"
            text += f" * {more} {others} ce jour-là."
        self.words.setText(text)

    def _open(self) -> None:
        if self._point is not None and self._point.encounter_id is not None:
            self.encounter_asked.emit(self._point.encounter_id)

    def _remove(self) -> None:
        if self._point is not None and self._point.measure_id is not None:
            self.removal_asked.emit(self._point.measure_id)

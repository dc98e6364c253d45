"""« Sexe »: one key chooses."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from almapy.patients.model import Sex
from ui.theme import SPACE_M

_WORDS = {Sex.MALE: "Masculin", Sex.FEMALE: "Féminin", Sex.UNKNOWN: "Inconnu"}
_KEYS = {Qt.Key.Key_M: Sex.MALE, Qt.Key.Key_F: Sex.FEMALE, Qt.Key.Key_I: Sex.UNKNOWN}


class SexChoice(QWidget):
    """M, F or I chooses; nothing is chosen for a new patient.

    « Inconnu » is offered to a provisional identity only: INSi knows the two others.
    """

    changed = Signal()
    return_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {sex: QRadioButton(words) for sex, words in _WORDS.items()}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_M)
        for sex, box in self.boxes.items():
            box.setToolTip(f"Touche {_KEY_NAMES[sex]}")
            self._group.addButton(box)
            line.addWidget(box)
            box.toggled.connect(self._follow)
        line.addStretch(1)
        self.setFocusProxy(self.boxes[Sex.MALE])

    def value(self) -> Sex | None:
        """Return what is chosen, None when nothing is."""
        return next((sex for sex, box in self.boxes.items() if box.isChecked()), None)

    def set_value(self, value: Sex | None) -> None:
        """Choose, or choose nothing."""
        self._group.setExclusive(False)
        for sex, box in self.boxes.items():
            box.setChecked(sex is value)
        self._group.setExclusive(True)

    def allow_unknown(self, *, allowed: bool) -> None:
        """Offer « Inconnu » or not; one that is chosen stays in view."""
        box = self.boxes[Sex.UNKNOWN]
        box.setVisible(allowed or box.isChecked())

    def set_locked(self, *, locked: bool) -> None:
        """Keep the choice as it is."""
        for box in self.boxes.values():
            box.setEnabled(not locked)

    def setAccessibleName(self, name: str) -> None:
        """Name the boxes, which take the keyboard, rather than their frame."""
        super().setAccessibleName(name)
        for box in self.boxes.values():
            box.setAccessibleName(f"{name}, {box.text()}")

    def setAccessibleDescription(self, description: str) -> None:
        """Describe the boxes rather than their frame."""
        super().setAccessibleDescription(description)
        for box in self.boxes.values():
            box.setAccessibleDescription(description)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by the first letter; Enter goes on."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.return_pressed.emit()
            return
        sex = _KEYS.get(Qt.Key(event.key()))
        if sex is None or event.modifiers() or not self.boxes[sex].isVisibleTo(self):
            super().keyPressEvent(event)
            return
        box = self.boxes[sex]
        if box.isEnabled():
            box.setChecked(True)
            box.setFocus()

    @Slot()
    def _follow(self) -> None:
        chosen = self.value()
        self.setFocusProxy(self.boxes[chosen or Sex.MALE])
        self.changed.emit()


_KEY_NAMES = {Sex.MALE: "M", Sex.FEMALE: "F", Sex.UNKNOWN: "I"}

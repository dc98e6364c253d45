"""Which camera films, and in a demo which box is held before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from almapy.gs1.model import BoxCode
from almapy.gs1.wording import long_date
from almapy.outside import SimulatedBoxes
from ui.desk import Desk
from ui.tasks import Lane
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.section_title import SectionTitle
from ui.widgets.wrap_layout import WrapLayout

HELD = "Boîte présentée à la webcam simulée"
LOOK = "Chercher les webcams"
_LOOKING = "Recherche des webcams…"


class CameraChoice(QWidget):
    """« Caméra 1 », « Caméra 2 »…: the choice is kept for this post."""

    changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.combo = QComboBox()
        self.look_button = Button(LOOK, icon_name="camera")
        caption = QLabel("Webcam")
        caption.setBuddy(self.combo)
        self.combo.setAccessibleName(caption.text())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        for part in (caption, self.combo, self.look_button):
            line.addWidget(part)
        line.addStretch(1)
        self.combo.activated.connect(self._choose)
        self.look_button.clicked.connect(self.look)

    @property
    def number(self) -> int:
        """Return the number of the camera, from 0."""
        chosen = self.combo.currentData()
        return chosen if isinstance(chosen, int) else 0

    def show_number(self, number: int) -> None:
        """Show the camera of this post, among those that are known."""
        known = {self.combo.itemData(place) for place in range(self.combo.count())}
        self._fill(known | {number}, number)

    @Slot()
    def look(self) -> None:
        """Find which cameras open; takes seconds and holds nobody up."""
        self.look_button.setEnabled(False)
        self.look_button.setText(_LOOKING)
        cameras = self._desk.application.cameras

        def found(numbers: tuple[int, ...]) -> None:
            self._rest()
            self._fill({*numbers, self.number}, self.number)
            if not numbers:
                self._desk.tell("Aucune webcam ne s'ouvre sur cet ordinateur.")

        def failed(error: Exception) -> None:
            self._rest()
            self._desk.fail(error)

        self._desk.run(self, cameras.present, found, failed, lane=Lane.IO)

    def _rest(self) -> None:
        self.look_button.setEnabled(True)
        self.look_button.setText(LOOK)

    def _fill(self, numbers: Iterable[int], current: int) -> None:
        ordered = sorted(numbers)
        self.combo.clear()
        for number in ordered:
            self.combo.addItem(f"Caméra\u00a0{number + 1}", number)
        self.combo.setCurrentIndex(ordered.index(current))

    @Slot(int)
    def _choose(self, _place: int) -> None:
        number, actor = self.number, self._desk.actor
        settings = self._desk.application.post_settings

        def keep() -> None:
            settings.change(actor, replace(settings.get(), camera=number))

        self._desk.run(self, keep, lambda _done: None)
        self.changed.emit(number)


class SimulatedBoxChoice(QWidget):
    """What a person holds before the simulated webcam."""

    changed = Signal()

    def __init__(self, boxes: SimulatedBoxes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes = boxes
        self.combo = QComboBox()
        caption = QLabel(HELD)
        caption.setBuddy(self.combo)
        self.combo.setAccessibleName(HELD)
        for one in boxes.choices():
            self.combo.addItem(one.label, one.key)
        self.combo.setCurrentIndex(self.combo.findData(boxes.shown()))
        caption.setMinimumHeight(self.combo.sizeHint().height())  # level with what it names
        line = WrapLayout(self)
        line.addWidget(caption)
        line.addWidget(self.combo)
        self.combo.activated.connect(self._choose)

    @Slot(int)
    def _choose(self, _place: int) -> None:
        self._boxes.show(str(self.combo.currentData()))
        self.changed.emit()


class ReadingChoice(Card):
    """The possible readings of a code that lost its separators: the box itself decides."""

    chosen = Signal(object)  # BoxCode

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._codes: tuple[BoxCode, ...] = ()
        self._buttons: list[Button] = []
        title = SectionTitle("Que lit-on sur la boîte\u00a0?")
        self.setAccessibleName(title.text())
        self.body.addWidget(title)
        self.hide()

    def show_codes(self, codes: tuple[BoxCode, ...]) -> None:
        """Show the readings, the likeliest first and under the cursor."""
        self.empty()
        self._codes = codes
        for code in codes:
            button = Button(_words(code))
            button.clicked.connect(self._choose)
            self.body.addWidget(button)
            self._buttons.append(button)
        self.show()
        if self._buttons:
            self._buttons[0].setFocus()

    def empty(self) -> None:
        """Forget the readings."""
        buttons, self._buttons, self._codes = self._buttons, [], ()
        for button in buttons:
            self.body.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.hide()

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, Button) and button in self._buttons:
            self.chosen.emit(self._codes[self._buttons.index(button)])


def _words(code: BoxCode) -> str:
    serial = f"n° de série {code.serial}" if code.serial else "sans n° de série"
    return f"Lot {code.lot}, {serial}, expire le {long_date(code.expiry)}"

"""The code of a birth place in the INSi forms, with the name of the place in words."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from almapy.places.model import UNKNOWN_CODE, Place, typed_code
from ui.desk import Desk
from ui.places.edits import CodeEdit
from ui.places.place_window import PlaceWindow
from ui.tasks import Lane

_PAUSE_MS = 60
_NOT_SENT = "Lieu inconnu\u00a0: il n'est pas envoyé à INSi."
_UNKNOWN = "Code inconnu de la table des communes et pays."


class PlaceCode(CodeEdit):
    """Tells by ``named`` which place the code names."""

    named = Signal(object)  # str

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._day: date | None = None
        self._asked = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.textChanged.connect(self._forget_name)
        self.search_asked.connect(self._search)
        self.unknown_asked.connect(self._take_unknown)

    def set_day(self, day: date | None) -> None:
        """Tell the day of birth: codes changed in time."""
        if day != self._day:
            self._day = day
            self._pause.start()

    @Slot()
    def _forget_name(self) -> None:
        """Never show the name of another code, however long the table takes to answer."""
        self._asked += 1
        self.named.emit("")
        self._pause.start()

    @Slot()
    def _search(self) -> None:
        window = PlaceWindow(self._desk, self._desk.application.places, self.window())
        window.chosen.connect(self._take)
        window.finished.connect(self._come_back)
        window.begin("", abroad=False)

    @Slot(object)
    def _take(self, place: Place) -> None:
        self.setText(place.code)

    @Slot()
    def _take_unknown(self) -> None:
        self.setText(UNKNOWN_CODE)

    @Slot()
    def _come_back(self) -> None:
        self.setFocus()

    @Slot()
    def _look(self) -> None:
        code, day, places = typed_code(self.text()), self._day, self._desk.application.places
        self._asked += 1
        number = self._asked
        if code is None or code == UNKNOWN_CODE:
            self.named.emit(_NOT_SENT if code else "")
            return

        def work() -> tuple[int, Place | None]:
            return number, places.place(code, day)

        self._desk.run(self, work, self._looked, lane=Lane.IO)

    def _looked(self, answer: tuple[int, Place | None]) -> None:
        number, place = answer
        if number == self._asked:
            self.named.emit(place.name if place is not None else _UNKNOWN)

"""The birth place of a patient in a form: town, code, and what there is to say of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from almapy.places.model import UNKNOWN_CODE, Place, PlaceRemark, typed_code
from almapy.places.service import PlaceService
from ui.desk import Desk
from ui.places.edits import CodeEdit, TownEdit
from ui.places.place_window import PlaceWindow
from ui.places.words import code_and_name
from ui.tasks import Lane
from ui.theme import Tone
from ui.widgets.form import FormSection
from ui.widgets.message_strip import MessageStrip

_PAUSE_MS = 60
_FOREIGN = "99"


class BirthPlace(QObject):
    """Two fields and a strip that belong together; the form lays them out and stores them.

    ``town`` and ``code`` are line edits: bind them to ``birth_place_name`` and
    ``birth_place_code``. Nothing here refuses: ``code.is_wrong`` tells a code that is not whole.
    """

    def __init__(self, desk: Desk, places: PlaceService, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._places = places
        self._birth_date: date | None = None
        self._nir = ""
        self._asked = 0
        self._code_was_typed = False
        self._shown: Sequence[PlaceRemark] = ()
        self._actions: list[QAction] = []
        self.town = TownEdit(desk, places)
        self.code = CodeEdit()
        self.strip = MessageStrip(closable=False)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        for field in (self.town, self.code):
            field.textChanged.connect(self._pause.start)
        self.code.textEdited.connect(self._follow_code)
        self.town.place_taken.connect(self.take)
        self.code.search_asked.connect(self.search)
        self.code.unknown_asked.connect(self.take_unknown)

    def add_to(self, form: FormSection) -> None:
        """Add the two fields under their labels, and what is said of them beneath."""
        form.add_row("Ville de naiss.", self.town)
        form.add_row("Lieu naissance - Code INSEE", self.code, required=True)
        form.add_wide(self.strip)

    def set_context(self, birth_date: date | None, nir: str = "") -> None:
        """Tell the birth date and the person's own NIR, at each change of one of them.

        The number of the parent who insures them tells nothing of their birth.
        """
        self._birth_date, self._nir = birth_date, nir
        self._pause.start()

    def set_locked(self, *, locked: bool) -> None:
        """Keep both fields from being changed: strict traits of a qualified identity."""
        self.town.setReadOnly(locked)
        self.code.setReadOnly(locked)
        self._show(self._shown, again=True)

    @Slot(object)
    def take(self, place: Place) -> None:
        """Fill both fields; an unknown place leaves the town that was typed."""
        if place.name:
            self.town.setText(place.name)
        self.code.setText(place.code)

    @Slot()
    def take_unknown(self) -> None:
        """Fill the code with 99999."""
        self.code.setText(UNKNOWN_CODE)

    @Slot()
    def search(self) -> PlaceWindow:
        """Open the search window on what the fields hold."""
        code = self.code.text()
        abroad = code.startswith(_FOREIGN) and code != UNKNOWN_CODE
        window = PlaceWindow(self._desk, self._places, self.code.window())
        window.chosen.connect(self.take)
        window.finished.connect(lambda _: self.code.setFocus())
        window.begin(self.town.text(), abroad=abroad)
        return window

    @Slot()
    def _follow_code(self) -> None:
        self._code_was_typed = True

    @Slot()
    def _look(self) -> None:
        code, town = self.code.text(), self.town.text()
        birth_date, nir, places = self._birth_date, self._nir, self._places
        self._asked += 1
        number = self._asked

        def work() -> tuple[int, Place | None, list[PlaceRemark]]:
            known = typed_code(code)
            place = places.place(known, birth_date) if known else None
            return number, place, places.remarks(code, town, birth_date, nir)

        self._desk.run(self, work, self._looked, lane=Lane.IO)

    def _looked(self, answer: tuple[int, Place | None, list[PlaceRemark]]) -> None:
        number, place, remarks = answer
        if number != self._asked:
            return
        if self._code_was_typed and place is not None and not self.town.text().strip():
            self.town.setText(place.name)
        self._code_was_typed = False
        self._show(remarks)

    def _show(self, remarks: Sequence[PlaceRemark], *, again: bool = False) -> None:
        if remarks == self._shown and not again:
            return
        self._shown = remarks
        if not remarks:
            self.strip.hide()
            return
        proposed = [remark.proposed for remark in remarks if remark.proposed]
        if self.code.isReadOnly():
            proposed = []
        for action in self._actions:
            action.deleteLater()
        self._actions = [self._action(place) for place in proposed]
        text = "\n".join(remark.text for remark in remarks)
        if any(remark.is_warning for remark in remarks):
            tone, title = Tone.ATTENTION, "Lieu de naissance à vérifier"
        else:
            tone, title = Tone.INFORMATION, "Lieu de naissance"
        self.strip.show_message(tone, title, text, self._actions)

    def _action(self, place: Place) -> QAction:
        action = QAction(f"Remplir avec {code_and_name(place)}", self.strip)
        action.triggered.connect(lambda: self.take(place))
        return action

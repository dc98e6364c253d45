"""The window that looks for the INSEE code of a birth place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from almapy.places.model import UNKNOWN_PLACE, Place
from almapy.places.service import PlaceService
from ui.desk import Desk
from ui.places.words import place_line, place_name
from ui.tasks import Lane
from ui.theme import SPACE_M, SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table import RecordTable
from ui.widgets.table_model import Column, RecordTableModel

TITLE = (
    "Rechercher le code INSEE de la ville de naissance (patient né en France) ou du pays de "
    "naissance (né à l'étranger)"
)
CREDIT = "Source\u00a0: Insee, Code officiel géographique (COG) 2026"
_PAUSE_MS = 20
_SIZE = (72, 26)  # characters, lines


class PlaceWindow(QDialog):
    """Enter takes the first place or the one chosen, ↓ goes to the list, Échap leaves."""

    chosen = Signal(object)  # Place; its name is empty when the place is unknown

    def __init__(self, desk: Desk, places: PlaceService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.france = SearchTab(
            desk,
            "Commune ou code INSEE",
            places.search_communes,
            (
                Column(
                    "Nom de la commune",
                    place_name,
                    sample="SAINT MARTIN",
                    tooltip=place_line,
                    stretch=True,
                ),
                Column("Code INSEE", lambda place: place.code, sample="00000"),
                Column(
                    "Département",
                    lambda place: place.departement,
                    sample="BOUCHES DU RHONE",
                ),
            ),
            "Ville de naissance inconnue",
        )
        self.abroad = SearchTab(
            desk,
            "Nom du pays de naissance",
            places.search_countries,
            (
                Column(
                    "Nom du pays",
                    place_name,
                    sample="SAINT MARTIN",
                    tooltip=place_line,
                    stretch=True,
                ),
                Column("Code INSEE", lambda place: place.code, sample="00000"),
            ),
            "Pays de naissance inconnu",
        )
        self.tabs = QTabWidget()
        self.tabs.addTab(self.france, "Patient né en France")
        self.tabs.addTab(self.abroad, "Patient né à l'étranger")
        self.validate_button = Button("Valider", ButtonKind.PRIMARY)
        self.cancel_button = Button("Annuler")
        self.validate_button.setDefault(True)
        self.validate_button.clicked.connect(self._validate)
        self.cancel_button.clicked.connect(self.reject)
        for tab in (self.france, self.abroad):
            tab.taken.connect(self._take)
            tab.current_changed.connect(self._follow)
        self.tabs.currentChanged.connect(self._enter_tab)
        self.abroad.unknown_button.hide()
        self._lay_out()

    def begin(self, typed: str = "", *, abroad: bool = False) -> None:
        """Open on a text to look for, in the tab it belongs to."""
        tab = self.abroad if abroad else self.france
        tab.field.setText(typed)
        self.tabs.setCurrentWidget(tab)
        self.open()
        self._enter_tab()

    def _lay_out(self) -> None:
        credit = ElidedLabel(CREDIT)
        set_text_role(credit, TextRole.SECONDARY)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_S)
        for tab in (self.france, self.abroad):
            foot.addWidget(tab.unknown_button)
        foot.addWidget(credit, 1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.validate_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_M, SPACE_S, SPACE_M, SPACE_M)
        column.setSpacing(SPACE_S)
        column.addWidget(self.tabs, 1)
        column.addLayout(foot)
        metrics, screen = self.fontMetrics(), self.screen().availableSize()
        characters, lines = _SIZE
        self.resize(
            min(metrics.averageCharWidth() * characters * 2, screen.width()),
            min(metrics.height() * lines, screen.height()),
        )

    @Slot()
    def _enter_tab(self) -> None:
        for tab in (self.france, self.abroad):
            tab.unknown_button.setVisible(tab is self._tab)
        self._tab.entered()
        self._follow()

    @property
    def _tab(self) -> SearchTab:
        return self.abroad if self.tabs.currentWidget() is self.abroad else self.france

    @Slot()
    def _follow(self) -> None:
        self.validate_button.setEnabled(self._tab.can_take)

    @Slot()
    def _validate(self) -> None:
        self._tab.take()

    @Slot(object)
    def _take(self, place: Place) -> None:
        self.chosen.emit(place)
        self.accept()


class SearchTab(QWidget):
    """A field that searches at each key, and what it found.

    The window puts ``unknown_button`` at its foot, while the tab is in front.
    """

    taken = Signal(object)  # Place
    current_changed = Signal()

    def __init__(
        self,
        desk: Desk,
        label: str,
        search: Callable[[str], list[Place]],
        columns: Sequence[Column[Place]],
        unknown: str,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._search_places = search
        self._searched: str | None = None
        self._takes_when_found = False
        self.field = QLineEdit()
        self.field.setAccessibleName(label)
        self.unknown_button = Button(unknown)
        self._model = RecordTableModel(columns, identity=lambda place: (place.code, place.name))
        self.table = RecordTable(self._model, f"{columns[0].title}\u00a0: lieux trouvés")
        self.table.setMinimumHeight(self.fontMetrics().height() * 5)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._lay_out(label)
        self._pause.timeout.connect(self._search)
        self.field.textChanged.connect(self._follow_typing)
        self.table.opened.connect(self.taken)
        self.table.current_changed.connect(self.current_changed)
        self.unknown_button.clicked.connect(lambda: self.taken.emit(UNKNOWN_PLACE))

    @property
    def can_take(self) -> bool:
        """Whether a place is chosen, or one may still be found."""
        return self._is_searching or self.table.current_record() is not None

    def entered(self) -> None:
        """Put the cursor in the field and look for what it holds."""
        self.field.setFocus()
        self.field.selectAll()
        if self._searched is None:
            self._search()

    def take(self) -> None:
        """Take the chosen place; after the search when one is under way."""
        if self._is_searching:
            self._takes_when_found = True
        elif (place := self.table.current_record()) is not None:
            self.taken.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self.table.setFocus()
            return
        super().keyPressEvent(event)

    @property
    def _is_searching(self) -> bool:
        return self._searched != self.field.text()

    def _lay_out(self, label: str) -> None:
        caption = QLabel(label)
        caption.setBuddy(self.field)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(caption)
        line.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_S, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(line)
        column.addWidget(self.table, 1)

    @Slot()
    def _follow_typing(self) -> None:
        self._takes_when_found = False
        self._pause.start()
        self.current_changed.emit()

    @Slot()
    def _search(self) -> None:
        typed, search = self.field.text(), self._search_places
        self._desk.run(self, lambda: (typed, search(typed)), self._found, lane=Lane.IO)

    def _found(self, answer: tuple[str, list[Place]]) -> None:
        typed, found = answer
        if typed != self.field.text():
            return
        self._searched = typed
        self._model.set_records(found)
        if found:
            self.table.selectRow(0)
            self.table.scrollToTop()
        self.table.set_empty_text(
            "Aucun lieu ne correspond. Essayez le début du nom, le code INSEE, ou "
            f"«\u00a0{self.unknown_button.text()}\u00a0»."
            if typed.strip()
            else "Tapez le début du nom, ou le code."
        )
        self.current_changed.emit()
        if self._takes_when_found:
            self._takes_when_found = False
            self.take()

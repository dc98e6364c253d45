"""Finding a vaccine by its name or by a disease, as one types."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from almapy.errors import AlmaPyError
from almapy.vaccines.catalogue import Catalogue
from almapy.vaccines.model import MarketStatus, Vaccine
from almapy.vaccines.search import VaccineFound
from ui.desk import Desk
from ui.theme import SPACE_S
from ui.widgets.announce import announce
from ui.widgets.button import Button
from ui.widgets.fitted_table import FittedTable
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.table_model import Column, RecordTableModel

_ROWS = 5
_MOST = 50
_PROMPT = "Saisir le nom du vaccin ou d'une maladie"
_BEFORE = (
    "Tapez un nom (Gardasil), une maladie (grippe), un mot courant (DTP, ROR) ou le code d'une "
    "boîte."
)
_NOTHING = (
    "Aucun vaccin ne correspond. Vérifiez l'orthographe, ou tapez la maladie\u00a0: vous trouverez "
    "aussi les vaccins «\u00a0sans précision\u00a0» des anciens carnets."
)
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS,
    Qt.Key.Key_PageUp: -_ROWS,
}


class VaccineSearch(QWidget):
    """The list follows what is typed; arrows move in it from the field and Enter picks.

    Échap empties the field; in an empty one it goes on to whoever holds this.
    """

    chosen = Signal(object)  # Vaccine

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._catalogue: Catalogue | None = None
        self._asked = False
        self._day: date | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_PROMPT)
        self.field.setAccessibleName(_PROMPT)
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(120)
        self.search_button = Button("Rechercher", icon_name="search")
        self.model: RecordTableModel[VaccineFound] = RecordTableModel(
            _columns(), identity=lambda found: found.vaccine.code
        )
        self.table = FittedTable(self.model, "Vaccins trouvés", empty_text=_BEFORE)
        self.count = QLabel()
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._search)
        self.search_button.clicked.connect(self._enter_list)
        self.table.opened.connect(self._choose)

    def set_text(self, text: str) -> None:
        """Type this and search."""
        with QSignalBlocker(self.field):
            self.field.setText(text)
        self._search()

    def set_day(self, day: date | None) -> None:
        """Tell the day of the act: for one long past, brands no longer sold are as likely."""
        self._day = day
        self._search()

    def clear(self) -> None:
        """Empty the field and the list."""
        self.set_text("")

    def showEvent(self, event: QShowEvent) -> None:
        """Have the reference read in a worker, before the first letter."""
        super().showEvent(event)
        self._load()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the list the keys that the field has no use for."""
        if watched is self.field and isinstance(event, QKeyEvent):
            empties = event.key() == Qt.Key.Key_Escape and bool(self.field.text())
            if event.type() is QEvent.Type.ShortcutOverride and empties:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress and self._taken(event):
                return True
        return super().eventFilter(watched, event)

    def _taken(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            found = self.table.current_record()
            if found is not None and not event.isAutoRepeat():
                self._choose(found)
            return True
        if key == Qt.Key.Key_Escape and self.field.text():
            self.field.clear()
            return True
        if key in _MOVES:
            self._move(_MOVES[Qt.Key(key)])
            return True
        return False

    def _move(self, rows: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            now = self.table.currentIndex().row()
            self.table.selectRow(min(max(now + rows, 0), last))

    def _load(self) -> None:
        if not self._asked:
            self._asked = True
            vaccines = self._desk.application.vaccines
            self._desk.run(self, vaccines.catalogue, self._loaded, self._not_loaded)

    def _loaded(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._search()

    def _not_loaded(self, error: Exception) -> None:
        self._asked = False
        known = isinstance(error, AlmaPyError)
        self.table.set_empty_text(str(error) if known else "La liste des vaccins ne se lit pas.")
        if not known:
            self._desk.fail(error)

    @Slot()
    def _search(self) -> None:
        text = self.field.text().strip()
        if self._catalogue is None:
            self._load()
            return
        found = self._catalogue.search(text, limit=_MOST, on=self._day) if text else ()
        self.table.set_empty_text(_NOTHING if text else _BEFORE)
        self.model.set_records(found)
        if found:
            self.table.selectRow(0)
            self.table.scrollToTop()
        words = f"{len(found)} vaccin{'s' if len(found) > 1 else ''}"
        if len(found) == _MOST:
            words = f"Les {_MOST} premiers vaccins"
        self.count.setText(f"{words}\u00a0: Entrée pour choisir" if found else "")
        if text:
            announce(self.field, words)

    @Slot()
    def _enter_list(self) -> None:
        self._search()
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.setFocus()

    @Slot(object)
    def _choose(self, found: VaccineFound) -> None:
        self.chosen.emit(found.vaccine)

    def _lay_out(self) -> None:
        set_text_role(self.count, TextRole.SECONDARY)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(self.field, 1)
        line.addWidget(self.search_button)
        self.table.setMinimumHeight(
            self.table.verticalHeader().defaultSectionSize() * _ROWS
            + self.table.horizontalHeader().sizeHint().height()
        )
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        self.setFocusProxy(self.field)


def market_words(vaccine: Vaccine) -> str:
    """Return whether it can be had, « sans précision » for what is no brand."""
    return vaccine.market.label if vaccine.is_brand else "sans précision"


def _market_icon(vaccine: Vaccine) -> str:
    return "ok" if vaccine.is_brand and vaccine.market is MarketStatus.MARKETED else "neutral"


def _columns() -> list[Column[VaccineFound]]:
    return [
        Column(
            "Vaccin",
            lambda one: one.vaccine.name,
            tooltip=lambda one: one.vaccine.name,
            sample="Vaccin Fièvre jaune, sans précision",
        ),
        Column(
            "En France",
            lambda one: market_words(one.vaccine),
            icon_name=lambda one: _market_icon(one.vaccine),
            sample="non commercialisé",
        ),
        Column(
            "Maladies",
            lambda one: one.vaccine.disease_words,
            tooltip=lambda one: one.vaccine.disease_words,
            sample="Coqueluche + Diphtérie",
            stretch=True,
        ),
        Column(
            "Valences",
            lambda one: one.vaccine.valence_words,
            tooltip=lambda one: one.vaccine.valence_words,
            sample="ca + d + VPI + T",
        ),
    ]

"""The two fields of a birth place: the town, which proposes, and the code."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRegularExpression, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QRegularExpressionValidator,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from almapy.places.model import Place, typed_code
from almapy.places.service import PlaceService
from ui.desk import Desk
from ui.icons import icon
from ui.places.suggestions import SuggestionList
from ui.tasks import Lane
from ui.widgets.styling import set_invalid

_PAUSE_MS = 30
_INSET = 3
_CODE_LENGTH = 5
_HELP = "5 caractères, 99999 si le lieu est inconnu"
UNKNOWN_WORDS = 'Je ne connais pas le lieu de naissance du patient\u00a0: remplir avec "99999"'
SEARCH_WORDS = "Rechercher le code INSEE"


class TownEdit(QLineEdit):
    """« Ville de naiss. »: proposes as one types; Enter takes, Échap closes the proposals."""

    place_taken = Signal(object)  # Place

    def __init__(self, desk: Desk, places: PlaceService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._places = places
        self.suggestions = SuggestionList(self)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._pause.start)
        self.textChanged.connect(self._follow)
        self.suggestions.taken.connect(self._take)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.suggestions.steer(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()

    @Slot()
    def _follow(self) -> None:
        if not self.isModified():  # filled by the program: nobody is typing any more
            self._close()

    @Slot()
    def _search(self) -> None:
        typed, places = self.text(), self._places
        self._desk.run(self, lambda: (typed, places.suggest(typed)), self._propose, lane=Lane.IO)

    def _propose(self, answer: tuple[str, list[Place]]) -> None:
        typed, found = answer
        if typed == self.text() and self.hasFocus() and not self.isReadOnly():
            self.suggestions.propose(found)

    @Slot(object)
    def _take(self, place: Place) -> None:
        self._close()
        self.place_taken.emit(place)

    def _close(self) -> None:
        self._pause.stop()
        self.suggestions.hide()


class CodeEdit(QLineEdit):
    """« Lieu naissance - Code INSEE »: magnifier reached by Tab, « 99999 » by right click."""

    search_asked = Signal()
    unknown_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(_CODE_LENGTH)
        self.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\d[\dABab]?\d{0,3}"), self)
        )
        self.setToolTip(_HELP)
        self.magnifier = QToolButton(self)
        self.magnifier.setIcon(icon("search"))
        self.magnifier.setCursor(Qt.CursorShape.ArrowCursor)
        self.magnifier.setToolTip(SEARCH_WORDS)
        self.magnifier.setAccessibleName(SEARCH_WORDS)
        self.magnifier.clicked.connect(self.search_asked)
        self.textEdited.connect(self._capitalise)
        self.textChanged.connect(self._follow)
        self._place()

    @property
    def is_wrong(self) -> bool:
        """Whether something is typed that is no code of five characters."""
        return bool(self.text()) and typed_code(self.text()) is None

    def unknown_menu(self) -> QMenu:
        """Return the menu of the right click."""
        menu = QMenu(self)
        menu.addAction(UNKNOWN_WORDS).triggered.connect(self.unknown_asked)
        menu.addAction("Annuler")
        return menu

    def setReadOnly(self, locked: bool) -> None:  # noqa: FBT001  (Qt's signature)
        super().setReadOnly(locked)
        self.magnifier.setDisabled(locked)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.isReadOnly():
            super().contextMenuEvent(event)
            return
        menu = self.unknown_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        below = self.mapToGlobal(QPoint(0, self.height()))
        menu.popup(below if by_keyboard else event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        set_invalid(self, invalid=self.is_wrong)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @Slot(str)
    def _capitalise(self, text: str) -> None:
        if text != text.upper():
            place = self.cursorPosition()
            self.setText(text.upper())
            self.setCursorPosition(place)

    @Slot()
    def _follow(self) -> None:
        if not self.is_wrong:
            set_invalid(self, invalid=False)

    def _place(self) -> None:
        side = self.height() - 2 * _INSET
        self.magnifier.setGeometry(self.width() - side - _INSET, _INSET, side, side)
        self.setTextMargins(0, 0, side, 0)

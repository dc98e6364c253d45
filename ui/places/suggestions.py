"""Proposals under a field in which one goes on typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from ui.places.words import place_line
from ui.widgets.announce import announce
from ui.widgets.styling import Surface, set_surface

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
_ROWS_SHOWN = 8
_CHARACTERS = 46


class SuggestionList(QFrame):
    """Lies over the window under its field, above it where room is short; never takes the focus.

    Places are proposed unless ``line`` tells how something else is written on its line.
    """

    taken = Signal(object)  # what was proposed on the line: a Place unless told otherwise

    def __init__(
        self,
        field: QLineEdit,
        *,
        line: Callable[[Any], str] = place_line,
        name: str = "Lieux proposés",
    ) -> None:
        super().__init__(field)
        self._field = field
        self._line = line
        self._places: Sequence[Any] = ()
        set_surface(self, Surface.POPUP)
        self.list = QListWidget()
        set_surface(self.list, Surface.PLAIN)
        self.list.setAccessibleName(name)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.list)
        self.list.itemClicked.connect(self._take_clicked)
        field.destroyed.connect(self.deleteLater)
        self.hide()

    def propose(self, places: Sequence[Any]) -> None:
        """Show these, the first one chosen; none of them closes the list."""
        self._places = places
        self.list.clear()
        self.list.addItems([self._line(place) for place in places])
        if not places:
            self.hide()
            return
        self.list.setCurrentRow(0)
        self._lie_over_the_window()
        self.show()
        self.raise_()
        announce(self._field, f"{len(places)} propositions, {self.list.item(0).text()}")

    def steer(self, event: QKeyEvent) -> bool:
        """Move, take or close on the keys for it; tell whether the key was one of them."""
        if self.isHidden():
            return False
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            self.hide()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._take(self.list.currentRow())
        elif key in _MOVES:
            row = self.list.currentRow() + _MOVES[key]
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
            announce(self._field, self.list.currentItem().text())
        else:
            return False
        return True

    @Slot(QListWidgetItem)
    def _take_clicked(self, item: QListWidgetItem) -> None:
        self._take(self.list.row(item))

    def _take(self, row: int) -> None:
        self.hide()
        self.taken.emit(self._places[row])

    def _lie_over_the_window(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        top = self._field.mapTo(window, QPoint(0, 0))
        row = self.list.sizeHintForRow(0)
        wanted = row * min(self.list.count(), _ROWS_SHOWN) + 2 * self.list.frameWidth() + 8
        below = window.height() - top.y() - self._field.height()
        above = top.y()
        beneath = below >= min(wanted, above)
        height = min(wanted, below if beneath else above)
        usual = self.fontMetrics().averageCharWidth() * _CHARACTERS
        width = min(max(self._field.width(), usual), window.width())
        left = max(0, min(top.x(), window.width() - width))
        y = top.y() + self._field.height() if beneath else top.y() - height
        self.setGeometry(left, y, width, height)

"""Lists of « Lecture carte vitale »: the persons of a card, the records of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QWidget

from ui.icons import icon
from ui.theme import SPACE_XS
from ui.widgets.styling import Surface, set_surface

_MOST = 5


class ChoiceList(QListWidget):
    """Lines of one or two rows of text; Enter or a double click chooses the current one."""

    chosen = Signal(int)  # the row

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.PLAIN)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.itemDoubleClicked.connect(self._choose_current)

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Replace the lines, each an icon and a text, and take the first one."""
        self.clear()
        for drawing, text in lines:
            item = QListWidgetItem(icon(drawing), text)
            item.setToolTip(text)
            self.addItem(item)
        self._fit()
        if lines:
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self._choose_current()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep each text whole at the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the first lines are once wrapped, which only their layout tells."""
        policies = Qt.ScrollBarPolicy
        whole = self.count() <= _MOST
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if whole else policies.ScrollBarAlwaysOn
        )
        self.doItemsLayout()
        last = self.item(min(self.count(), _MOST) - 1)
        first = self.item(0)
        if first is not None and last is not None:
            high = self.visualItemRect(last).bottom() - self.visualItemRect(first).top()
            self.setFixedHeight(high + 2 * (self.frameWidth() + SPACE_XS))

    @Slot()
    def _choose_current(self) -> None:
        if self.currentRow() >= 0:
            self.chosen.emit(self.currentRow())

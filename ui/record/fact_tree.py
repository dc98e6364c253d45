"""The list of the facts of one sort, driven by the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QTreeWidget, QTreeWidgetItem, QWidget

from almapy.record.model import Fact
from ui.record.fact_delegate import LINE, FactDelegate
from ui.record.fact_lines import FactGroup, FactLine
from ui.theme import SPACE_M, Theme
from ui.widgets.styling import Surface, set_surface

_LEAST_LINES = 2.6
_KEYS_OF_EDITING = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2}
_KEYS_OF_ADDING = {Qt.Key.Key_Insert, Qt.Key.Key_Plus}


class FactTree(QTreeWidget):
    """Asks for the gestures; what was chosen, folded and scrolled stays when it is filled again."""

    add_asked = Signal()
    edit_asked = Signal(object)  # Fact
    remove_asked = Signal(object)  # Fact
    menu_asked = Signal(object, QPoint)  # Fact or None, where on the screen

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, Surface.PLAIN)
        self.setAccessibleName(name)
        self.setHeaderHidden(True)
        self.setIndentation(SPACE_M)
        self.setRootIsDecorated(False)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setItemDelegate(FactDelegate(self, theme))
        self._folds: dict[str, bool] = {}
        self._least_lines = _LEAST_LINES
        self._content_height = 0
        for folded in (self.itemExpanded, self.itemCollapsed):
            folded.connect(self._measure_again)
        theme.changed.connect(self._repaint)

    def show_groups(self, groups: Sequence[FactGroup], empty: str) -> None:
        """Show these lines, or the ``empty`` words."""
        chosen = self.chosen()
        scrolled = self.verticalScrollBar().value()
        self._remember_folds()
        self.clear()
        for group in groups:
            self._add_group(group)
        if not any(group.lines for group in groups):
            nothing = QTreeWidgetItem([empty])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addTopLevelItem(nothing)
        self.choose(chosen.id if chosen is not None else None)
        self.verticalScrollBar().setValue(scrolled)
        self._measure_again()

    def set_least_lines(self, lines: float) -> None:
        """Show that many lines, if there are, even where room is short."""
        self._least_lines = lines
        self.updateGeometry()

    def chosen(self) -> Fact[Any] | None:
        """Return the fact of the current line."""
        item = self.currentItem()
        return _fact(item) if item is not None else None

    def choose(self, fact_id: int | None) -> None:
        """Make the line of a fact current, the first line when it is not there or folded."""
        open_items = [item for item in self._items() if _is_open(item)]
        lines = [(item, fact) for item in open_items if (fact := _fact(item)) is not None]
        found = next((item for item, fact in lines if fact.id == fact_id), None)
        first = next((item for item, _ in lines), None)
        item = found or first or next(iter(open_items), None)
        if item is not None:
            selection = QItemSelectionModel.SelectionFlag
            lit = selection.ClearAndSelect if self.hasFocus() else selection.NoUpdate
            self.setCurrentItem(item, 0, lit)

    def forget_folds(self) -> None:
        """Fold as at first: another record is shown."""
        self._folds.clear()
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        fact, item = self.chosen(), self.currentItem()
        if key in _KEYS_OF_ADDING:
            self.add_asked.emit()
        elif key in _KEYS_OF_EDITING and fact is not None:
            self.edit_asked.emit(fact)
        elif key == Qt.Key.Key_Delete and fact is not None:
            self.remove_asked.emit(fact)
        elif key in _KEYS_OF_EDITING and item is not None:
            item.setExpanded(not item.isExpanded())
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        item = self.itemAt(event.position().toPoint())
        fact = _fact(item) if item is not None else None
        if fact is not None:
            self.edit_asked.emit(fact)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        item = self.currentItem()
        point = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            item = self.itemAt(event.pos())
        elif item is not None:
            point = self.viewport().mapToGlobal(self.visualItemRect(item).bottomLeft())
        self.menu_asked.emit(_fact(item) if item is not None else None, point)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()  # words wrap at other places
            self._measure_again()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
            self._measure_again()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which line the keys are about."""
        super().focusInEvent(event)
        item = self.currentItem()
        if item is not None:
            item.setSelected(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave no line lit in a card that is only read, unless its menu is open."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.clearSelection()

    def sizeHint(self) -> QSize:
        """Ask for the height of all lines."""
        if not self._content_height:
            shown = (item for item in self._items() if _is_open(item))
            rows = sum(self.sizeHintForIndex(self.indexFromItem(item)).height() for item in shown)
            self._content_height = rows + 2 * self.frameWidth() + SPACE_M // 2
        return QSize(super().sizeHint().width(), self._content_height)

    def minimumSizeHint(self) -> QSize:
        """Shrink down to the first lines: the rest scrolls."""
        least = round(self.fontMetrics().height() * self._least_lines)
        few = self.fontMetrics().averageCharWidth() * 16
        return QSize(few, min(least, self.sizeHint().height()))

    def _add_group(self, group: FactGroup) -> None:
        lines = [_item(line) for line in group.lines]
        if not group.title:
            self.addTopLevelItems(lines)
            return
        heading = QTreeWidgetItem([group.title])
        flags = Qt.ItemFlag.ItemIsEnabled
        heading.setFlags(flags | Qt.ItemFlag.ItemIsSelectable if group.folded else flags)
        font = heading.font(0)
        font.setBold(True)
        heading.setFont(0, font)
        self.addTopLevelItem(heading)
        heading.addChildren(lines)
        heading.setExpanded(self._folds.get(group.title, not group.folded))

    def _remember_folds(self) -> None:
        for item in self._tops():
            if item.childCount():
                self._folds[item.text(0)] = item.isExpanded()

    def _items(self) -> list[QTreeWidgetItem]:
        return [
            one
            for top in self._tops()
            for one in (top, *(top.child(place) for place in range(top.childCount())))
            if one is not None
        ]

    def _tops(self) -> list[QTreeWidgetItem]:
        tops = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [one for one in tops if one is not None]

    def _measure_again(self) -> None:
        self._content_height = 0
        self.updateGeometry()

    def _repaint(self) -> None:
        self.viewport().update()


def _item(line: FactLine) -> QTreeWidgetItem:
    item = QTreeWidgetItem()
    item.setData(0, LINE, line)
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, line.spoken())
    item.setToolTip(0, line.hint)
    return item


def _fact(item: QTreeWidgetItem) -> Fact[Any] | None:
    line = item.data(0, LINE)
    return line.fact if isinstance(line, FactLine) else None


def _is_open(item: QTreeWidgetItem) -> bool:
    heading = item.parent()
    return heading is None or heading.isExpanded()

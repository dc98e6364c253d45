"""Vaccinations under titles, each with a box: what is ticked is what a button will take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from ui.icons import icon
from ui.widgets.styling import Surface, set_surface

_HELD = Qt.ItemDataRole.UserRole
_NO_BOX: None = None
_DATE = "00/00/0000"


@dataclass(frozen=True, slots=True)
class TickLine:
    """One line; `ticked` is None where there is nothing to tick, `held` what it stands for."""

    words: tuple[str, ...] = field(repr=False)
    held: object = field(repr=False)
    ticked: bool | None = _NO_BOX
    icon_name: str = ""


@dataclass(frozen=True, slots=True)
class TickGroup:
    """Lines under a title; one that is not open at first is read by opening it."""

    title: str
    lines: tuple[TickLine, ...] = field(repr=False)
    is_open: bool = True


class TickTree(QTreeWidget):
    """Space ticks; the column `wide` takes the room left."""

    ticks_changed = Signal()
    chosen = Signal(object)  # what the current line stands for, None on a title

    def __init__(
        self, name: str, titles: Sequence[str], *, wide: int, least_lines: int = 9
    ) -> None:
        super().__init__()
        set_surface(self, Surface.PLAIN)
        self.setAccessibleName(name)
        self.setAccessibleDescription("Espace coche ou décoche")
        self.setHeaderLabels(list(titles))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setUniformRowHeights(True)
        self.setMinimumHeight(round(self.fontMetrics().lineSpacing() * 1.6 * least_lines))
        self.setIndentation(self.fontMetrics().height())
        header = self.header()
        header.setStretchLastSection(False)
        for column in range(len(titles)):
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(
                column, mode.Stretch if column == wide else mode.ResizeToContents
            )
        # The style does not count the box of a line: the date beside it would be cut.
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(
            0, self.fontMetrics().horizontalAdvance(_DATE) + 6 * self.fontMetrics().height()
        )
        self.itemChanged.connect(self._tell_ticks)
        self.currentItemChanged.connect(self._tell_chosen)

    def show_groups(self, groups: Sequence[TickGroup]) -> None:
        """Replace everything; empty groups are left out."""
        self.blockSignals(True)
        self.clear()
        for group in groups:
            if group.lines:
                self._add(group)
        first = self.topLevelItem(0)
        if first is not None:
            inner = first.child(0)
            self.setCurrentItem(inner if inner is not None and first.isExpanded() else first)
        self.blockSignals(False)
        self._tell_ticks()
        self._tell_chosen(self.currentItem())

    def ticked(self) -> list[object]:
        """Return what the ticked lines stand for, in their order."""
        return [
            line.data(0, _HELD)
            for line in self._lines()
            if line.data(0, Qt.ItemDataRole.CheckStateRole) is not None
            and line.checkState(0) is Qt.CheckState.Checked
        ]

    def _add(self, group: TickGroup) -> None:
        title = QTreeWidgetItem([f"{group.title} ({len(group.lines)})"])
        title.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        font = self.font()
        font.setBold(True)
        title.setFont(0, font)
        self.addTopLevelItem(title)
        title.setFirstColumnSpanned(True)
        for line in group.lines:
            title.addChild(_item(line))
        title.setExpanded(group.is_open)

    def _lines(self) -> list[QTreeWidgetItem]:
        lines = []
        for place in range(self.topLevelItemCount()):
            title = self.topLevelItem(place)
            if title is not None:
                lines += [title.child(row) for row in range(title.childCount())]
        return [line for line in lines if line is not None]

    @Slot()
    def _tell_ticks(self) -> None:
        self.ticks_changed.emit()

    def _tell_chosen(
        self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None
    ) -> None:
        self.chosen.emit(item.data(0, _HELD) if item is not None else None)


def _item(line: TickLine) -> QTreeWidgetItem:
    item = QTreeWidgetItem(list(line.words))
    item.setData(0, _HELD, line.held)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if line.ticked is not None:
        flags |= Qt.ItemFlag.ItemIsUserCheckable
        state = Qt.CheckState.Checked if line.ticked else Qt.CheckState.Unchecked
        item.setCheckState(0, state)
    item.setFlags(flags)
    if line.icon_name:
        item.setIcon(0, icon(line.icon_name))
    for column, words in enumerate(line.words):
        item.setToolTip(
            column, GuiQt.convertFromPlainText(words) if GuiQt.mightBeRichText(words) else words
        )
    return item

"""Choosing the columns of « Mes colonnes », and their order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from almapy.followup.model import FollowColumn
from ui.theme import SPACE_S
from ui.widgets.button import Button
from ui.widgets.inline_panel import InlinePanel
from ui.widgets.styling import Surface, set_surface

_KEY = Qt.ItemDataRole.UserRole
_LINES = 8


class ColumnsList(QListWidget):
    """Space shows or hides the current column, Alt and an arrow move it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current line by Alt+arrow."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_current(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)

    def move_current(self, step: int) -> None:
        """Move the current line up or down by one."""
        row = self.currentRow()
        if row < 0 or not 0 <= row + step < self.count():
            return
        self.insertItem(row + step, self.takeItem(row))
        self.setCurrentRow(row + step)


class ColumnsPanel(InlinePanel):
    """Ticked columns are shown, from left to right in the order of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "Mes colonnes",
            "Afficher",
            explanation="Cochez ce que vous voulez suivre. Alt+Haut et Alt+Bas déplacent la ligne.",
            parent=parent,
        )
        self.list = ColumnsList()
        self.list.setAccessibleName("Colonnes du tableau de suivi")
        set_surface(self.list, Surface.PLAIN)
        self.list.setMinimumHeight(self.fontMetrics().height() * 2 * _LINES)
        self.up_button = Button("Monter")
        self.down_button = Button("Descendre")
        self.up_button.clicked.connect(lambda: self.list.move_current(-1))
        self.down_button.clicked.connect(lambda: self.list.move_current(1))
        verbs = QVBoxLayout()
        verbs.setSpacing(SPACE_S)
        verbs.addWidget(self.up_button)
        verbs.addWidget(self.down_button)
        verbs.addStretch(1)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.list, 1)
        line.addLayout(verbs)
        self.add_wide(content)
        self.end_rows(first=self.list)

    def show_columns(self, columns: Sequence[FollowColumn], chosen: Sequence[str]) -> None:
        """List the chosen columns first, in their order, then the others."""
        known = {column.key: column for column in columns}
        order = [key for key in chosen if key in known]
        order += [key for key in known if key not in order]
        self.list.clear()
        for key in order:
            column = known[key]
            text = f"{column.title} ({column.unit})" if column.unit else column.title
            item = QListWidgetItem(text)
            item.setData(_KEY, key)
            states = Qt.CheckState
            item.setCheckState(states.Checked if key in chosen else states.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def chosen(self) -> tuple[str, ...]:
        """Return the keys of the ticked columns, in their order."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(
            item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked
        )

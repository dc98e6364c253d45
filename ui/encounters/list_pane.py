"""The narrow list of consultations: filter, drafts on top, removed ones on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListView, QSizePolicy, QVBoxLayout, QWidget

from almapy.encounters.model import Draft, EncounterLine
from ui.encounters.line_model import EncounterLineModel
from ui.theme import SPACE_L, SPACE_S
from ui.widgets.styling import Surface, set_surface

_Index = QModelIndex | QPersistentModelIndex
_LEAST_LINES = 5
_BATCH = 40


class EncounterList(QListView):
    """Enter or a double click opens, Suppr removes; letters go to a row."""

    opened = Signal(object)  # EncounterLine
    removal_asked = Signal(object)  # EncounterLine
    chosen = Signal(object)  # EncounterLine, or None

    def __init__(self, model: EncounterLineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self.empty_text = "Aucune consultation"
        self._following = False
        set_surface(self, Surface.PLAIN)
        self.setModel(model)
        self.setAccessibleName("Consultations")
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Twenty years of consultations are measured a screenful at a time.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.doubleClicked.connect(self._open)

    def current_line(self) -> EncounterLine | None:
        """Return the consultation of the current row."""
        index = self.currentIndex()
        return self._lines.line(index.row()) if index.isValid() else None

    def is_newer(self, draft: Draft) -> bool:
        """Tell whether the list knows a later version of this draft."""
        return any(
            line.id == draft.id and line.version > draft.version for line in self._lines.lines()
        )

    def show_lines(self, lines: Sequence[EncounterLine]) -> None:
        """Replace the rows; the current one stays current and nothing is said of it."""
        line = self.current_line()
        self._following = True
        self._lines.set_lines(lines)
        self._following = False
        self.mark(line.id if line is not None else None)

    def narrow(self, typed: str) -> None:
        """Keep the rows that hold these words."""
        line = self.current_line()
        self._following = True
        self._lines.set_filter(typed)
        self._following = False
        self.mark(line.id if line is not None else None)

    def mark(self, encounter_id: int | None) -> None:
        """Make a row current without opening it; none when the list does not show it."""
        row = self._lines.row_of(encounter_id)
        self._following = True
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            index = self._lines.index(row)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
        self._following = False

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if not self._following and current.isValid():
            self.chosen.emit(self._lines.line(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        if line is not None and not event.modifiers():
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.opened.emit(line)
                return
            if event.key() == Qt.Key.Key_Delete:
                self.removal_asked.emit(line)
                return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lines.rowCount() == 0:
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            room = self.viewport().rect().adjusted(SPACE_L, SPACE_L, -SPACE_L, -SPACE_L)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, self.empty_text)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._lines.line(index.row()))


class EncounterListPane(QWidget):
    """The list with what narrows or widens it."""

    removed_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = EncounterLineModel(self)
        self.filter = QLineEdit()
        self.list = EncounterList(self.model)
        self.with_removed = QCheckBox("Voir aussi les retirées")
        self.filter.setPlaceholderText("Chercher dans les consultations")
        self.filter.setAccessibleName("Chercher dans les consultations")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.filter.installEventFilter(self)
        self.with_removed.toggled.connect(self.removed_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.with_removed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self.filter.text():
                self.filter.clear()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return}:
                self.list.setFocus()
                return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _narrow(self, typed: str) -> None:
        found = "Aucune consultation ne contient ces mots" if typed else "Aucune consultation"
        self.list.empty_text = found
        self.list.narrow(typed)

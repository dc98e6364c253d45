"""The table of AlmaPy: whole rows, opened by Enter, sorted by their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QElapsedTimer,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QMenu,
    QStyle,
    QTableView,
    QWidget,
)

from ui.theme import SPACE_L, SPACE_S

if TYPE_CHECKING:
    from ui.widgets.table_model import Column, RecordTableModel

_Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHTS: Final = 1.9
_ICON_HEIGHTS: Final = 1.15
_BAR: Final = 3


class RecordTable(QTableView):
    """Enter or double click opens; letters go to a row; a right click on the titles shows columns.

    Without a context menu of its own the Menu key shows the columns too.
    """

    opened = Signal(object)  # the record
    current_changed = Signal(object)  # the record, or None

    def __init__(
        self,
        model: RecordTableModel[Any],
        accessible_name: str,
        *,
        empty_text: str = "Rien à afficher.",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._records = model
        self._empty_text = empty_text
        self._had_current = False
        self._kept_identity: object = None
        self._typed = ""
        self._typing = QElapsedTimer()
        self.setAccessibleName(accessible_name)
        self.setAccessibleDescription(empty_text)
        self.setModel(model)
        self._preset()
        self.fit_columns()
        model.modelAboutToBeReset.connect(self._keep_current)
        model.modelReset.connect(self._restore_current)
        self.doubleClicked.connect(self._open)

    def current_record(self) -> Any | None:
        """Record of the current row, None when there is none."""
        index = self.currentIndex()
        return self._records.record(index.row()) if index.isValid() else None

    def set_empty_text(self, text: str) -> None:
        """Say why the table is empty: « Aucun patient ne correspond » is not « Aucun patient »."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def columns_menu(self) -> QMenu:
        """Menu to sort by and to show or hide each column; the last one shown stays."""
        menu = QMenu("Colonnes", self)
        header = self.horizontalHeader()
        shown = [i for i in range(header.count()) if not header.isSectionHidden(i)]
        sorting = menu.addMenu("Trier par")
        for i, column in enumerate(self._records.columns):
            sorting.addAction(column.title).triggered.connect(
                lambda _checked, i=i: self.sortByColumn(i, self._next_order(i))
            )
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(i in shown)
            action.setEnabled(shown != [i])
            action.toggled.connect(lambda on, i=i: header.setSectionHidden(i, not on))
        menu.addSeparator()
        menu.addAction("Rétablir les colonnes").triggered.connect(self._reset_columns)
        return menu

    def fit_columns(self) -> None:
        """Give each column the width of its title or of its sample, whichever is longer."""
        side = self._icon_side()
        self.setIconSize(QSize(side, side))
        header = self.horizontalHeader()
        for i, column in enumerate(self._records.columns):
            self.setColumnWidth(i, self.wanted_width(column))
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else None
            header.setSectionResizeMode(i, stretch or QHeaderView.ResizeMode.Interactive)
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(round(height * _ROW_HEIGHTS))

    def wanted_width(self, column: Column[Any]) -> int:
        """Return the width of a title with its arrow or of a sample, whichever is longer."""
        return max(self.title_width(column) + SPACE_L, self.sample_width(column))

    def sample_width(self, column: Column[Any]) -> int:
        """Return the width of a usual text with its icon."""
        icon = self._icon_side() + SPACE_S if column.icon_name else 0
        return self.fontMetrics().horizontalAdvance(column.sample) + icon + self._padding()

    def title_width(self, column: Column[Any]) -> int:
        """Return the width of a title alone."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(bold).horizontalAdvance(column.title) + self._padding()

    def _padding(self) -> int:
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin)
        return 2 * (SPACE_S + margin)

    def _icon_side(self) -> int:
        return round(self.fontMetrics().height() * _ICON_HEIGHTS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes a row current without selecting it: Enter would open a row nobody sees.
        by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        if not by_mouse and not self.selectionModel().hasSelection():
            self.selectRow(self.currentIndex().row())

    def keyboardSearch(self, search: str) -> None:
        """Type-ahead on the sorted column, deaf to accents and case; one letter again goes on."""
        pause = QApplication.keyboardInputInterval()
        if not self._typing.isValid() or self._typing.elapsed() > pause:
            self._typed = ""
        self._typing.start()
        self._typed += search
        current = self.currentIndex().row()
        column = max(self.horizontalHeader().sortIndicatorSection(), 0)
        if self._typed == self._typed[0] * len(self._typed):
            found = self._records.row_starting_with(self._typed[0], column, current + 1)
        else:
            found = self._records.row_starting_with(self._typed, column, max(current, 0))
        if found >= 0:
            self.setCurrentIndex(self._records.index(found, column))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._pop_columns_menu(self.mapToGlobal(QPoint(0, 0)))
            return
        super().contextMenuEvent(event)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() or current.isValid() is not previous.isValid():
            self.current_changed.emit(self.current_record())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._records.rowCount() == 0:
            self._paint_empty_text()
        else:
            self._paint_bars()

    def _preset(self) -> None:
        views = QAbstractItemView
        self.setSelectionBehavior(views.SelectionBehavior.SelectRows)
        self.setSelectionMode(views.SelectionMode.SingleSelection)
        self.setEditTriggers(views.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(views.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(views.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # Tab leaves the table: no trap
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda point: self._pop_columns_menu(header.mapToGlobal(point))
        )

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._records.record(index.row()))

    @Slot()
    def _keep_current(self) -> None:
        record = self.current_record()
        self._had_current = record is not None
        self._kept_identity = None if record is None else self._records.identity(record)

    @Slot()
    def _restore_current(self) -> None:
        if not self._had_current:
            return
        row = self._records.row_of(self._kept_identity)
        if row < 0:
            self.current_changed.emit(None)
        else:
            self.setCurrentIndex(self._records.index(row, 0))

    def _pop_columns_menu(self, place: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _next_order(self, column: int) -> Qt.SortOrder:
        header = self.horizontalHeader()
        ascending = Qt.SortOrder.AscendingOrder
        if header.sortIndicatorSection() == column and header.sortIndicatorOrder() is ascending:
            return Qt.SortOrder.DescendingOrder
        return ascending

    @Slot()
    def _reset_columns(self) -> None:
        header = self.horizontalHeader()
        for i in range(header.count()):
            header.setSectionHidden(i, False)
            header.moveSection(header.visualIndex(i), i)
        self.fit_columns()

    def _paint_empty_text(self) -> None:
        painter = QPainter(self.viewport())
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        room = self.viewport().rect().adjusted(SPACE_L, SPACE_L, -SPACE_L, -SPACE_L)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._empty_text)

    def _paint_bars(self) -> None:
        # The background of a selected row is pale: the bar says it without the nuance of colour.
        painter = QPainter(self.viewport())
        color = self.palette().color(QPalette.ColorRole.Accent)
        for index in self.selectionModel().selectedRows():
            row = index.row()
            painter.fillRect(
                QRect(0, self.rowViewportPosition(row), _BAR, self.rowHeight(row)), color
            )

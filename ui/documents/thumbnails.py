"""The pages in small beside the document, drawn when they come into view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.desk import Desk
from ui.documents.opening import Shown
from ui.documents.page_pictures import PagePictures, Wish
from ui.theme import SPACE_S, SPACE_XS
from ui.widgets.styling import Surface, set_surface

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDTH_EM, _HEIGHT_EM = 5.0, 7.0


class Thumbnails(QListView):
    """Up and down, Page and letters as in any list; the page chosen comes to the front."""

    page_chosen = Signal(object)  # int, from 1

    def __init__(
        self, desk: Desk, turn: Callable[[int], int], parent: QWidget | None = None
    ) -> None:
        """`turn` tells how a page (from 1) is turned."""
        super().__init__(parent)
        self._turn = turn
        self._shown = Shown()
        self._is_quiet = False
        self.pictures = PagePictures(desk, self)
        self._model = _Pages(self)
        set_surface(self, Surface.PLAIN)
        self.setModel(self._model)
        self.setAccessibleName("Miniatures des pages")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_text()
        self.pictures.drawn.connect(self._model.redraw)
        self.verticalScrollBar().valueChanged.connect(self.draw_visible)
        self.selectionModel().currentChanged.connect(self._choose)

    def show_document(self, shown: Shown) -> None:
        """Show the pages of another document."""
        self._shown = shown
        self._is_quiet = True
        self.pictures.set_source(shown.draw)
        self._model.set_count(len(shown.sizes))
        self._is_quiet = False
        self.scrollToTop()

    def follow(self, page: int) -> None:
        """Mark the page (from 1) that is in front."""
        index = self._model.index(page - 1, 0)
        if not index.isValid() or index == self.currentIndex():
            return
        self._is_quiet = True
        self.setCurrentIndex(index)
        self._is_quiet = False

    def draw_visible(self) -> None:
        """Have the thumbnails in view drawn."""
        if self.isVisible():
            self.pictures.want([self._wish(page) for page in self._visible()])

    def picture(self, page: int) -> QImage | None:
        """Return the thumbnail of a page (index, from 0), None while it is not drawn."""
        return self.pictures.picture(page, self._turn(page + 1))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_text()
        self.draw_visible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.draw_visible()

    def _visible(self) -> range:
        count = self._model.rowCount()
        if not count:
            return range(0)
        height = max(1, self.gridSize().height())
        top = self.verticalScrollBar().value()
        last = (top + self.viewport().height()) // height
        return range(top // height, min(count, last + 1))

    def _wish(self, page: int) -> Wish:
        size, turn = self._shown.sizes[page], self._turn(page + 1)
        room = self.iconSize()
        width, height = (size.height, size.width) if turn % 180 else (size.width, size.height)
        scale = min(room.width() / width, room.height() / height) * self.devicePixelRatioF()
        return Wish(page, scale, turn)

    def _fit_text(self) -> None:
        line = self.fontMetrics().height()
        icon = QSize(round(line * _WIDTH_EM), round(line * _HEIGHT_EM))
        if icon == self.iconSize():
            return
        self.setIconSize(icon)
        cell = QSize(icon.width() + 2 * SPACE_S, icon.height() + line + 2 * SPACE_S)
        self.setGridSize(cell)
        self.setFixedWidth(cell.width() + self.verticalScrollBar().sizeHint().width() + SPACE_XS)

    def _choose(self, index: _Index) -> None:
        if index.isValid() and not self._is_quiet:
            self.page_chosen.emit(index.row() + 1)


class _Pages(QAbstractListModel):
    def __init__(self, strip: Thumbnails) -> None:
        super().__init__(strip)
        self._strip = strip
        self._count = 0

    def set_count(self, count: int) -> None:
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def redraw(self, page: int) -> None:
        index = self.index(page, 0)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"Page {index.row() + 1}"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._drawing(index.row())
        return None

    def _drawing(self, page: int) -> QPixmap:
        image = self._strip.picture(page)
        if image is not None:
            pixmap = QPixmap.fromImage(image)
            pixmap.setDevicePixelRatio(self._strip.devicePixelRatioF())
            return pixmap
        blank = QPixmap(self._strip.iconSize())
        blank.fill(Qt.GlobalColor.white)
        return blank

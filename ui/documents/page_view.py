"""Pages one under the other, drawn as they come into view."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from almapy.documents.pdf import PageSize
from ui.desk import Desk
from ui.documents.opening import Shown
from ui.tasks import Lane
from ui.theme import SPACE_M

_FULL_SIZE = 96 / 72  # logical pixels a point at 100 %
_STEP = 1.25
_LEAST_ZOOM, _MOST_ZOOM = 0.1, 6.0
_KEPT_AROUND = 3
_RING = 2


class Fit(Enum):
    """How the size of the pages follows the size of the window."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


class PageView(QAbstractScrollArea):
    """Draws one page at a time in the background; what it drew of another document is dropped."""

    moved = Signal()  # another page is in front, or another zoom
    failed = Signal(object)  # UnreadableDocument of one page

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown = Shown()
        self._tops: list[float] = []
        self._images: dict[int, tuple[float, QImage]] = {}
        self._refused: set[int] = set()
        self._turn = 0
        self._busy = False
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Aperçu du document")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self._follow)

    @property
    def zoom(self) -> float:
        """Return the size of the pages, 1 being that of the paper."""
        return self._zoom

    @property
    def fit(self) -> Fit:
        """Return how the size of the pages is chosen."""
        return self._fit

    @property
    def page(self) -> int:
        """Return the page in front, from 1; 0 when there is none."""
        if not self._tops:
            return 0
        line = self.verticalScrollBar().value() + self.viewport().height() / 3
        return max(1, sum(top <= line for top in self._tops))

    def is_drawn(self, page: int) -> bool:
        """Tell whether a page (from 1) stands at its present size, or is refused."""
        index = page - 1
        return index in self._refused or self._images.get(index, (0.0,))[0] == self._scale()

    def show_document(self, shown: Shown) -> None:
        """Show another document from its top."""
        self._turn += 1
        self._shown = shown
        self._images.clear()
        self._refused.clear()
        self.setAccessibleDescription(f"{shown.count} page(s)" if shown.count else "")
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._follow()

    def set_fit(self, fit: Fit) -> None:
        """Have the width or the whole page fit the window."""
        self._fit = fit
        self._keeping_place(self._lay_out)

    def zoom_by(self, steps: float) -> None:
        """Make the pages larger, or smaller with a negative number of steps."""
        wanted = self._zoom * _STEP**steps
        self._fit = Fit.FREE
        self._zoom = min(max(wanted, _LEAST_ZOOM), _MOST_ZOOM)
        self._keeping_place(self._lay_out)

    def go_to(self, page: int) -> None:
        """Bring the top of a page (from 1) to the top of the view."""
        if self._tops:
            top = self._tops[min(max(page, 1), len(self._tops)) - 1]
            self.verticalScrollBar().setValue(round(top - SPACE_M))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keeping_place(self._lay_out)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+−, which is also a key of the window on French keyboards."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if not (is_key and isinstance(event, QKeyEvent)):
            return super().event(event)
        if event.matches(QKeySequence.StandardKey.ZoomOut):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys go from page to page, through a page that is higher than the view."""
        bar = self.verticalScrollBar()
        steps: dict[int, Callable[[], None]] = {
            Qt.Key.Key_PageDown: lambda: self._turn_page(1),
            Qt.Key.Key_PageUp: lambda: self._turn_page(-1),
            Qt.Key.Key_Space: lambda: self._turn_page(1),
            Qt.Key.Key_Home: lambda: bar.setValue(0),
            Qt.Key.Key_End: lambda: bar.setValue(bar.maximum()),
        }
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            self.zoom_by(1)
        elif event.matches(QKeySequence.StandardKey.ZoomOut):
            self.zoom_by(-1)
        elif event.key() in steps:
            steps[event.key()]()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colors = self.palette()
        for index in self._visible():
            place = self._place(index)
            # Paper is white in the dark too: a document is shown as it will be printed.
            painter.fillRect(place, Qt.GlobalColor.white)
            if index in self._images:
                painter.drawImage(place, self._images[index][1])
            painter.setPen(colors.color(QPalette.ColorRole.Mid))
            painter.drawRect(place)
        if self.hasFocus():
            painter.setPen(QPen(colors.color(QPalette.ColorRole.Accent), _RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _scale(self) -> float:
        """Return pixels of the screen a point."""
        return self._zoom * _FULL_SIZE * self.devicePixelRatioF()

    def _lay_out(self) -> None:
        sizes = self._shown.sizes
        view = self.viewport().size()
        if sizes and self._fit is not Fit.FREE:
            self._zoom = self._fitting(sizes[0])
        factor = self._zoom * _FULL_SIZE
        self._tops, top = [], float(SPACE_M)
        for size in sizes:
            self._tops.append(top)
            top += size.height * factor + SPACE_M
        widest = max((size.width for size in sizes), default=0.0) * factor + 2 * SPACE_M
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, round(top) - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(max(1, view.height() // 12))
        horizontal.setRange(0, max(0, round(widest) - view.width()))
        horizontal.setPageStep(view.width())
        self._follow()

    def _fitting(self, size: PageSize) -> float:
        # Room is left for the bar: one that comes and goes would change the width each time.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.maximumViewportSize()
        across = (room.width() - 2 * SPACE_M - bar) / (size.width * _FULL_SIZE)
        down = (room.height() - 2 * SPACE_M) / (size.height * _FULL_SIZE)
        wanted = across if self._fit is Fit.WIDTH else min(across, down)
        return min(max(wanted, _LEAST_ZOOM), _MOST_ZOOM)

    def _keeping_place(self, work: Callable[[], None]) -> None:
        page = self.page
        top = self._tops[page - 1] if page else 0.0
        below = (self.verticalScrollBar().value() - top) / self._zoom
        work()
        if page and page <= len(self._tops):
            self.verticalScrollBar().setValue(round(self._tops[page - 1] + below * self._zoom))

    def _place(self, index: int) -> QRectF:
        size, factor = self._shown.sizes[index], self._zoom * _FULL_SIZE
        width, height = size.width * factor, size.height * factor
        left = max(float(SPACE_M), (self.viewport().width() - width) / 2)
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return QRectF(round(left - across), round(self._tops[index] - down), width, height)

    def _visible(self) -> list[int]:
        view = QRectF(self.viewport().rect())
        return [index for index in range(len(self._tops)) if self._place(index).intersects(view)]

    def _turn_page(self, step: int) -> None:
        bar = self.verticalScrollBar()
        factor = self._zoom * _FULL_SIZE
        here = self.page
        if not here:
            return
        height = self._shown.sizes[here - 1].height * factor
        if height > self.viewport().height():
            bar.setValue(bar.value() + step * (self.viewport().height() - SPACE_M))
        else:
            self.go_to(here + step)

    def _follow(self) -> None:
        self.viewport().update()
        self.moved.emit()
        self._draw_next()

    def _draw_next(self) -> None:
        draw = self._shown.draw
        if self._busy or draw is None or not self.isVisible():
            return
        visible = self._visible()
        near = [*visible, *(index + 1 for index in visible[-1:])]
        index = next(
            (one for one in near if one < len(self._tops) and not self.is_drawn(one + 1)), None
        )
        if index is None:
            return
        self._busy = True
        turn, scale, page = self._turn, self._scale(), index

        def done(image: QImage) -> None:
            self._busy = False
            if turn == self._turn:
                self._keep(page, scale, image)
            self._draw_next()

        def failed(error: Exception) -> None:
            self._busy = False
            if turn == self._turn:
                self._refused.add(page)
                self.failed.emit(error)
            self._draw_next()

        self._desk.run(self, lambda: draw(page, scale), done, failed, lane=Lane.IO)

    def _keep(self, page: int, scale: float, image: QImage) -> None:
        self._images[page] = (scale, image)
        around = self._visible() or [page]
        for index in list(self._images):
            if not around[0] - _KEPT_AROUND <= index <= around[-1] + _KEPT_AROUND:
                del self._images[index]
        self.viewport().update()

"""Pages one under the other, drawn as they come into view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
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
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from almapy.documents.finding import Hit
from almapy.ocr.model import Box
from ui.desk import Desk
from ui.documents.framing import LEAST_ZOOM, MOST_ZOOM, Fit, Framing
from ui.documents.marks import PageMark
from ui.documents.opening import Shown
from ui.documents.page_layout import FULL_SIZE, PageLayout
from ui.documents.page_overlay import paint_hit, paint_mark, place_of
from ui.documents.page_pictures import PagePictures, Wish
from ui.theme import SPACE_M

_STEP = 1.25
_RING = 2
_TOLERANCE = 1.01  # a picture that close to its place is painted as it is


class PageView(QAbstractScrollArea):
    """Lays pages out from their sizes; each is drawn in the background when it comes into view."""

    moved = Signal()  # another page is in front, another zoom or turn
    failed = Signal(object)  # UnreadableDocument of one page

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Shown()
        self._layout = PageLayout()
        self.pictures = PagePictures(desk, self)
        self._marks: Sequence[PageMark] = ()
        self._mark = -1
        self._hits: dict[int, list[Hit]] = {}
        self._hit: Hit | None = None
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Aperçu du document")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self._follow)
        self.pictures.drawn.connect(self.viewport().update)
        self.pictures.failed.connect(self.failed)

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
        if not len(self._layout):
            return 0
        return 1 + self._layout.index_at(
            self.verticalScrollBar().value() + self.viewport().height() / 3
        )

    @property
    def page_count(self) -> int:
        """Return how many pages are shown."""
        return len(self._layout)

    def turn(self, page: int) -> int:
        """Return how a page (from 1) is turned, in degrees clockwise."""
        return self._layout.turn(page - 1)

    def is_drawn(self, page: int) -> bool:
        """Tell whether a page (from 1) stands at its present size, or is refused."""
        return self.pictures.is_settled(self._wish(page - 1))

    def framing(self) -> Framing:
        """Return how pages are drawn here now."""
        # Room is left for the bar: one that comes and goes would change the width each time.
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.maximumViewportSize()
        return Framing(
            self._fit,
            self._zoom,
            room.width() - 2 * SPACE_M - bar,
            room.height() - 2 * SPACE_M,
            self.devicePixelRatioF(),
        )

    def show_document(
        self,
        shown: Shown,
        turns: Mapping[int, int] | None = None,
        first: tuple[Wish, QImage] | None = None,
    ) -> None:
        """Show another document from its top; ``turns`` by page (from 1), ``first`` drawn ahead."""
        self._shown = shown
        self._layout.set_pages(shown.sizes)
        self._layout.set_turns({page - 1: turn for page, turn in (turns or {}).items()})
        self.pictures.set_source(shown.draw)
        if first is not None:
            self.pictures.put(*first)
        self._marks, self._mark = (), -1
        self._hits, self._hit = {}, None
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._describe()
        self._follow()

    def set_turns(self, turns: Mapping[int, int]) -> None:
        """Turn pages (from 1) clockwise; the others stand as they are stored."""
        self._keeping_place(
            lambda: self._layout.set_turns({page - 1: turn for page, turn in turns.items()})
        )

    def set_marks(self, marks: Sequence[PageMark]) -> None:
        """Highlight these places, and no others."""
        self._marks, self._mark = tuple(marks), -1
        self._describe()
        self.viewport().update()

    def show_mark(self, index: int) -> None:
        """Bring a mark into view and outline it more."""
        if 0 <= index < len(self._marks):
            self._mark = index
            self.bring(self._marks[index].page, self._marks[index].box)
            self.viewport().update()

    def set_hits(self, hits: Sequence[Hit], current: int) -> None:
        """Highlight what was searched; the current one is outlined more."""
        self._hits = {}
        for hit in hits:
            self._hits.setdefault(hit.page, []).append(hit)
        self._hit = hits[current] if current < len(hits) else None
        self.viewport().update()

    @property
    def has_hits(self) -> bool:
        """Tell whether places that were searched are highlighted."""
        return bool(self._hits)

    def set_fit(self, fit: Fit) -> None:
        """Have the width or the whole page fit the window."""
        self._fit = fit
        self._keeping_place()

    def zoom_by(self, steps: float) -> None:
        """Make the pages larger, or smaller with a negative number of steps."""
        self._fit = Fit.FREE
        wanted = min(max(self._zoom * _STEP**steps, LEAST_ZOOM), MOST_ZOOM)
        page, below = self._here()
        self._zoom = wanted
        self._arrange()
        self._return_to(page, below)

    def go_to(self, page: int) -> None:
        """Bring the top of a page (from 1) to the top of the view."""
        if len(self._layout):
            top = self._layout.top(min(max(page, 1), len(self._layout)) - 1)
            self.verticalScrollBar().setValue(round(top - SPACE_M))

    def bring(self, page: int, box: Box) -> None:
        """Bring a place of a page (from 1) into view; one that is in view stays where it is."""
        if not 0 < page <= len(self._layout):
            return
        place = place_of(self._place(page - 1), box, self.turn(page))
        view = QRectF(self.viewport().rect())
        if view.contains(place):
            return
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setValue(round(down.value() + place.center().y() - view.height() / 3))
        if place.left() < 0 or place.right() > view.width():
            across.setValue(round(across.value() + place.center().x() - view.width() / 2))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keeping_place()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+−, which is also a key of the window on French keyboards."""
        is_key = event.type() is QEvent.Type.ShortcutOverride
        if not (is_key and isinstance(event, QKeyEvent)):
            return super().event(event)
        if event.matches(QKeySequence.StandardKey.ZoomOut):
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a mark proves when the mouse rests on it."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._words_at(event)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

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
        colors = self.palette()
        for index in self._visible():
            place = self._place(index)
            self._paint_page(painter, index, place)
            self._paint_overlay(painter, index + 1, place)
            painter.setPen(colors.color(QPalette.ColorRole.Mid))
            painter.drawRect(place)
        if self.hasFocus():
            painter.setPen(QPen(colors.color(QPalette.ColorRole.Accent), _RING))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _paint_page(self, painter: QPainter, index: int, place: QRectF) -> None:
        # Paper is white in the dark too: a document is shown as it will be printed.
        painter.fillRect(place, Qt.GlobalColor.white)
        image = self.pictures.picture(index, self._layout.turn(index))
        if image is None:
            return
        # While a page waits to be drawn at another size, a rough picture must not cost time.
        is_rough = not self.is_drawn(index + 1)
        ratio = image.width() / max(1.0, place.width() * self.devicePixelRatioF())
        smooth = not is_rough and not 1 / _TOLERANCE < ratio < _TOLERANCE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(place, image)

    def _paint_overlay(self, painter: QPainter, page: int, place: QRectF) -> None:
        turn = self.turn(page)
        for number, mark in enumerate(self._marks):
            if mark.page == page:
                paint_mark(painter, place, turn, mark, is_current=number == self._mark)
        for hit in self._hits.get(page, ()):
            for box in hit.boxes:
                paint_hit(painter, place, turn, box, is_current=hit is self._hit)

    def _words_at(self, event: QHelpEvent) -> str:
        for mark in self._marks:
            if 0 < mark.page <= len(self._layout):
                place = place_of(self._place(mark.page - 1), mark.box, self.turn(mark.page))
                if place.contains(event.pos()):
                    return mark.words
        return ""

    def _describe(self) -> None:
        words = [f"{self._shown.count} page(s)"] if self._shown.count else []
        words += [f"{mark.words}, page {mark.page}" for mark in self._marks]
        self.setAccessibleDescription(". ".join(words))

    def _wish(self, index: int) -> Wish:
        return Wish(index, self.framing().scale(self._zoom), self._layout.turn(index))

    def _arrange(self) -> None:
        view = self.viewport().size()
        if len(self._layout) and self._fit is not Fit.FREE:
            self._zoom = self.framing().zoom_for(self._layout.size(0))
        self._layout.arrange(self._zoom)
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, self._layout.height - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(max(1, view.height() // 12))
        horizontal.setRange(0, max(0, self._layout.width - view.width()))
        horizontal.setPageStep(view.width())
        self._follow()

    def _keeping_place(self, change: Callable[[], None] | None = None) -> None:
        page, below = self._here()
        if change is not None:
            change()
        self._arrange()
        self._return_to(page, below)

    def _here(self) -> tuple[int, float]:
        """Return the page in front, and how far below its top the view begins at 100 %."""
        page = self.page
        top = self._layout.top(page - 1) if page else 0.0
        return page, (self.verticalScrollBar().value() - top) / self._zoom

    def _return_to(self, page: int, below: float) -> None:
        if page and page <= len(self._layout):
            value = self._layout.top(page - 1) + below * self._zoom
            self.verticalScrollBar().setValue(round(value))

    def _place(self, index: int) -> QRectF:
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return self._layout.place(index, self.viewport().width(), across, down)

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        return self._layout.visible(top, top + self.viewport().height())

    def _turn_page(self, step: int) -> None:
        here = self.page
        if not here:
            return
        height = self._layout.size(here - 1).height * self._zoom * FULL_SIZE
        if height > self.viewport().height():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + step * (self.viewport().height() - SPACE_M))
        else:
            self.go_to(here + step)

    @Slot()
    def _follow(self) -> None:
        self.viewport().update()
        self.moved.emit()
        if not self.isVisible():
            return
        visible = self._visible()
        near = [*visible, visible.stop, visible.start - 1]
        self.pictures.want([self._wish(one) for one in near if 0 <= one < len(self._layout)])

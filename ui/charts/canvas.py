"""The frame in which curves are drawn: axes, grid, zoom, and the value read under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.charts.axes import NumberAxis
from ui.theme import LIGHT, SPACE_M, SPACE_S, Scheme
from ui.widgets.announce import announce

# The library would otherwise walk through every object of the program when it ends.
pyqtgraph.setConfigOption("exitCleanup", False)

_ZOOM_STEP = 0.6
_GRID_ALPHA = 40
_BAND_ALPHA = 110
_FILL_ALPHA = 22
_PADDING = 0.04
_TICK_DENSITY = 1.8
_NEAR_PIXELS = 60
_CLOSEST = 1 / 400
_FEW_POINTS = 120


class Readable(NamedTuple):
    """A point that can be read: where it stands; its words are made when it is read."""

    x: float
    y: float
    words: Callable[[], str]


class Stroke(NamedTuple):
    """How a curve is drawn; the symbol and the dash tell it apart without its colour."""

    color: str
    width: float = 2.0
    dash: Qt.PenStyle = Qt.PenStyle.SolidLine
    symbol: str = ""


class Canvas(pyqtgraph.PlotWidget):
    """Wheel, + and − zoom in time; 0 or Échap shows all again; ← and → read the values."""

    read = Signal(object)  # str, the value under the cursor, empty for none
    scale_changed = Signal()

    def __init__(self, x_axis: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={"bottom": x_axis, "left": NumberAxis("left")})
        self._scheme = LIGHT
        self._readables: list[Readable] = []
        self._current = -1
        self._whole = (0.0, 1.0)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=True, y=False)
        item.getAxis("left").setTickDensity(_TICK_DENSITY)
        item.layout.setContentsMargins(0, SPACE_S, SPACE_M, 0)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        item.getViewBox().sigXRangeChanged.connect(self._tell_scale)
        item.getViewBox().sigResized.connect(self._tell_scale)

    @property
    def scheme(self) -> Scheme:
        """Colours of the drawing in hand."""
        return self._scheme

    def sizeHint(self) -> QSize:
        """Ask for little: the window gives what it has."""
        return QSize(320, 200)

    def begin(self, scheme: Scheme, y_label: str, x_label: str = "") -> None:
        """Take everything away and dress the frame."""
        self._scheme = scheme
        self._readables, self._current = [], -1
        self.clear()
        self.setBackground(QColor(scheme.base))
        item = self.getPlotItem()
        for name, label in (("left", y_label), ("bottom", x_label)):
            axis = item.getAxis(name)
            axis.setStyle(tickFont=self.font(), tickTextOffset=6, tickLength=0)
            axis.setPen(_pen(scheme.control))
            axis.setTextPen(QColor(scheme.secondary))
            axis.label.setFont(self.font())
            if label:
                axis.setLabel(label, color=scheme.secondary)
            else:
                axis.showLabel(False)
            axis.setGrid(_GRID_ALPHA)
        self._cursor = pyqtgraph.InfiniteLine(
            angle=90, pen=_pen(scheme.control, 1.0, Qt.PenStyle.DotLine)
        )
        self._ring = pyqtgraph.ScatterPlotItem(
            size=17, pen=_pen(scheme.text, 2.0), brush=None, antialias=True
        )
        for part in (self._cursor, self._ring):
            part.setZValue(20)
            part.hide()
            self.addItem(part, ignoreBounds=True)

    def add_curve(
        self, xs: Sequence[float], ys: Sequence[float], stroke: Stroke, *, smooth: bool = False
    ) -> Any:
        """Draw a line through values, with a symbol on each when they are not too many.

        ``smooth`` values change so little from one to the next that a thick line costs nothing.
        """
        few = smooth or len(xs) <= _FEW_POINTS
        pen = _pen(stroke.color, stroke.width if few else 1.0, stroke.dash)
        wanted = bool(stroke.symbol) and few
        curve = self.plot(
            list(xs),
            list(ys),
            pen=pen,
            antialias=True,
            symbol=stroke.symbol if wanted else None,
            symbolSize=9,
            symbolPen=_pen(self._scheme.base, 1.2),
            symbolBrush=QColor(stroke.color),
        )
        if not few:  # a thick path of many points takes ten times as long
            curve.curve.setSegmentedLineMode("on")
        return curve

    def add_fill(self, one: Any, other: Any, color: str) -> None:
        """Shade what lies between two curves."""
        shade = QColor(color)
        shade.setAlpha(_FILL_ALPHA)
        between = pyqtgraph.FillBetweenItem(one, other, brush=shade)
        between.setZValue(-20)
        self.addItem(between, ignoreBounds=True)

    def add_band(self, low: float, high: float, color: str) -> None:
        """Shade the values between two bounds."""
        shade = QColor(color)
        shade.setAlpha(_BAND_ALPHA)
        region = pyqtgraph.LinearRegionItem(
            (low, high),
            orientation="horizontal",
            movable=False,
            brush=shade,
            pen=_pen(self._scheme.control, 1.0, Qt.PenStyle.DashLine),
        )
        region.setZValue(-20)
        self.addItem(region, ignoreBounds=True)

    def add_text(
        self, place: tuple[float, float], text: str, color: str, anchor: tuple[float, float]
    ) -> Any:
        """Write a word at a place of the curve; return it, to be moved when the zoom changes."""
        words = pyqtgraph.TextItem(text, color=QColor(color), anchor=anchor)
        words.setFont(self.font())
        words.setZValue(10)
        self.addItem(words, ignoreBounds=True)
        words.setPos(*place)
        return words

    def show_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show this part; nobody can zoom or move beyond it."""
        across = (x[1] - x[0]) * _PADDING
        up = ((y[1] - y[0]) or abs(y[1]) * 0.2 or 1.0) * _PADDING * 2
        self._whole = (x[0] - across, x[1] + across)
        low, high = self._whole
        view = self.getPlotItem().getViewBox()
        view.setLimits(xMin=low, xMax=high, minXRange=(high - low) * _CLOSEST, maxXRange=high - low)
        view.setRange(xRange=self._whole, yRange=(y[0] - up, y[1] + up), padding=0)

    def set_readables(self, points: Sequence[Readable]) -> None:
        """Take what the keyboard and the mouse can read, in the order of ← and →."""
        self._readables = sorted(points, key=lambda one: one[:2])
        self._current = -1

    @property
    def is_zoomed(self) -> bool:
        """Tell whether a part only is shown."""
        low, high = self.visible_range()
        return high - low < (self._whole[1] - self._whole[0]) * 0.999

    def visible_range(self) -> tuple[float, float]:
        """Return the lowest and highest x now in view."""
        low, high = self.getPlotItem().getViewBox().viewRange()[0]
        return float(low), float(high)

    def frame(self) -> QRectF:
        """Return the rectangle of the curves, in pixels of this widget."""
        view = self.getPlotItem().getViewBox()
        return QRectF(self.mapFromScene(view.sceneBoundingRect()).boundingRect())

    def zoom(self, factor: float) -> None:
        """Show more (above 1) or less around the value being read, else around the middle."""
        low, high = self.visible_range()
        middle = self._readables[self._current].x if self._current >= 0 else (low + high) / 2
        middle = min(max(middle, low), high)
        start, end = middle - (middle - low) * factor, middle + (high - middle) * factor
        self.setXRange(max(start, self._whole[0]), min(end, self._whole[1]), padding=0)

    def reset_zoom(self) -> None:
        """Show all."""
        self.setXRange(*self._whole, padding=0)

    def read_step(self, step: int) -> None:
        """Read the next (1) or the former (-1) value; the first call reads the last one."""
        if not self._readables:
            return
        last = len(self._readables) - 1
        self._read(last if self._current < 0 else min(max(self._current + step, 0), last))
        self._bring_into_view()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self.read_step(-1)
            case Qt.Key.Key_Right:
                self.read_step(1)
            case Qt.Key.Key_Home if self._readables:
                self.read_step(-len(self._readables))
            case Qt.Key.Key_End if self._readables:
                self.read_step(len(self._readables))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(_ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / _ZOOM_STEP)
            case Qt.Key.Key_0:
                self.reset_zoom()
            case Qt.Key.Key_Escape if self.is_zoomed:
                self.reset_zoom()
            case _:
                event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._read_near(event.position().x(), event.position().y())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._read(-1)

    def _read_near(self, across: float, down: float) -> None:
        frame = self.frame()
        if not self._readables or not frame.contains(across, down):
            return
        view = self.getPlotItem().getViewBox()
        (low, high), (bottom, top) = view.viewRange()
        x_scale, y_scale = frame.width() / (high - low), frame.height() / (top - bottom)

        def distance(place: int) -> float:
            point = self._readables[place]
            aside = (point.x - low) * x_scale + frame.left() - across
            above = frame.bottom() - (point.y - bottom) * y_scale - down
            return float(aside**2 + (above / 4) ** 2)  # the nearest in time is meant

        nearest = min(range(len(self._readables)), key=distance)
        self._read(nearest if distance(nearest) <= _NEAR_PIXELS**2 else -1)

    def _read(self, place: int) -> None:
        if place == self._current:
            return
        self._current = place
        shown = place >= 0
        self._cursor.setVisible(shown)
        self._ring.setVisible(shown)
        text = ""
        if shown:
            point = self._readables[place]
            self._cursor.setPos(point.x)
            self._ring.setData([point.x], [point.y])
            text = point.words()
            announce(self, text)
        self.setAccessibleDescription(text)
        self.read.emit(text)

    def _bring_into_view(self) -> None:
        low, high = self.visible_range()
        x = self._readables[self._current].x
        if not low <= x <= high:
            half = (high - low) / 2
            start = min(max(x - half, self._whole[0]), self._whole[1] - 2 * half)
            self.setXRange(start, start + 2 * half, padding=0)

    def _tell_scale(self, *_ranges: object) -> None:
        self.scale_changed.emit()


def _pen(color: str, width: float = 1.0, dash: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen as wide in pixels whatever the scale of the values."""
    pen = QPen(QColor(color), width, dash)
    pen.setCosmetic(True)
    return pen

"""Icons by meaning: one family of SVG strokes, tinted by the palette when they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
    QPixmapCache,
)
from shiboken6 import Shiboken

from resources import resource

if TYPE_CHECKING:
    from pathlib import Path


_NOTHING = QColor(0, 0, 0, 0)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Icon of that meaning in the colour of `role`; it follows a change of palette by itself.

    Raises LookupError when no drawing has that name.
    """
    _drawing(name)
    return QIcon(_TintedEngine(name, role))


def app_icon() -> QIcon:
    """Mark of AlmaPy in its own colours, for windows and the desktop."""
    return QIcon(str(resource("icons", "almapy.svg")))


def pixmap(name: str, side: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """Drawing of `side` logical pixels in one colour, sharp on a screen of that pixel ratio."""
    pixels = round(side * ratio)
    return _tinted(name, QSize(pixels, pixels), color, ratio)


def _tinted(name: str, pixels: QSize, color: QColor, ratio: float) -> QPixmap:
    if pixels.isEmpty():  # asked by a layout that is not settled yet
        return QPixmap()
    key = f"almapy/{name}/{pixels.width()}x{pixels.height()}@{ratio}/{color.rgba()}"
    cached = QPixmap()
    if QPixmapCache.find(key, cached):
        return cached
    drawn = _draw(_drawing(name), pixels, color)
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def _draw(drawing: Path, pixels: QSize, color: QColor) -> QPixmap:
    # Loading QtSvg takes 4 ms, which a window without icons need not pay.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    text = drawing.read_text(encoding="utf-8").replace("currentColor", color.name())
    result = QPixmap(pixels)
    result.fill(_NOTHING)
    side = min(pixels.width(), pixels.height())
    square = QRectF((pixels.width() - side) / 2, (pixels.height() - side) / 2, side, side)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(text.encode())).render(painter, square)
    painter.end()
    return result


class _TintedEngine(QIconEngine):
    """Draws when asked, with the application palette of that moment."""

    # Qt deletes what clone() returns but PySide lets go of it at once; kept here until Qt is done.
    _clones: ClassVar[list[QIconEngine]] = []

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        copy = _TintedEngine(self._name, self._role)
        self._clones[:] = [clone for clone in self._clones if Shiboken.isValid(clone)]
        self._clones.append(copy)
        return copy

    def key(self) -> str:
        return "almapy"

    def iconName(self) -> str:
        return self._name

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float
    ) -> QPixmap:
        """Draw `size` logical pixels for a screen where each is `scale` wide."""
        return _tinted(self._name, size * scale, self._color(mode), scale)

    def _color(self, mode: QIcon.Mode) -> QColor:
        colors = QGuiApplication.palette()
        if mode is QIcon.Mode.Disabled:
            return colors.color(QPalette.ColorGroup.Disabled, self._role)
        if mode is QIcon.Mode.Selected:
            return colors.color(QPalette.ColorRole.HighlightedText)
        return colors.color(self._role)


def _drawing(name: str) -> Path:
    path = resource("icons", f"{name}.svg")
    if not path.is_file():
        raise LookupError(f"no icon is named {name!r}")
    return path

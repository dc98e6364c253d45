"""The coloured ground of the doors: the mark of AlmaPy over a gradient of its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRect, QSize, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.icons import app_icon, pixmap

if TYPE_CHECKING:
    from ui.theme import Theme

_WATERMARK_OPACITY: Final = 0.07
_WATERMARK_PART: Final = 0.75


class BrandColors(NamedTuple):
    """Top and bottom of the gradient, and the text written on it."""

    top: str
    bottom: str
    ink: str


def brand_colors(theme: Theme) -> BrandColors:
    """Colours of the ground in the mode now on screen; text on it keeps a contrast above 4.5."""
    scheme = theme.scheme
    if theme.is_dark:
        return BrandColors(scheme.selection, scheme.sidebar, scheme.text)
    return BrandColors(scheme.accent, scheme.accent_pressed, scheme.on_accent)


class BrandGround(QFrame):
    """Paints the ground and nothing else.

    The gradient is drawn by the style sheet: loading QLinearGradient in Python takes 6 ms. A frame
    is what it dresses without being told so by an attribute of `Qt`, which takes 15 ms to load.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_painted = False
        theme.changed.connect(self._dress)
        self._dress(theme.scheme)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._is_painted:
            # The fields of the window are first seen 3 ms earlier without the large drawing.
            self._is_painted = True
            QTimer.singleShot(0, self, self.update)
            return
        ink = QColor(brand_colors(self._theme).ink)
        side = round(max(self.width(), self.height()) * _WATERMARK_PART)
        painter = QPainter(self)
        painter.setOpacity(_WATERMARK_OPACITY)
        painter.drawPixmap(
            self.width() - round(side * 0.62),
            self.height() - round(side * 0.72),
            pixmap("app", side, ink, self.devicePixelRatioF()),
        )

    @Slot(object)
    def _dress(self, _scheme: object) -> None:
        self.setStyleSheet(self._sheet(brand_colors(self._theme)))

    def _sheet(self, colors: BrandColors) -> str:
        stops = f"stop: 0 {colors.top}, stop: 1 {colors.bottom}"
        gradient = f"qlineargradient(x1: 0, y1: 0, x2: 0, y2: 1, {stops})"
        return f"BrandGround {{ background: {gradient}; }}"


class BrandPanel(BrandGround):
    """The ground with words on it: everything inside takes the colour of its text."""

    def _sheet(self, colors: BrandColors) -> str:
        return f"{super()._sheet(colors)} QWidget {{ color: {colors.ink}; }}"


class Mark(QWidget):
    """The mark in its own colours, `lines` lines of text tall."""

    def __init__(self, lines: float = 2.6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * self._lines)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        app_icon().paint(QPainter(self), QRect(0, 0, self.width(), self.height()))

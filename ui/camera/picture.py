"""The picture of the webcam, as in a mirror: a hand finds its way at once."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from almapy.camera.ports import Frame

_LINES, _LEAST_LINES = 24, 7
_SHARE = 0.4
"""Of the height of the window: what the picture asks for at most."""
_WIDE, _HIGH = 16, 9
_BYTES_A_PIXEL = 3
_TARGET = 0.62
"""Of the height of the picture: the side of the square where a small code is to be held."""
_CORNER = 0.22
_LINE_WIDTHS = (6.0, 3.0)


class CameraPicture(QWidget):
    """Draws the newest frame, whole; black without one."""

    def __init__(self, parent: QWidget | None = None, *, target: bool = False) -> None:
        """``target`` draws where a small code is to be held."""
        super().__init__(parent)
        self._target = target
        self._frame: Frame | None = None
        self._image = QImage()
        self.setAccessibleName("Image de la webcam")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def is_dark(self) -> bool:
        """Whether no frame is shown."""
        return self._frame is None

    def show_frame(self, frame: Frame | None) -> None:
        """Show a frame, None for none."""
        if frame is self._frame:
            return
        self._frame = frame  # the image lies over its bytes
        self._image = QImage() if frame is None else _image_over(frame)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for less in a low window, where what stands above is to stay in view."""
        line = self.fontMetrics().height()
        high = min(line * _LINES, max(line * _LEAST_LINES, round(self.window().height() * _SHARE)))
        return _sized(high)

    def minimumSizeHint(self) -> QSize:
        return _sized(self.fontMetrics().height() * _LEAST_LINES)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        shape = QSize(_WIDE, _HIGH) if self._image.isNull() else self._image.size()
        size = shape.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        place = QRectF(left, top, size.width(), size.height())
        if self._image.isNull():
            painter.fillRect(place, Qt.GlobalColor.black)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setTransform(QTransform(-1, 0, 0, 1, self.width(), 0), combine=True)
        painter.drawImage(place, self._image)
        painter.restore()
        if self._target:
            _draw_target(painter, place)


def _draw_target(painter: QPainter, place: QRectF) -> None:
    """Draw the four corners of a square, white within black: seen on any picture."""
    side = place.height() * _TARGET
    square = QRectF(0, 0, side, side)
    square.moveCenter(place.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in zip(
        (Qt.GlobalColor.black, Qt.GlobalColor.white), _LINE_WIDTHS, strict=True
    ):
        painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for corner, right, down in (
            (square.topLeft(), 1, 1),
            (square.topRight(), -1, 1),
            (square.bottomLeft(), 1, -1),
            (square.bottomRight(), -1, -1),
        ):
            arm = side * _CORNER
            along, below = QPointF(right * arm, 0), QPointF(0, down * arm)
            painter.drawPolyline(QPolygonF([corner + along, corner, corner + below]))


def _sized(high: int) -> QSize:
    return QSize(high * _WIDE // _HIGH, high)


def _image_over(frame: Frame) -> QImage:
    return QImage(
        frame.pixels,
        frame.width,
        frame.height,
        frame.width * _BYTES_A_PIXEL,
        QImage.Format.Format_BGR888,
    )

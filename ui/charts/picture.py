"""A chart as a picture for a letter or a file: light, with its title, its day and its unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QPainter, QTextOption
from PySide6.QtWidgets import QWidget

from ui.theme import LIGHT, SPACE_L, SPACE_S

_SHARPNESS = 2
_TITLE_FACTOR = 1.25


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands around the drawing; ``patient`` only when the person asked for it."""

    title: str
    day: date
    patient: str = field(default="", repr=False)
    foot: str = ""


def picture_of(drawing: QWidget, caption: Caption) -> QImage:
    """Return the drawing, which must be dressed in light, under its caption."""
    font = QFont(drawing.font())
    line = drawing.fontMetrics().height()
    head = round(line * (3.2 if caption.patient else 2.0)) + SPACE_S
    foot = round(line * 2.6) + SPACE_S if caption.foot else SPACE_S
    width, height = drawing.width() + 2 * SPACE_L, drawing.height() + head + foot
    image = QImage(width * _SHARPNESS, height * _SHARPNESS, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARPNESS)
    image.fill(QColor(LIGHT.base))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    room = QRectF(SPACE_L, SPACE_S, drawing.width(), head - SPACE_S)
    painter.setPen(QColor(LIGHT.secondary))
    painter.setFont(font)
    painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"{caption.day:%d/%m/%Y}")
    bold = QFont(font)
    bold.setPointSizeF(font.pointSizeF() * _TITLE_FACTOR)
    bold.setWeight(QFont.Weight.DemiBold)
    painter.setPen(QColor(LIGHT.text))
    painter.setFont(bold)
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, caption.title)
    painter.setFont(font)
    if caption.patient:
        painter.drawText(room.adjusted(0, line * 1.8, 0, 0), 0, caption.patient)
    if caption.foot:
        painter.setPen(QColor(LIGHT.secondary))
        under = QRectF(SPACE_L, head + drawing.height() + SPACE_S, drawing.width(), foot)
        wrapped = QTextOption()
        wrapped.setWrapMode(QTextOption.WrapMode.WordWrap)
        painter.drawText(under, caption.foot, wrapped)
    drawing.render(painter, QPoint(SPACE_L, head))
    painter.end()
    return image


def png_of(image: QImage) -> bytes:
    """Return the picture as the bytes of a .png file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())

"""A4 pages made of HTML: as a PDF, on a printer, and a piece of HTML as a picture.

The lay-out is always that of one imaginary sheet of 1 200 dots per inch, whatever it is drawn on:
the preview, the PDF and the printer break lines at the same places. Everything here may run in a
worker: every Qt object is made in the call and lets go in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEventLoop,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSizeF,
    QUrl,
)
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from ui.theme import print_palette

_INCH_MM: Final = 25.4
_LAYOUT_DPI: Final = 1200
_HTML_DPI: Final = 96
_PDF_DPI: Final = 600
_PICTURE_DPI: Final = 200
_PICTURE_MARGIN_MM: Final = 2
_PAGE_MM: Final = QSizeF(210, 297)
_MARGIN_MM: Final = 15
_FOOTER_MM: Final = 8
_FONT_POINTS: Final = 10
_HAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes on paper; ``title`` is that of the PDF and of the print job, nobody's name."""

    title: str
    html: str = field(repr=False)
    footer: str = field(default="", repr=False)


def page_layout() -> QPageLayout:
    """Return A4 portrait without margins: they are part of the lay-out."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(),
        QPageLayout.Unit.Millimeter,
    )


def as_pdf(printed: Printed) -> bytes:
    """Return the pages as a PDF file, made in memory."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PDF_DPI)
    writer.setPageLayout(page_layout())
    writer.setTitle(printed.title)
    writer.setCreator("AlmaPy")
    draw(printed, writer)
    buffer.close()
    return bytes(content.data())


def draw(printed: Printed, device: QPagedPaintDevice) -> None:
    """Draw the pages on a printer or a PDF writer that has the lay-out of ``page_layout``."""
    sheet = QImage(1, 1, QImage.Format.Format_RGB32)
    sheet.setDotsPerMeterX(round(_LAYOUT_DPI / _INCH_MM * 1000))
    sheet.setDotsPerMeterY(round(_LAYOUT_DPI / _INCH_MM * 1000))
    room = QSizeF(
        _dots(_PAGE_MM.width() - 2 * _MARGIN_MM),
        _dots(_PAGE_MM.height() - 2 * _MARGIN_MM - _FOOTER_MM),
    )
    body, foot = _document(printed.html, sheet, room), _document(printed.footer, sheet, room)
    painter = QPainter(device)
    painter.scale(device.logicalDpiX() / _LAYOUT_DPI, device.logicalDpiY() / _LAYOUT_DPI)
    for page in range(body.pageCount()):
        if page:
            device.newPage()
        _draw_part(painter, body, page, room)
        _draw_foot(painter, foot, room)
    painter.end()


def picture(html: str, width_mm: float) -> QImage:
    """Return a piece of HTML as a picture for other programs, as wide as it would be printed."""
    dots_a_meter = round(_PICTURE_DPI / _INCH_MM * 1000)
    margin = _PICTURE_MARGIN_MM / _INCH_MM * _PICTURE_DPI
    width = width_mm / _INCH_MM * _PICTURE_DPI
    sheet = QImage(1, 1, QImage.Format.Format_RGB32)
    sheet.setDotsPerMeterX(dots_a_meter)
    sheet.setDotsPerMeterY(dots_a_meter)
    document = _document(html, sheet, QSizeF(width - 2 * margin, -1))
    size = document.size()
    image = QImage(round(width), round(size.height() + 2 * margin), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setDotsPerMeterX(dots_a_meter)
    image.setDotsPerMeterY(dots_a_meter)
    painter = QPainter(image)
    painter.translate(margin, margin)
    _paint(painter, document, QRectF(QPointF(), size))
    painter.end()
    return image


def _dots(millimeters: float) -> float:
    return millimeters / _INCH_MM * _LAYOUT_DPI


class _Document(QTextDocument):
    """A document that reads nothing but the pictures it carries: no file, no network."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        url = QUrl(name)
        if url.scheme() == "data":
            return super().loadResource(kind, url)
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32)  # Qt looks for a file behind None
        nothing.fill(QColor(0, 0, 0, 0))
        return nothing


def _document(html: str, device: QImage, room: QSizeF) -> QTextDocument:
    # Qt starts a timer to lay out more than 1 000 letters; a worker has none until it has a loop.
    QEventLoop()
    document = _Document()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    font = QFont(QGuiApplication.font())
    font.setPointSizeF(_FONT_POINTS)
    document.setDefaultFont(font)
    wrapping = QTextOption()
    wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(wrapping)
    document.documentLayout().setPaintDevice(device)
    document.setHtml(html)
    _size_pictures(document)
    document.setPageSize(room)
    return document


def _size_pictures(document: QTextDocument) -> None:
    """Give pictures the size their HTML asks for: Qt counts its pixels in those of the screen."""
    screen = QGuiApplication.primaryScreen().logicalDotsPerInchX()
    if round(screen) == _HTML_DPI:
        return
    block = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            shape = fragment.charFormat().toImageFormat()
            if shape.isValid():
                shape.setWidth(shape.width() * screen / _HTML_DPI)
                shape.setHeight(shape.height() * screen / _HTML_DPI)
                cursor = QTextCursor(document)
                cursor.setPosition(fragment.position())
                cursor.setPosition(
                    fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor
                )
                cursor.setCharFormat(shape)
            parts += 1
        block = block.next()


def _draw_part(painter: QPainter, body: QTextDocument, page: int, room: QSizeF) -> None:
    margin = _dots(_MARGIN_MM)
    painter.save()
    painter.translate(QPointF(margin, margin - page * room.height()))
    shown = QRectF(QPointF(0, page * room.height()), room)
    # A line that ends where a page ends would be written on the next one too.
    _paint(painter, body, shown.adjusted(0, _HAIR, 0, -_HAIR))
    painter.restore()


def _draw_foot(painter: QPainter, foot: QTextDocument, room: QSizeF) -> None:
    margin = _dots(_MARGIN_MM)
    painter.save()
    bottom = margin + room.height() + _dots(_FOOTER_MM)
    painter.translate(QPointF(margin, bottom - foot.size().height()))
    _paint(painter, foot, QRectF(QPointF(), foot.size()))
    painter.restore()


def _paint(painter: QPainter, document: QTextDocument, clip: QRectF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette = print_palette()
    context.clip = clip
    painter.setClipRect(clip)
    document.documentLayout().draw(painter, context)

"""The ways a document leaves the program: the program of the system, a printer."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QTransform

from almapy.documents.kinds import FileKind
from ui.documents.opening import open_document
from ui.headers.paper import Printed, draw

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_TITLE = "Document à valider"
_DOTS_A_POINT = 200 / 72


def open_with_system(path: Path) -> bool:
    """Have the usual program of the system open a file; False when there is none."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def print_pages(data: bytes, kind: FileKind, printer: QPrinter) -> None:
    """Draw every page on a printer, in a worker; raises UnreadableDocument."""
    shown = open_document(data, kind)
    if shown.text is not None or shown.draw is None:
        words = f"<pre style='white-space: pre-wrap'>{html.escape(shown.text or '')}</pre>"
        draw(Printed(PRINT_TITLE, words), printer)
        return
    painter = QPainter(printer)
    try:
        for number in range(len(shown.sizes)):
            if number:
                printer.newPage()
            image = shown.draw(number, _DOTS_A_POINT)
            room = painter.viewport()
            if (image.width() > image.height()) is not (room.width() > room.height()):
                image = image.transformed(QTransform().rotate(90))
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (room.width() - size.width()) / 2, (room.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), image)
    finally:
        painter.end()

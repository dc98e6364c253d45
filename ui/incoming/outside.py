"""The ways a document leaves the program: a copy, the program of the system, a printer."""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QPainter, QTransform

from almapy.documents.kinds import FileKind
from almapy.errors import DomainError
from ui.desk import Desk
from ui.documents.opening import open_document
from ui.headers.paper import Printed, draw

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT_TITLE = "Document à valider"
_DOTS_A_POINT = 200 / 72
_NOT_WRITTEN = (
    "La copie n'a pas pu être écrite à cet endroit. Le document est intact dans AlmaPy. "
    "Choisissez un autre dossier."
)


class PrivateCopies(QObject):
    """One for a desk: copies that another program opens, in a folder that only this account reads.

    They bear no name, and go with the session, or with the program at the latest.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._folder = tempfile.TemporaryDirectory(prefix="almapy-", ignore_cleanup_errors=True)
        desk.destroyed.connect(self._folder.cleanup)

    def write(self, data: bytes, kind: FileKind) -> Path:
        """Write a copy, in a worker; raises DomainError."""
        folder = Path(self._folder.name)
        path = folder / f"document-{len(list(folder.iterdir())) + 1}.{kind.extension}"
        write_copy(path, data)
        return path

    def close(self) -> None:
        """Remove every copy now."""
        self._folder.cleanup()


def copies_of(desk: Desk) -> PrivateCopies:
    """Return the copies of this desk."""
    return desk.findChild(PrivateCopies) or PrivateCopies(desk)


def write_copy(path: Path, data: bytes) -> None:
    """Write the bytes where the person chose; raises DomainError."""
    try:
        path.write_bytes(data)
    except OSError:
        raise DomainError(_NOT_WRITTEN, code="incoming.copy") from None


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
    painter.end()

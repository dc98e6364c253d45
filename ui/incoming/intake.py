"""Bringing documents in: chosen files, dropped ones, what the clipboard holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject
from PySide6.QtGui import QImage, QImageWriter

from almapy.incoming.model import Taken
from ui.desk import Desk

FILTER = "Documents (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.txt);;Tous les fichiers (*)"
_PDF = "application/pdf"
_PASTED = "Collé le {:%d-%m-%Y à %Hh%M}"
_NOTHING = "Le presse-papiers ne contient ni fichier, ni image, ni PDF."


class Intake(QObject):
    """Takes in what is brought; files that are refused stop none of the others."""

    def __init__(self, desk: Desk, owner: QObject, on_taken: Callable[[Taken], None]) -> None:
        super().__init__(owner)
        self._desk = desk
        self._on_taken = on_taken

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files in, in the background."""
        incoming, actor = self._desk.application.incoming, self._desk.actor
        if paths:
            self._desk.run(self, lambda: incoming.take_files(actor, list(paths)), self._on_taken)

    def paste(self, held: QMimeData) -> None:
        """Take in the files, the PDF or the picture of the clipboard."""
        paths = local_files(held)
        if paths:
            self.take_files(paths)
            return
        name = _PASTED.format(self._desk.application.clock.now().astimezone())
        data, extension = bytes(held.data(_PDF).data()), "pdf"
        if not data and held.hasImage():
            data, extension = _png(held.imageData()), "png"
        if not data:
            self._desk.tell(_NOTHING)
            return
        incoming, actor = self._desk.application.incoming, self._desk.actor
        self._desk.run(
            self,
            lambda: incoming.take_bytes(actor, data, f"{name}.{extension}"),
            self._on_taken,
        )


def local_files(held: QMimeData) -> list[Path]:
    """Return the files of this computer among what is dropped or pasted."""
    return [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]


def _png(image: object) -> bytes:
    if not isinstance(image, QImage) or image.isNull():
        return b""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())

"""Where a code comes from: a scanner that types, a picture, a PDF, the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QWidget

from almapy.adapters.code_reader import MOST_BYTES
from almapy.errors import ExternalError
from almapy.identity.ins_datamatrix import LONGEST_CONTENT
from almapy.identity.keyboard_scan import decode_scanned
from ui.theme import SPACE_S
from ui.widgets.button import Button, ButtonKind
from ui.widgets.card import Card
from ui.widgets.styling import TextRole, set_text_role
from ui.widgets.wrap_layout import WrapLayout

PictureSource = Callable[[], bytes]
"""Gives the bytes of a picture, in a worker."""

_PAUSE_MS = 150
_KINDS = "Images et PDF (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp *.pdf);;Tous les fichiers (*)"
_HOW = (
    "Scannez le code avec la douchette, ou donnez une image\u00a0: fichier, PDF, capture d'écran "
    "collée par Ctrl+V, ou fichier déposé ici."
)


class ScanEdit(QLineEdit):
    """Takes what a scanner types; a picture pasted here goes to ``pasted``."""

    pasted = Signal(object)  # PictureSource

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_CONTENT)
        self.setPlaceholderText("IS01…")
        self.setToolTip("Le curseur ici, pressez la gâchette de la douchette")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture of the clipboard, and leave text to the field."""
        if event.matches(QKeySequence.StandardKey.Paste):
            source = picture_of(QGuiApplication.clipboard().mimeData())
            if source is not None:
                self.pasted.emit(source)
                return
        super().keyPressEvent(event)


class CodeSource(Card):
    """Tells the text of a code, or how to get at a picture of one."""

    text_given = Signal(str)
    picture_given = Signal(object)  # PictureSource

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Le code", parent)
        self.setAcceptDrops(True)
        self.scan = ScanEdit()
        self.read_button = Button("Lire ce texte", ButtonKind.PRIMARY)
        self.choose_button = Button("Choisir une image ou un PDF…", icon_name="folder")
        self.paste_button = Button("Coller l'image", icon_name="copy")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read_whole)
        self._lay_out()
        self.scan.textChanged.connect(self._pause.start)
        self.scan.returnPressed.connect(self._read_typed)
        self.scan.pasted.connect(self.picture_given)
        self.read_button.clicked.connect(self._read_typed)
        self.choose_button.clicked.connect(self._choose)
        self.paste_button.clicked.connect(self.paste)
        self.setFocusProxy(self.scan)

    def empty(self) -> None:
        """Make room for the next scan."""
        self.scan.clear()
        self._pause.stop()

    @Slot()
    def paste(self) -> None:
        """Take the picture, the file or the text of the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        source = picture_of(data)
        if source is not None:
            self.picture_given.emit(source)
        else:
            self.scan.setFocus()
            self.scan.paste()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of this computer, or a picture dragged from another program."""
        data = event.mimeData()
        if data.hasImage() or _file_of(data) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        source = picture_of(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            self.picture_given.emit(source)

    @Slot()
    def _read_whole(self) -> None:
        """Read at once what is already a whole code: not every scanner presses Enter."""
        if decode_scanned(self.scan.text()) is not None:
            self._read_typed()

    @Slot()
    def _read_typed(self) -> None:
        self._pause.stop()
        text = self.scan.text().strip()
        if text:
            self.text_given.emit(text)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choisir l'image ou le PDF du code", "", _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    @Slot(str)
    def _take_file(self, path: str) -> None:
        self.picture_given.emit(lambda: file_content(Path(path)))

    def _lay_out(self) -> None:
        how = QLabel(_HOW)
        how.setWordWrap(True)
        set_text_role(how, TextRole.SECONDARY)
        caption = QLabel("Douchette, ou texte du code")
        caption.setBuddy(self.scan)
        self.scan.setAccessibleName(caption.text())
        buttons = QWidget()
        line = WrapLayout(buttons, spacing=SPACE_S)
        for button in (self.read_button, self.choose_button, self.paste_button):
            line.addWidget(button)
        for part in (how, caption, self.scan, buttons):
            self.body.addWidget(part)


def picture_of(data: QMimeData) -> PictureSource | None:
    """Return how to get at the picture or the file that was pasted or dropped, if there is one.

    A text that is a whole code goes before the picture that some programs copy with it.
    """
    path = _file_of(data)
    if path is not None:
        return lambda: file_content(path)
    if not data.hasImage() or (data.hasText() and decode_scanned(data.text()) is not None):
        return None
    picture = QImage(data.imageData())
    return None if picture.isNull() else lambda: _image_content(picture)


def file_content(path: Path) -> bytes:
    """Read a file, no further than what a reader takes; raises ExternalError."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError:
        raise ExternalError(
            "Ce fichier ne peut pas être ouvert. Rien n'a été modifié. Vérifiez qu'il existe "
            "encore et que vous avez le droit de le lire.",
            code="file.unreadable",
        ) from None


def _image_content(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def _file_of(data: QMimeData) -> Path | None:
    return next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)

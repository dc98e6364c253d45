"""Other ways than the webcam: a picture, the code typed by hand, the name of the vaccine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from almapy.gs1.keyboard import MOST_TYPED
from ui.desk import Desk
from ui.ins_codes.source import file_content, picture_of
from ui.theme import SPACE_S
from ui.vaccination.vaccine_search import VaccineSearch
from ui.widgets.button import Button
from ui.widgets.section_title import SectionTitle
from ui.widgets.styling import TextRole, set_text_role

BY_NAME = "Pas de boîte\u00a0? Donnez le vaccin"
WHICH = "Quel est ce vaccin\u00a0? (demandé une seule fois)"
_KINDS = "Images (*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp);;Tous les fichiers (*)"
_KEPT = QSizePolicy.Policy.Minimum  # a low window scrolls instead of squeezing it
_LEAST_LINES = 5
_SCANNER = "Une douchette peut servir à tout moment."


class NamePart(QWidget):
    """The vaccine by its name: without a box, or for a code that nobody knows."""

    chosen = Signal(object)  # Vaccine

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = SectionTitle(BY_NAME)
        self.search = VaccineSearch(desk)
        self.search.table.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.title)
        column.addWidget(self.search, 1)
        self.search.chosen.connect(self.chosen)
        self.setFocusProxy(self.search)

    def ask(self, question: str) -> None:
        """Ask under this title, from an empty field."""
        self.title.setText(question)
        self.setAccessibleName(question)
        self.search.set_text("")


class CodePart(QWidget):
    """The code from a picture, or as somebody reads it on the box."""

    text_given = Signal(str)
    picture_given = Signal(object)  # Callable[[], bytes], to be called in a worker

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.code = QLineEdit()
        self.code.setMaxLength(MOST_TYPED)
        self.code.setPlaceholderText("(01)…(17)…(10)…(21)…")
        self.read_button = Button("Lire ce code")
        self.choose_button = Button("Choisir une image…")
        self._lay_out()
        self.code.returnPressed.connect(self._give_text)
        self.read_button.clicked.connect(self._give_text)
        self.choose_button.clicked.connect(self._choose)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of this computer, or a picture dragged from another program."""
        if can_be_picture(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped here."""
        self.take_dropped(event)

    def take_dropped(self, event: QDropEvent) -> None:
        """Read what was dropped, here or elsewhere in the panel."""
        source = picture_of(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            self.picture_given.emit(source)

    @Slot()
    def _give_text(self) -> None:
        text = self.code.text().strip()
        if text:
            self.text_given.emit(text)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choisir une image de la boîte", "", _KINDS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._take_file)
        dialog.open()

    @Slot(str)
    def _take_file(self, path: str) -> None:
        self.picture_given.emit(lambda: file_content(Path(path)))

    def _lay_out(self) -> None:
        caption = QLabel("Saisir le code de la boîte")
        caption.setBuddy(self.code)
        self.code.setAccessibleName(caption.text())
        scanner = QLabel(_SCANNER)
        scanner.setWordWrap(True)
        set_text_role(scanner, TextRole.SECONDARY)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_S)
        grid.addWidget(caption, 0, 0, 1, 2)
        grid.addWidget(self.code, 1, 0)
        grid.addWidget(self.read_button, 1, 1)
        grid.addWidget(scanner, 2, 0)
        grid.addWidget(self.choose_button, 2, 1)
        for part in (self.code, self.read_button, self.choose_button):
            part.setSizePolicy(part.sizePolicy().horizontalPolicy(), _KEPT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, _KEPT)


def can_be_picture(data: QMimeData) -> bool:
    """Tell whether a picture or a file of this computer is dragged."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())

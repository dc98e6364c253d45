"""« Documents » in the record: four tabs; Enter shows the document on its page."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QToolButton, QWidget

from almapy.documents.model import Document
from almapy.documents.pdf import load_library
from almapy.users.model import Right
from ui.desk import Desk
from ui.documents.choice import ChosenDocument
from ui.documents.documents_box import DocumentsBox
from ui.icons import icon
from ui.patients.open_records import OpenRecord
from ui.tasks import Lane
from ui.widgets.card import Card

_OPEN = "Ouvrir la page Documents (lire, ajouter, classer)"


class DocumentsCard(Card):
    """Reads the documents of the record in the background, again at each change of the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Documents", parent)
        self.desk = desk
        self.box = DocumentsBox(desk)
        self.page_button = QToolButton()
        self._patient_id: int | None = None
        self._prepared = False
        self.page_button.setIcon(icon("documents"))
        self.page_button.setToolTip(_OPEN)
        self.page_button.setAccessibleName(_OPEN)
        self.tools.addWidget(self.page_button)
        self.body.addWidget(self.box, 1)
        self.page_button.clicked.connect(self._open_page)
        self.box.setAcceptDrops(False)
        self.box.list.opened.connect(self.open)
        self.box.list.edit_asked.connect(self.open)
        self.box.list.add_asked.connect(self._open_page)

    def show_record(self, record: OpenRecord) -> None:
        """List the documents of this record; who files none sees no card."""
        if not self.desk.actor.may(Right.FILE_DOCUMENTS):
            self.hide()
            return
        patient_id = record.patient.id
        is_other = patient_id != self._patient_id
        self._patient_id = patient_id
        if is_other:
            self.box.show_documents([])
        service, actor = self.desk.application.record_documents, self.desk.actor
        self._prepare_reading()

        def done(documents: list[Document]) -> None:
            if patient_id == self._patient_id:
                self.box.show_documents(documents)
                if is_other:
                    self.box.show_first()

        self.desk.run(self, lambda: service.of(actor, patient_id), done)

    def _prepare_reading(self) -> None:
        """Load once, beside the work, what draws pages: the first letter is then shown at once."""
        if not self._prepared and self.desk.actor.may(Right.READ_NOTES):
            self._prepared = True
            self.desk.run(self, load_library, lambda _: None, lane=Lane.IO)

    @Slot(object)
    def open(self, document: Document) -> None:
        """Show the document on the page « Documents »."""
        ChosenDocument.of(self.desk).ask(document)
        self._open_page()

    @Slot()
    def _open_page(self) -> None:
        self.desk.section_asked.emit("documents")

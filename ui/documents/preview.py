"""The document that was chosen, beside the list, without another window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from almapy.documents.kinds import FileKind
from almapy.documents.model import Document
from ui.desk import Desk
from ui.documents.content_preview import ContentPreview


class DocumentPreview(ContentPreview):
    """The preview of documents of the record."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self._document: Document | None = None
        super().__init__(desk, parent)
        self._documents = desk.application.record_documents
        self._actor = desk.actor

    @property
    def document(self) -> Document | None:
        """Return the document that is shown or being read."""
        return self._document

    def clear(self) -> None:
        """Show nothing, and forget what was shown."""
        self._document = None
        super().clear()

    def show_document(self, document: Document) -> None:
        """Read and show a document; the same one again stays where it is."""
        self._document = document
        service, actor = self._documents, self._actor

        def read() -> tuple[bytes, FileKind]:
            return service.content(actor, document), document.kind

        self.show_content(document.id, read)

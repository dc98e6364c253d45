"""Which document the person asked for elsewhere, until the page « Documents » shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from almapy.documents.model import Document
from ui.desk import Desk


class ChosenDocument(QObject):
    """One for a desk: the panel of the record leaves the document, the page takes it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._document: Document | None = None

    @classmethod
    def of(cls, desk: Desk) -> ChosenDocument:
        """Return the one of this desk."""
        return desk.findChild(cls) or cls(desk)

    def ask(self, document: Document) -> None:
        """Remember the document to show."""
        self._document = document

    def take(self, patient_id: int) -> int | None:
        """Return the document asked for in that record, once; None when none was."""
        asked = self._document
        if asked is None or asked.patient_id != patient_id:
            return None
        self._document = None
        return asked.id

"""The bytes of documents: shown while they wait, and once filed to who reads the record."""

from __future__ import annotations

from almapy.documents.kinds import FileKind
from almapy.documents.service import DocumentService
from almapy.documents.store import DocumentStore, StoredFile
from almapy.errors import ExternalError
from almapy.incoming.model import State
from almapy.incoming.rows import existing, filed_within
from almapy.incoming.sources import Source, remove_source
from almapy.incoming.taking import Taker
from almapy.users.model import Actor
from almapy.work import Works


class Contents:
    """Reads stored files for the screens."""

    def __init__(self, works: Works, store: DocumentStore, documents: DocumentService) -> None:
        self._works = works
        self._store = store
        self._documents = documents

    def of(self, actor: Actor, incoming_id: int) -> tuple[bytes, FileKind]:
        """Return the bytes and their kind; of a filed one as a reading of the record, traced."""
        with self._works.database.reading() as session:
            row = existing(session, incoming_id)
            filed = [document.id for document in filed_within(session, incoming_id)]
        kind = FileKind(row.mime)
        if row.state == State.FILED.value and row.document_id is not None:
            return self._documents.content_of(actor, row.document_id), kind
        for document_id in filed:  # a batch holds what its parts brought into records
            self._documents.content_of(actor, document_id)
        return self._store.read(row.file_name), kind

    def remove_source(self, incoming_id: int, source: Source) -> str:
        """Remove the file a document was taken from, its stored copy once read back.

        Return in French why it stays: also when the stored copy is not whole.
        """
        with self._works.database.reading() as session:
            name = existing(session, incoming_id).file_name
        try:
            self._store.verify(name)
        except ExternalError as error:
            return f"Le fichier d'origine n'a pas été supprimé de l'ordinateur. {error.message}"
        return remove_source(source)

    def unlocked(self, incoming_id: int, password: str, taker: Taker) -> StoredFile:
        """Store a copy that opens without password; raises PasswordWanted, UnreadableFile."""
        from almapy.documents.pdf_pages import unlocked  # noqa: PLC0415  (not at sign-in)

        with self._works.database.reading() as session:
            name = existing(session, incoming_id).file_name
        _, stored = taker.stored(unlocked(self._store.read(name), password))
        return stored

"""The bytes of documents: shown while they wait, and once filed to who reads the record."""

from __future__ import annotations

from sqlalchemy import exists, select

from almapy.documents.kinds import FileKind
from almapy.documents.service import DocumentService
from almapy.documents.store import DocumentStore, StoredFile
from almapy.incoming.model import State
from almapy.incoming.rows import existing
from almapy.incoming.sources import Source, remove_source
from almapy.incoming.tables import IncomingRow
from almapy.incoming.taking import Taker
from almapy.users.model import Actor, Right
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
            has_filed_parts = session.scalar(
                select(
                    exists().where(
                        IncomingRow.parent_id == incoming_id,
                        IncomingRow.state == State.FILED.value,
                    )
                )
            )
        kind = FileKind(row.mime)
        if row.state == State.FILED.value and row.document_id is not None:
            return self._documents.content_of(actor, row.document_id), kind
        if has_filed_parts:
            actor.require(Right.READ_NOTES)
        return self._store.read(row.file_name), kind

    def remove_source(self, incoming_id: int, source: Source) -> str:
        """Remove the file a document was taken from, its stored copy once read back.

        Return in French why it stays. Raises ExternalError when the stored copy is not whole.
        """
        with self._works.database.reading() as session:
            self._store.verify(existing(session, incoming_id).file_name)
        return remove_source(source)

    def unlocked(self, incoming_id: int, password: str, taker: Taker) -> StoredFile:
        """Store a copy that opens without password; raises PasswordWanted, UnreadableFile."""
        from almapy.documents.pdf_pages import unlocked  # noqa: PLC0415  (not at sign-in)

        with self._works.database.reading() as session:
            name = existing(session, incoming_id).file_name
        _, stored = taker.stored(unlocked(self._store.read(name), password))
        return stored

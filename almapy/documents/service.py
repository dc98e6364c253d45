"""The documents of a record: filed, read, changed, moved, and never lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session, object_session

from almapy.audit.model import Action
from almapy.documents.kinds import FileKind, accepted_kind
from almapy.documents.model import (
    Document,
    DocumentDetails,
    NewDocument,
    Origin,
    Tab,
    checked_details,
)
from almapy.documents.store import DocumentStore, StoredFile
from almapy.documents.tables import DocumentRow
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind, FormerVersion
from almapy.record.service import FactService, account_initials
from almapy.record.tables import FormerVersionRow
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

DOCUMENT = FactKind(
    "document",
    "Ce document",
    DocumentRow,
    DocumentDetails,
    read_right=Right.FILE_DOCUMENTS,
    write_right=Right.FILE_DOCUMENTS,
    newest_first="day",
)
_FACT_FIELDS = tuple(one.name for one in fields(Fact))


@dataclass(frozen=True, slots=True)
class FiledContent:
    """A stored file on its way to a record; ``read_at`` and ``read_by`` when it was read before."""

    kind: FileKind
    stored: StoredFile
    origin: Origin = Origin.IMPORT
    read_at: datetime | None = None
    read_by: int | None = None


Follower = Callable[[UnitOfWork, int, int], None]
"""Told the number of a document that goes to another record, and that record."""


class DocumentService:
    """Whoever files documents sees titles; who reads medical notes reads the contents.

    A content is stored once, encrypted, before the row that names it: a failure in between leaves
    a file without a row, never a row without its file.
    """

    def __init__(self, works: Works, store: DocumentStore) -> None:
        self.facts = _DocumentFacts(works)
        self._works = works
        self._store = store
        self._read_traced: set[tuple[int, int]] = set()
        self._followers: list[Follower] = []

    def follow_moves(self, follower: Follower) -> None:
        """Have what belongs to a document go with it, in the transaction that moves it."""
        self._followers.append(follower)

    def add(self, actor: Actor, new: NewDocument) -> Document:
        """File a document in a record.

        Raises DomainError for what no record keeps (kind, size) or for wrong details, StorageFull
        or ExternalError when the disk fails; nothing is kept then.
        """
        actor.require(Right.FILE_DOCUMENTS)
        details = checked_details(new.details, self._works.clock.today())
        kind = accepted_kind(new.data)
        stored = self._store.put(new.data)
        filed = FiledContent(kind, stored, new.origin)
        with self._works.begin(actor) as work:
            return self.add_within(work, new.patient_id, details, filed)

    def add_within(
        self, work: UnitOfWork, patient_id: int, details: DocumentDetails, filed: FiledContent
    ) -> Document:
        """File what the store already holds, inside a transaction that is already open.

        ``details`` were checked by ``checked_details``; the right is not asked. Raises DomainError
        when there is no such record.
        """
        _require_record(work, patient_id)
        row = DocumentRow(
            uid=str(uuid.uuid4()),
            patient_id=patient_id,
            author_id=work.actor.user_id,
            created_at=work.at,
            origin=filed.origin.value,
            mime=filed.kind.value,
            file_name=filed.stored.name,
            sha256=filed.stored.sha256,
            size=filed.stored.size,
            read_at=filed.read_at,
            read_by=filed.read_by,
            **self.facts.values(details),
        )
        work.session.add(row)
        return self.facts.told(work, row, "ajout")

    def of(self, actor: Actor, patient_id: int, tab: Tab | None = None) -> list[Document]:
        """Return the documents of a record, or of one of its tabs, latest first."""
        documents = with_repeated([_document(fact) for fact in self.facts.of(actor, patient_id)])
        return [one for one in documents if tab is None or one.data.tab is tab]

    def content(self, actor: Actor, document: Document) -> bytes:
        """Return the bytes as they were filed; traced once for each person and session.

        Raises DocumentMissing, DocumentDamaged, or ExternalError when the disk fails.
        """
        actor.require(Right.READ_NOTES)
        seen = (actor.user_id, document.id)
        if seen not in self._read_traced:
            self._trace(actor, document, Action.DOCUMENT_READ)
        data = self._store.read(self._file_name(document))
        self._read_traced.add(seen)
        return data

    def content_of(self, actor: Actor, document_id: int) -> bytes:
        """Return the same of a document that is known by its number, removed ones too."""
        with self._works.database.reading() as session:
            row = session.get(DocumentRow, document_id)
            if row is None:
                raise no_document()
            document = self.facts.document_in(session, row, actor)
        return self.content(actor, document)

    def export(self, actor: Actor, document: Document) -> bytes:
        """Return the bytes for a copy outside the practice's keeping; traced each time."""
        actor.require(Right.READ_NOTES)
        data = self._store.read(self._file_name(document))
        self._trace(actor, document, Action.EXPORTED)
        return data

    def change(self, actor: Actor, document: Document, details: DocumentDetails) -> Document:
        """Replace what is said of a document; the version before stays readable."""
        return _document(self.facts.change(actor, document, details))

    def remove(self, actor: Actor, document: Document) -> Document:
        """Take a document out of the record; its file stays and ``restore`` brings it back."""
        return _document(self.facts.remove(actor, document))

    def restore(self, actor: Actor, document: Document) -> Document:
        """Bring a removed document back."""
        return _document(self.facts.restore(actor, document))

    def former(self, actor: Actor, document: Document) -> list[FormerVersion[DocumentDetails]]:
        """Return what was said of a document before, latest first."""
        return self.facts.former(actor, document)

    def move(self, actor: Actor, document: Document, patient_id: int) -> Document:
        """Put a document that was filed in the wrong record into another one.

        Both records are traced and told; the same call brings it back. Raises ConflictError when
        the document changed meanwhile, DomainError when there is no such record.
        """
        actor.require(Right.FILE_DOCUMENTS)
        with self._works.begin(actor) as work:
            return self.move_within(work, document, patient_id)

    def move_within(self, work: UnitOfWork, document: Document, patient_id: int) -> Document:
        """Do the same inside a transaction that is already open; the right is not asked."""
        row = self.facts.standing(work, document)
        if row.patient_id == patient_id:
            return document
        _require_record(work, patient_id)
        left = row.patient_id
        row.patient_id, row.changed_at, row.changed_by = patient_id, work.at, work.actor.user_id
        work.session.execute(
            update(FormerVersionRow)
            .where(FormerVersionRow.kind == DOCUMENT.name, FormerVersionRow.fact_id == row.id)
            .values(patient_id=patient_id)
        )
        detail: dict[str, object] = {
            "objet": DOCUMENT.name,
            "geste": "départ vers un autre dossier",
            "numéro": row.id,
            "vers": patient_id,
        }
        work.trace(Action.RECORD_CHANGED, patient_id=left, detail=detail)
        work.announce(Changed(Topic.RECORD, left))
        for follower in self._followers:
            follower(work, row.id, patient_id)
        return self.facts.told(work, row, "arrivée d'un autre dossier")

    def standing_within(self, work: UnitOfWork, document_id: int) -> Document | None:
        """Return a document as it stands in an open transaction; None when it was removed."""
        row = work.session.get(DocumentRow, document_id, with_for_update=True)
        if row is None or row.deleted_at is not None:
            return None
        return self.facts.document(row, work)

    def mark_read(self, actor: Actor, document: Document) -> Document:
        """Note who read a document and when; the first reader stays."""
        return self._mark(actor, document, is_read=True)

    def mark_unread(self, actor: Actor, document: Document) -> Document:
        """Take the mark of reading away."""
        return self._mark(actor, document, is_read=False)

    def session_closed(self, actor: Actor) -> None:
        """Forget which readings were traced: the next session of this person traces anew."""
        self._read_traced = {seen for seen in self._read_traced if seen[0] != actor.user_id}

    def _mark(self, actor: Actor, document: Document, *, is_read: bool) -> Document:
        actor.require(Right.READ_NOTES)
        with self._works.begin(actor) as work:
            row = self.facts.present(work.session, document)
            if (row.read_at is not None) is is_read:
                return self.facts.document(row, work)
            # Reading changes nothing that is said: no version, no conflict with who types.
            work.session.execute(
                update(DocumentRow)
                .where(DocumentRow.id == row.id)
                .values(
                    read_at=work.at if is_read else None,
                    read_by=actor.user_id if is_read else None,
                )
            )
            work.session.refresh(row)
            return self.facts.told(work, row, "lu" if is_read else "non lu")

    def _file_name(self, document: Document) -> str:
        with self._works.database.reading() as session:
            return self.facts.present(session, document).file_name

    def _trace(self, actor: Actor, document: Document, action: Action) -> None:
        with self._works.begin(actor) as work:
            row = self.facts.present(work.session, document)
            detail: dict[str, object] = {"objet": DOCUMENT.name, "numéro": row.id}
            work.trace(action, patient_id=row.patient_id, detail=detail)


class _DocumentFacts(FactService[DocumentDetails]):
    """What is said of documents, with what the rows hold besides."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, DOCUMENT)

    def change(
        self,
        actor: Actor,
        fact: Fact[DocumentDetails],
        data: DocumentDetails,
        *,
        reason: str = "",
    ) -> Fact[DocumentDetails]:
        """Replace what is said of a document."""
        checked = checked_details(data, self._works.clock.today())
        return super().change(actor, fact, checked, reason=reason)

    def values(self, details: DocumentDetails) -> dict[str, Any]:
        """Return the columns that hold these details."""
        return self._values(details)

    def standing(self, work: UnitOfWork, document: Document) -> DocumentRow:
        """Return the row to change; raises ConflictError when it is not the version given."""
        row: DocumentRow = self._get(work, document)
        return row

    def present(self, session: Session, document: Document) -> DocumentRow:
        """Return the row of a document, removed ones too; raises DomainError without one."""
        row = session.get(DocumentRow, document.id)
        if row is None:
            raise no_document()
        return row

    def told(self, work: UnitOfWork, row: DocumentRow, gesture: str) -> Document:
        """Trace and announce the gesture; return the document as it stands."""
        self._tell(work, row, gesture)
        return self.document(row, work)

    def document(self, row: DocumentRow, work: UnitOfWork) -> Document:
        """Return the document of a row."""
        return self.document_in(work.session, row, work.actor)

    def document_in(self, session: Session, row: DocumentRow, actor: Actor) -> Document:
        """Return the document of a row that was read in this session."""
        return _document(self._present(session, row, actor))

    def _fact(
        self, row: Any, author: AccountRow | None, changer: AccountRow | None, actor: Actor
    ) -> Document:
        fact = super()._fact(row, author, changer, actor)
        session = object_session(row)
        reader = session.get(AccountRow, row.read_by) if session and row.read_by else None
        shared: dict[str, Any] = {name: getattr(fact, name) for name in _FACT_FIELDS}
        return Document(
            **shared,
            kind=FileKind(row.mime),
            origin=Origin(row.origin),
            file_name=row.file_name,
            sha256=row.sha256,
            size=row.size,
            read_by=account_initials(reader),
            read_at=row.read_at,
        )


def with_repeated(documents: list[Document]) -> list[Document]:
    """Return the same documents, those marked whose content an earlier one already has."""
    first: dict[str, int] = {}
    for one in documents:
        first[one.sha256] = min(one.id, first.get(one.sha256, one.id))
    return [replace(one, already_received=first[one.sha256] != one.id) for one in documents]


def _document(fact: Fact[DocumentDetails]) -> Document:
    assert isinstance(fact, Document)
    return fact


def no_document() -> DomainError:
    """Return the refusal of a document that the base does not hold."""
    return DomainError("Ce document n'existe pas ou n'existe plus.", code="fact.none")


def _require_record(work: UnitOfWork, patient_id: int) -> None:
    if work.session.get(PatientRow, patient_id) is None:
        raise DomainError("Ce dossier n'existe pas.", code="patient.none")

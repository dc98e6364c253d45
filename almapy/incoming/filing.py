"""Filing a document in a record, with its contact, in one transaction; and the way back."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.documents.kinds import FileKind
from almapy.documents.model import Origin
from almapy.documents.service import DocumentService, FiledContent
from almapy.documents.store import DocumentStore, StoredFile
from almapy.encounters.service import EncounterService
from almapy.errors import ConflictError
from almapy.events import Changed, Topic
from almapy.incoming.contact import contact_of, details_of, require_days_after_birth
from almapy.incoming.faults import changed_meanwhile, merged_record, no_record
from almapy.incoming.habits import learn
from almapy.incoming.model import Entry, Filing, IncomingLine, State
from almapy.incoming.rows import back_in_the_list, existing, waiting
from almapy.incoming.sources import Source, remove_source
from almapy.incoming.stored import entry_as_json, guess_of
from almapy.incoming.tables import IncomingReadingRow, IncomingRow
from almapy.incoming.taking import Brought, Taker, shown_file_name, storable
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

UNDONE = "Classement du document annulé"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filing as it is asked: what is said, in which record, and how that record was found."""

    entry: Entry
    patient_id: int
    how: str


class Filer:
    """Files documents; nothing of a filing that fails stays, in the record or in the list."""

    def __init__(
        self,
        works: Works,
        store: DocumentStore,
        taker: Taker,
        documents: DocumentService,
        encounters: EncounterService,
    ) -> None:
        self._works = works
        self._store = store
        self._taker = taker
        self._documents = documents
        self._encounters = encounters
        documents.follow_moves(self._contact_follows)

    def file(
        self, actor: Actor, line: IncomingLine, wanted: Wanted, *, delete_source: bool
    ) -> Filing:
        """File a document that waits; its stored copy is read back first, whatever follows."""
        with self._works.database.reading() as session:
            name = existing(session, line.id).file_name
        stored = self._proved(name)
        with self._works.begin(actor) as work:
            row = waiting(work, line)
            if row.file_name != name:
                raise changed_meanwhile()
            filing = self._write(work, row, wanted, stored)
            source = _source(work.session, row) if delete_source else Source()
        return replace(filing, source_left=remove_source(source))

    def insert(
        self,
        actor: Actor,
        brought: Brought,
        wanted: Wanted,
        *,
        delete_source: bool,
    ) -> Filing:
        """File bytes at once, without waiting in the list; they are found in « Archives »."""
        kind, stored = self._taker.stored(brought.data)
        with self._works.begin(actor) as work:
            row = IncomingRow(
                uid=str(uuid.uuid4()),
                state=State.READY.value,
                name=shown_file_name(brought.name),
                mime=kind.value,
                file_name=stored.name,
                sha256=stored.sha256,
                size=stored.size,
                origin=brought.origin.value,
                arrived_at=work.at,
                imported_by=actor.user_id,
                source_path=storable(brought.path),
                source_stamp=brought.stamp,
            )
            work.session.add(row)
            work.session.flush()
            filing = self._write(work, row, wanted, stored)
        source = Source(brought.path, brought.stamp, stored.sha256) if delete_source else Source()
        return replace(filing, source_left=remove_source(source))

    def unfile(self, actor: Actor, filing: Filing) -> int:
        """Take document and contact out of the record; the row waits again, as it was typed."""
        with self._works.begin(actor) as work:
            row = existing(work.session, filing.incoming_id, lock=True)
            is_this = (row.state, row.document_id) == (State.FILED.value, filing.document_id)
            if not is_this or row.version != filing.version:
                raise changed_meanwhile()
            document = self._documents.standing_within(work, filing.document_id)
            patient_id = filing.patient_id
            if document is not None:
                patient_id = document.patient_id
                self._documents.facts.remove_one_within(work, document)
            if row.encounter_id is not None:
                self._encounters.remove_contact_within(work, row.encounter_id, UNDONE)
            row.document_id = row.encounter_id = row.filed_at = row.filed_by = None
            row.patient_id = None
            back_in_the_list(work.session, row)
            work.session.flush()
            detail: dict[str, object] = {"numéro": filing.document_id, "en attente": row.id}
            work.trace(Action.DOCUMENT_UNFILED, patient_id=patient_id, detail=detail)
            work.announce(Changed(Topic.INCOMING))
            return row.id

    def transfer(self, actor: Actor, incoming_id: int, patient_id: int) -> None:
        """Put a filed document and its contact into another record; both are traced."""
        with self._works.begin(actor) as work:
            row = existing(work.session, incoming_id, lock=True)
            document = (
                self._documents.standing_within(work, row.document_id) if row.document_id else None
            )
            if row.state != State.FILED.value or document is None:
                raise ConflictError(
                    "Ce document n'est plus dans le dossier\u00a0: son classement a été annulé ou "
                    "il en a été retiré. Rien n'a été modifié. Actualisez la liste.",
                    code="incoming.not_filed",
                )
            if document.patient_id == patient_id:
                return  # it is there: a trace would tell of a gesture that nobody made
            _living(work.session, patient_id)
            self._documents.move_within(work, document, patient_id)
            detail: dict[str, object] = {"numéro": document.id, "comment": "transféré"}
            work.trace(Action.DOCUMENT_FILED, patient_id=patient_id, detail=detail)
            work.announce(Changed(Topic.INCOMING))

    def _contact_follows(self, work: UnitOfWork, document_id: int, patient_id: int) -> None:
        """Take the contact along when a filed document goes to another record."""
        filed = select(IncomingRow).where(IncomingRow.document_id == document_id).with_for_update()
        row = work.session.scalars(filed).one_or_none()
        if row is None:
            return
        if row.encounter_id is not None:
            self._encounters.move_contact_within(work, row.encounter_id, patient_id)
        row.patient_id = patient_id
        work.session.flush()

    def _write(
        self, work: UnitOfWork, row: IncomingRow, wanted: Wanted, stored: StoredFile
    ) -> Filing:
        session, entry = work.session, wanted.entry
        patient = _living(session, wanted.patient_id)
        details = details_of(entry, row.arrived_at, self._works.clock.today())
        contact = contact_of(entry, details.day, work.at)
        require_days_after_birth(entry, patient.birth_date)
        filed = FiledContent(
            FileKind(row.mime), stored, Origin(row.origin), row.read_at, row.read_by
        )
        document = self._documents.add_within(work, patient.id, details, filed)
        row.encounter_id = (
            self._encounters.add_contact_within(work, patient.id, contact) if contact else None
        )
        row.state, row.patient_id, row.document_id = State.FILED.value, patient.id, document.id
        row.filed_at, row.filed_by = work.at, work.actor.user_id
        row.entry, row.claimed_by = entry_as_json(entry), ""
        reading = session.get(IncomingReadingRow, row.id)
        if reading is not None:
            learn(work, guess_of(reading.guess), entry, row.recipient_id)
        session.flush()
        detail: dict[str, object] = {"numéro": document.id, "comment": wanted.how}
        work.trace(Action.DOCUMENT_FILED, patient_id=patient.id, detail=detail)
        work.announce(Changed(Topic.INCOMING))
        return Filing(
            incoming_id=row.id,
            version=row.version,
            document_id=document.id,
            encounter_id=row.encounter_id,
            patient_id=patient.id,
            at=work.at,
        )

    def _proved(self, name: str) -> StoredFile:
        """Return what the store holds, once read back; raises ExternalError when it is damaged."""
        data = self._store.read(name)
        return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))


def _living(session: Session, patient_id: int) -> PatientRow:
    """Return a record that receives documents, kept so until the commit."""
    patient = session.get(PatientRow, patient_id, with_for_update={"read": True})
    if patient is None:
        raise no_record()
    if patient.merged_into is not None:
        raise merged_record()
    return patient


def _source(session: Session, row: IncomingRow) -> Source:
    """Return the file to remove: that of a batch only once all its parts are filed or erased."""
    if row.parent_id is None:
        return Source(row.source_path, row.source_stamp, row.sha256)
    siblings = select(IncomingRow.state).where(IncomingRow.parent_id == row.parent_id)
    if not set(session.scalars(siblings)) <= {State.FILED.value, State.ERASED.value}:
        return Source()
    parent = existing(session, row.parent_id)
    return _source(session, parent)

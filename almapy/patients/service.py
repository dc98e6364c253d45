"""Creating, opening, changing and finding patient records."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import asdict, fields, replace

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from almapy.administrative.model import Administrative
from almapy.administrative.queries import read_administrative, write_administrative
from almapy.audit.model import Action
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.identity.recorded import recorded_form
from almapy.identity.transitions import settled
from almapy.patients import duplicates, queries
from almapy.patients.changes import require_lengths, require_own_matricule, trace_changes
from almapy.patients.duplicates import LikelyPair, Likeness
from almapy.patients.index import insert_or_update, next_value, rewrite_words, write_words
from almapy.patients.model import Patient, PatientDraft, PatientHit, Sex
from almapy.patients.near import NearNames
from almapy.patients.queries import NOT_WIDENED, Widening
from almapy.patients.search import PatientSearch
from almapy.patients.tables import PatientRow, RecentPatientRow
from almapy.patients.word_memory import WordMemory
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

DOSSIER_COUNTER = "dossier"
RECENT_SHOWN = 20


class PatientService:
    """The records of a practice."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._read_traced: set[tuple[int, int]] = set()
        self._near_names = NearNames()
        self._word_memory = WordMemory(works.database, self._near_names)

    def create(
        self, actor: Actor, draft: PatientDraft, administrative: Administrative | None = None
    ) -> Patient:
        """Create a record under the next file number, its draft in the recorded form.

        Raises DomainError, with the field, for what a rule of identity refuses.
        """
        actor.require(Right.IDENTITY)
        settled_draft = settled(None, recorded_form(None, draft)).draft
        require_lengths(settled_draft)
        with self._works.begin(actor) as work:
            require_own_matricule(work.session, settled_draft)
            row = add_patient(work, settled_draft)
            if administrative is not None:
                write_administrative(work, row, administrative)
            work.trace(Action.PATIENT_CREATED, patient_id=row.id)
            work.announce(Changed(Topic.PATIENT, row.id))
            return _to_patient(row, actor.name)

    def open(self, actor: Actor, patient_id: int) -> Patient:
        """Return a record; traced once for each person and session, and kept as recent.

        Raises DomainError when there is no such record.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = _get(work.session, patient_id)
            creator = work.session.get(AccountRow, row.created_by)
            if (actor.user_id, patient_id) not in self._read_traced:
                work.trace(Action.PATIENT_READ, patient_id=patient_id)
            _touch_recent(work, patient_id)
            patient = _to_patient(row, to_name(creator))
        self._read_traced.add((actor.user_id, patient_id))
        return patient

    def change(self, actor: Actor, patient: Patient, draft: PatientDraft) -> Patient:
        """Replace the data of a record; see ``save``."""
        return self.save(actor, patient, draft)

    def save(
        self,
        actor: Actor,
        patient: Patient,
        draft: PatientDraft,
        administrative: Administrative | None = None,
        *,
        insi_answer: bool = False,
    ) -> Patient:
        """Replace the data of a record, and what surrounds them when given, in one transaction.

        The draft takes its recorded form, and the identity loses what the change costs it
        (``settled``; ``insi_answer``: an answer of INSi was just taken over). Raises ConflictError,
        with what is stored, when it changed meanwhile, and DomainError for what a rule refuses.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            return save_within(work, patient, draft, administrative, insi_answer=insi_answer)

    def administrative(self, actor: Actor, patient_id: int) -> Administrative:
        """Return the social and confidential data of a record; empty when nothing was entered."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return read_administrative(session, patient_id)

    def ins_shown(self, actor: Actor, patient_id: int) -> None:
        """Trace « Visualisation de l'INS »: to be called each time a screen shows it."""
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            _get(work.session, patient_id)
            work.trace(Action.INS_READ, patient_id=patient_id)

    def likely_same(
        self, actor: Actor, draft: PatientDraft, *, besides: int | None = None
    ) -> list[Likeness]:
        """Return the records that may be of the same person, the likeliest first.

        ``besides`` leaves out the record of the draft itself.
        """
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return duplicates.likely_same(session, draft, besides=besides)

    def likely_doubles(self, actor: Actor, limit: int = 500) -> list[LikelyPair]:
        """Return « Doublons possibles » among all records, the likeliest first."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return duplicates.likely_doubles(session, limit)

    def search(
        self, actor: Actor, typed: str, *, limit: int = 50, widening: Widening = NOT_WIDENED
    ) -> list[PatientHit]:
        """Return the patients that match the typed text, best first.

        When few do, those whose names are nearly so follow, marked ``near`` (« Proches »).
        """
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            search = PatientSearch(
                session, actor.user_id, widening, self._near_names, self._word_memory
            )
            return search.hits(typed, limit)

    def keep_words(self) -> None:
        """Read the words of the search into memory now; ``search`` does so by itself, later."""
        self._word_memory.read()

    def recent(self, actor: Actor) -> list[PatientHit]:
        """Return the records this person opened last, newest first."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.recent(session, actor.user_id, limit=RECENT_SHOWN)

    def hits(self, actor: Actor, patient_ids: Collection[int]) -> dict[int, PatientHit]:
        """Return who these records are of, for a list that names patients by number."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.by_id(session, patient_ids)

    def dossiers(self, patient_ids: Collection[int]) -> dict[int, int]:
        """Return the file numbers of these records, for those who may not see identities."""
        with self._works.database.reading() as session:
            return queries.dossiers(session, patient_ids)

    def count(self) -> int:
        """Return how many records the practice holds."""
        with self._works.database.reading() as session:
            return queries.count(session)

    def close(self) -> None:
        """Stop what is read in the background; to be called before the base is closed."""
        self._word_memory.close()

    def session_closed(self, actor: Actor) -> None:
        """Forget which openings were traced: the next session of this person traces anew."""
        self._read_traced = {seen for seen in self._read_traced if seen[0] != actor.user_id}


def save_within(
    work: UnitOfWork,
    patient: Patient,
    draft: PatientDraft,
    administrative: Administrative | None = None,
    *,
    insi_answer: bool = False,
) -> Patient:
    """Replace the data of a record inside a unit of work; see ``PatientService.save``.

    The names of an answer of INSi are kept as they were received (REC 07).
    """
    before = stored_draft(work, patient)
    row = _get(work.session, patient.id)
    recorded = draft if insi_answer else recorded_form(before, draft)
    draft = settled(before, recorded, insi_answer=insi_answer).draft
    surrounded = administrative is not None and write_administrative(work, row, administrative)
    if before != draft:
        require_lengths(draft)
        require_own_matricule(work.session, draft, patient.id)
        _fill(row, draft)
    elif not surrounded:
        return patient
    flag_modified(row, "updated_at")
    row.updated_at, row.updated_by = work.at, work.actor.user_id
    work.session.flush()
    if before != draft:
        rewrite_words(work.session, row.id, row.dossier, draft)
    trace_changes(work, row.id, before, draft, surrounded=surrounded)
    work.announce(Changed(Topic.PATIENT, row.id))
    return replace(patient, version=row.version, data=draft)


def stored_draft(work: UnitOfWork, patient: Patient) -> PatientDraft:
    """Return what the base keeps of an open record.

    Raises ConflictError when it changed since ``patient`` was read, and DomainError when it does
    not exist or was merged into another.
    """
    row = _get(work.session, patient.id)
    _require_open(work.session, row)
    stored = to_draft(row)
    if row.version != patient.version:
        raise _conflict(work.session, row, stored)
    return stored


def add_patient(work: UnitOfWork, draft: PatientDraft, *, dossier: int | None = None) -> PatientRow:
    """Add the rows of a record; ``dossier`` imposes a file number (imports, demo)."""
    number = dossier if dossier is not None else next_dossier(work.session)
    row = PatientRow(
        uid=str(uuid.uuid4()),
        dossier=number,
        created_by=work.actor.user_id,
        created_at=work.at,
        updated_at=work.at,
    )
    _fill(row, draft)
    work.session.add(row)
    work.session.flush()
    write_words(work.session, [(row.id, number, draft)])
    return row


def next_dossier(session: Session) -> int:
    """Take the next file number; two posts never get the same one."""
    return next_value(session, DOSSIER_COUNTER)


def to_name(account: AccountRow | None) -> str:
    """Return the name of the person behind an account row."""
    return f"{account.first_name} {account.family_name}".strip() if account else ""


def _get(session: Session, patient_id: int) -> PatientRow:
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise DomainError("Ce dossier n'existe pas ou n'existe plus.", code="patient.unknown")
    return row


def _require_open(session: Session, row: PatientRow) -> None:
    if row.merged_into is not None:
        kept = session.get(PatientRow, row.merged_into)
        raise DomainError(
            f"Ce dossier a été fusionné dans le dossier n° {kept.dossier if kept else '?'}. Rien "
            "n'a été modifié. Travaillez dans ce dernier, ou annulez la fusion.",
            code="patient.merged",
        )


def _conflict(session: Session, row: PatientRow, stored: PatientDraft) -> ConflictError:
    return ConflictError(
        "Ce dossier a été modifié entre-temps par un autre poste. Rien n'a été écrasé. Relisez-le "
        "puis recommencez.",
        stored=asdict(stored),
        by=to_name(session.get(AccountRow, row.updated_by or row.created_by)),
        at=row.updated_at,
    )


def _fill(row: PatientRow, draft: PatientDraft) -> None:
    for one in fields(PatientDraft):
        setattr(row, one.name, getattr(draft, one.name))


def to_draft(row: PatientRow) -> PatientDraft:
    """Return the data of a row."""
    values = {one.name: getattr(row, one.name) for one in fields(PatientDraft)}
    return PatientDraft(**{**values, "sex": Sex(row.sex)})


def _to_patient(row: PatientRow, creator: str) -> Patient:
    return Patient(
        id=row.id,
        uid=row.uid,
        dossier=row.dossier,
        version=row.version,
        created_by=creator,
        data=to_draft(row),
        merged_into=row.merged_into,
    )


def _touch_recent(work: UnitOfWork, patient_id: int) -> None:
    # In one statement: the same person may open the same record on two posts at once.
    statement = insert_or_update(work.session)(RecentPatientRow).values(
        account_id=work.actor.user_id, patient_id=patient_id, opened_at=work.at
    )
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "patient_id"], set_={"opened_at": work.at}
        )
    )

"""Creating, opening, changing and finding patient records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import fields, replace

from sqlalchemy import delete, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.db.base import Base
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.patients import queries
from almapy.patients.model import Patient, PatientDraft, PatientHit, Sex
from almapy.patients.queries import NOT_WIDENED, Widening
from almapy.patients.tables import PatientRow, PatientTokenRow, RecentPatientRow
from almapy.patients.words import words_of
from almapy.practice.tables import CounterRow
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

DOSSIER_COUNTER = "dossier"
RECENT_SHOWN = 20
IDENTITY_FIELDS = (
    "birth_name",
    "first_birth_first_name",
    "birth_first_names",
    "used_name",
    "used_first_name",
    "sex",
    "birth_date",
    "birth_place_code",
    "birth_place_name",
    "identity_document",
    "insi_accepted",
    "matricule_ins",
    "ins_oid",
    "doubtful",
    "fictitious",
    "homonym",
    "deceased",
    "archived",
)


class PatientService:
    """The records of a practice."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._read_traced: set[tuple[int, int]] = set()

    def create(self, actor: Actor, draft: PatientDraft) -> Patient:
        """Create a record under the next file number."""
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = add_patient(work, draft)
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
        """Replace the data of a record; raises ConflictError when it changed meanwhile."""
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            row = _get(work.session, patient.id)
            if row.version != patient.version:
                raise ConflictError(
                    "Ce dossier a été modifié entre-temps par un autre poste. Rien n'a été "
                    "écrasé. Relisez-le puis recommencez."
                )
            before = _to_draft(row)
            if before == draft:
                return patient
            _fill(row, draft)
            row.updated_at = work.at
            work.session.flush()
            _write_words(work.session, row.id, row.dossier, draft)
            work.trace(
                Action.PATIENT_CHANGED, patient_id=row.id, detail=_identity_changes(before, draft)
            )
            work.announce(Changed(Topic.PATIENT, row.id))
            return replace(patient, version=row.version, data=draft)

    def search(
        self, actor: Actor, typed: str, *, limit: int = 50, widening: Widening = NOT_WIDENED
    ) -> list[PatientHit]:
        """Return the patients that match the typed text, best first."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            return queries.search(session, typed, limit=limit, widening=widening)

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

    def session_closed(self, actor: Actor) -> None:
        """Forget which openings were traced: the next session of this person traces anew."""
        self._read_traced = {seen for seen in self._read_traced if seen[0] != actor.user_id}


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
    _write_words(work.session, row.id, number, draft)
    return row


def next_dossier(session: Session) -> int:
    """Take the next file number; two posts never get the same one."""
    statement = _insert_or_update(session)(CounterRow).values(name=DOSSIER_COUNTER, value=1)
    return session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": CounterRow.value + 1}
        ).returning(CounterRow.value),
        execution_options={"populate_existing": True},
    ).scalar_one()


def to_name(account: AccountRow | None) -> str:
    """Return the name of the person behind an account row."""
    return f"{account.first_name} {account.family_name}".strip() if account else ""


def _get(session: Session, patient_id: int) -> PatientRow:
    row = session.get(PatientRow, patient_id)
    if row is None:
        raise DomainError("Ce dossier n'existe pas ou n'existe plus.", code="patient.unknown")
    return row


def _fill(row: PatientRow, draft: PatientDraft) -> None:
    for one in fields(PatientDraft):
        setattr(row, one.name, getattr(draft, one.name))


def _to_draft(row: PatientRow) -> PatientDraft:
    values = {one.name: getattr(row, one.name) for one in fields(PatientDraft)}
    return PatientDraft(**{**values, "sex": Sex(row.sex)})


def _to_patient(row: PatientRow, creator: str) -> Patient:
    return Patient(
        id=row.id,
        uid=row.uid,
        dossier=row.dossier,
        version=row.version,
        created_by=creator,
        data=_to_draft(row),
    )


def _write_words(session: Session, patient_id: int, dossier: int, draft: PatientDraft) -> None:
    session.execute(delete(PatientTokenRow).where(PatientTokenRow.patient_id == patient_id))
    words = sorted(words_of(draft, dossier))
    session.execute(
        insert(PatientTokenRow),
        [{"patient_id": patient_id, "kind": int(kind), "token": word} for kind, word in words],
    )


def _touch_recent(work: UnitOfWork, patient_id: int) -> None:
    # In one statement: the same person may open the same record on two posts at once.
    statement = _insert_or_update(work.session)(RecentPatientRow).values(
        account_id=work.actor.user_id, patient_id=patient_id, opened_at=work.at
    )
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id", "patient_id"], set_={"opened_at": work.at}
        )
    )


def _insert_or_update(
    session: Session,
) -> Callable[[type[Base]], sqlite.Insert | postgresql.Insert]:
    """Return the insertion of this engine that may become an update."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert


def _identity_changes(before: PatientDraft, after: PatientDraft) -> dict[str, object]:
    pairs: Iterable[tuple[str, str, str]] = (
        (name, _as_text(getattr(before, name)), _as_text(getattr(after, name)))
        for name in IDENTITY_FIELDS
    )
    return {name: {"de": old, "en": new} for name, old, new in pairs if old != new}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)

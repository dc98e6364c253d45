"""What a change of a record must respect in the base, and what the journal says of it."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum

from sqlalchemy import String, select, text
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.identity.transitions import status_of
from almapy.patients.model import PatientDraft
from almapy.patients.tables import PatientRow
from almapy.work import UnitOfWork

IDENTITY_FIELDS = (
    "birth_name",
    "first_birth_first_name",
    "birth_first_names",
    "used_name",
    "used_first_name",
    "sex",
    "birth_date",
    "birth_date_uncertain",
    "birth_place_code",
    "birth_place_name",
    "identity_document",
    "insi_accepted",
    "matricule_ins",
    "ins_oid",
    "doubtful",
    "fictitious",
    "homonym",
)
_GIVERS = 0x494E5369
_TOLD = ("deceased", "archived")
_LENGTHS = {
    column.name: column.type.length
    for column in PatientRow.__table__.columns
    if isinstance(column.type, String) and column.type.length
}


def require_lengths(draft: PatientDraft) -> None:
    """Refuse a text that its column cannot hold; the server would cut the whole form off."""
    for one in fields(PatientDraft):
        value, longest = getattr(draft, one.name), _LENGTHS.get(one.name)
        if longest and isinstance(value, str) and len(value) > longest:
            raise DomainError(
                f"Ce texte dépasse {longest} caractères. Rien n'a été enregistré. "
                "Raccourcissez-le.",
                field=one.name,
            )


def one_giver_at_a_time(session: Session) -> None:
    """Have whoever gives a matricule to a record, or gives it back, wait for each other.

    To be called before any record is locked. Two posts would otherwise give the same one to two
    records on PostgreSQL; on SQLite a writing transaction does that by itself.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _GIVERS})


def require_own_matricule(
    session: Session, draft: PatientDraft, patient_id: int | None = None
) -> None:
    """Refuse a second active record with the same matricule and OID (INS notes §3.7)."""
    if not draft.matricule_ins:
        return
    query = select(PatientRow.id, PatientRow.dossier).where(
        PatientRow.matricule_ins == draft.matricule_ins,
        PatientRow.ins_oid == draft.ins_oid,
        PatientRow.merged_into.is_(None),
    )
    for row in session.execute(query):
        if row.id != patient_id:
            raise DomainError(
                f"Le dossier n° {row.dossier} porte déjà ce matricule INS. Rien n'a été "
                "enregistré. Ouvrez ce dossier, ou fusionnez les deux.",
                code="patient.same_ins",
                field="matricule_ins",
            )


def trace_changes(
    work: UnitOfWork,
    patient_id: int,
    before: PatientDraft,
    after: PatientDraft,
    *,
    surrounded: bool,
) -> None:
    """Name one entry for the identity, with old and new, and one for the rest, without values."""
    identity = _pairs(before, after, IDENTITY_FIELDS)
    old, new = status_of(before), status_of(after)
    if old is not new:
        identity["status"] = {"de": old.label, "en": new.label}
    if identity:
        work.trace(Action.INS_CHANGED, patient_id=patient_id, detail=identity)
    others = [
        one.name
        for one in fields(PatientDraft)
        if one.name not in IDENTITY_FIELDS and getattr(before, one.name) != getattr(after, one.name)
    ]
    if others or surrounded:
        detail = _pairs(before, after, _TOLD)
        detail["champs"] = [*others, *(["données sociales"] if surrounded else [])]
        work.trace(Action.PATIENT_CHANGED, patient_id=patient_id, detail=detail)


def _pairs(before: PatientDraft, after: PatientDraft, names: tuple[str, ...]) -> dict[str, object]:
    pairs = (
        (name, _as_text(getattr(before, name)), _as_text(getattr(after, name))) for name in names
    )
    return {name: {"de": old, "en": new} for name, old, new in pairs if old != new}


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Enum):
        return str(value.value)
    return "" if value is None else str(value)

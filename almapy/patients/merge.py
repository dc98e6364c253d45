"""Making one record of two of the same person, and putting them back as they were.

Everything that belongs to the absorbed record moves to the kept one; the absorbed one becomes a
closed shell that points to it (UX notes §4.3 « Doubles », INS notes §3.7).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from almapy.administrative.tables import PatientMergeRow
from almapy.audit.model import Action
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.identity.transitions import STRICT_TRAITS, status_of
from almapy.patients.changes import (
    IDENTITY_FIELDS,
    one_giver_at_a_time,
    require_own_matricule,
)
from almapy.patients.index import keep_number_only, rewrite_words
from almapy.patients.model import IdentityStatus, Patient, PatientDraft
from almapy.patients.moving import count_rows, move_back, move_rows, put_aside, put_back
from almapy.patients.service import to_draft
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor, Right
from almapy.work import UnitOfWork, Works

_NEVER_FILLED = {*IDENTITY_FIELDS, "deceased", "deceased_on", "archived", "passing"} - {
    "used_name",
    "used_first_name",
}
FILLABLE = tuple(one.name for one in fields(PatientDraft) if one.name not in _NEVER_FILLED)
"""What the kept record may take from the absorbed one where it holds nothing itself."""
_RANK = {
    IdentityStatus.PROVISIONAL: 0,
    IdentityStatus.RETRIEVED: 1,
    IdentityStatus.VALIDATED: 1,
    IdentityStatus.QUALIFIED: 2,
}


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: rows moved by table, fields that may be filled, what to weigh.

    ``needs_acceptance``: the absorbed identity has the higher status, which is lost.
    """

    rows: dict[str, int]
    fillable: tuple[str, ...]
    warnings: tuple[str, ...]
    needs_acceptance: bool


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge of the past; ``undone_at`` is None while it stands."""

    id: int
    kept_id: int
    kept_dossier: int
    absorbed_id: int
    absorbed_dossier: int
    merged_at: datetime
    undone_at: datetime | None = field(default=None)


class MergeService:
    """Merges records and takes merges back."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def preview(self, actor: Actor, kept_id: int, absorbed_id: int) -> MergePreview:
        """Return what would happen; raises DomainError where the merge is not allowed."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            kept, absorbed = _pair(session, kept_id, absorbed_id, lock=False)
            mine, theirs = to_draft(kept), to_draft(absorbed)
            _require_allowed(kept, absorbed, mine, theirs)
            return MergePreview(
                rows=count_rows(session, absorbed_id, kept_id),
                fillable=tuple(name for name in FILLABLE if _fills(name, mine, theirs)),
                warnings=_warnings(mine, theirs),
                needs_acceptance=_is_higher(theirs, mine),
            )

    def merge(
        self,
        actor: Actor,
        kept: Patient,
        absorbed: Patient,
        *,
        fill: Collection[str] = (),
        accept_higher_status: bool = False,
    ) -> Merge:
        """Move everything of ``absorbed`` to ``kept``; ``fill`` names empty fields to take over.

        Raises ConflictError when one of them changed since it was read, and DomainError where the
        merge is not allowed or, unless accepted, loses the higher status.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            session = work.session
            row, other = _pair(session, kept.id, absorbed.id, lock=True)
            if (row.version, other.version) != (kept.version, absorbed.version):
                raise ConflictError(
                    "L'un des deux dossiers a été modifié entre-temps. Rien n'a été fusionné. "
                    "Relisez-les, puis recommencez."
                )
            mine, theirs = to_draft(row), to_draft(other)
            _require_allowed(row, other, mine, theirs)
            if _is_higher(theirs, mine) and not accept_higher_status:
                raise DomainError(
                    "L'identité du dossier à absorber a un statut plus élevé. Rien n'a été "
                    "fusionné. Gardez plutôt ce dossier, ou confirmez.",
                    code="merge.higher_status",
                )
            filled = _fill(row, mine, theirs, fill)
            other.merged_into = row.id
            session.flush()
            keep_number_only(session, other.id, other.dossier, theirs)
            content = {
                "filled": filled,
                "aside": put_aside(session, other.id),
                "moved": move_rows(session, other.id, row.id),
            }
            if filled:
                rewrite_words(session, row.id, row.dossier, to_draft(row))
            merge = PatientMergeRow(
                kept_id=row.id,
                absorbed_id=other.id,
                merged_by=actor.user_id,
                merged_at=work.at,
                content=content,
            )
            session.add(merge)
            session.flush()
            _tell(work, Action.PATIENT_MERGED, row, other)
            return _to_merge(merge, row.dossier, other.dossier)

    def undo_merge(self, actor: Actor, merge_id: int) -> Merge:
        """Put both records back as they were; what was added to the kept one since stays there.

        Raises DomainError when it was undone already, or when a later merge stands upon it.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            session = work.session
            one_giver_at_a_time(session)
            merge = session.get(PatientMergeRow, merge_id, with_for_update=True)
            if merge is None or merge.undone_at is not None:
                raise DomainError(
                    "Cette fusion n'existe pas ou a déjà été annulée. Rien n'a été modifié."
                )
            row, other = _pair(session, merge.kept_id, merge.absorbed_id, lock=True)
            if row.merged_into is not None:
                raise DomainError(
                    "Le dossier gardé a été fusionné à son tour. Rien n'a été modifié. Annulez "
                    "d'abord cette fusion plus récente."
                )
            require_own_matricule(session, to_draft(other), other.id)
            other.merged_into = None
            _empty_again(row, merge.content["filled"])
            merge.undone_by, merge.undone_at = actor.user_id, work.at
            session.flush()
            move_back(session, merge.content["moved"], row.id, other.id)
            put_back(session, other.id, merge.content["aside"])
            rewrite_words(session, other.id, other.dossier, to_draft(other))
            if merge.content["filled"]:
                rewrite_words(session, row.id, row.dossier, to_draft(row))
            _tell(work, Action.PATIENT_UNMERGED, row, other)
            return _to_merge(merge, row.dossier, other.dossier)

    def of(self, actor: Actor, patient_id: int) -> list[Merge]:
        """Return the merges of a record, as kept or as absorbed, the latest first."""
        actor.require(Right.IDENTITY)
        kept, absorbed = aliased(PatientRow), aliased(PatientRow)
        query = (
            select(PatientMergeRow, kept.dossier, absorbed.dossier)
            .join(kept, kept.id == PatientMergeRow.kept_id)
            .join(absorbed, absorbed.id == PatientMergeRow.absorbed_id)
            .where(
                or_(
                    PatientMergeRow.kept_id == patient_id,
                    PatientMergeRow.absorbed_id == patient_id,
                )
            )
            .order_by(PatientMergeRow.id.desc())
        )
        with self._works.database.reading() as session:
            return [_to_merge(*found) for found in session.execute(query)]


def _pair(
    session: Session, kept_id: int, absorbed_id: int, *, lock: bool
) -> tuple[PatientRow, PatientRow]:
    if kept_id == absorbed_id:
        raise DomainError("Un dossier ne se fusionne pas avec lui-même. Choisissez-en un autre.")
    # Always locked in one order: two posts never wait for each other.
    rows = {
        one: session.get(PatientRow, one, with_for_update=lock or None)
        for one in sorted((kept_id, absorbed_id))
    }
    kept, absorbed = rows[kept_id], rows[absorbed_id]
    if kept is None or absorbed is None:
        raise DomainError("Ce dossier n'existe pas ou n'existe plus.", code="patient.unknown")
    return kept, absorbed


def _require_allowed(
    kept: PatientRow, absorbed: PatientRow, mine: PatientDraft, theirs: PatientDraft
) -> None:
    if kept.merged_into is not None or absorbed.merged_into is not None:
        raise DomainError(
            "L'un des deux dossiers a déjà été fusionné. Rien n'a été modifié. Ouvrez le dossier "
            "qui l'a repris.",
            code="patient.merged",
        )
    qualified = {status_of(mine), status_of(theirs)} == {IdentityStatus.QUALIFIED}
    if qualified and (mine.matricule_ins, mine.ins_oid) != (theirs.matricule_ins, theirs.ins_oid):
        raise DomainError(
            "Ces deux identités sont qualifiées avec des matricules différents\u00a0: ce sont deux "
            "personnes. Rien n'a été fusionné. Vérifiez les justificatifs.",
            code="merge.two_people",
        )


def _is_higher(one: PatientDraft, other: PatientDraft) -> bool:
    return _RANK[status_of(one)] > _RANK[status_of(other)]


def _warnings(mine: PatientDraft, theirs: PatientDraft) -> tuple[str, ...]:
    found = []
    if _is_higher(theirs, mine):
        found.append(
            f"Le dossier à absorber a un statut plus élevé ({status_of(theirs).label}) que celui "
            f"qui reste ({status_of(mine).label})\u00a0: ce statut sera perdu."
        )
    if mine.matricule_ins and theirs.matricule_ins and mine.matricule_ins != theirs.matricule_ins:
        found.append("Les matricules INS sont différents.")
    if any(getattr(mine, name) != getattr(theirs, name) for name in STRICT_TRAITS):
        found.append(
            "Les traits d'identité stricts diffèrent\u00a0: ceux du dossier gardé restent."
        )
    return tuple(found)


def _fills(name: str, mine: PatientDraft, theirs: PatientDraft) -> bool:
    return not getattr(mine, name) and bool(getattr(theirs, name))


def _fill(
    row: PatientRow, mine: PatientDraft, theirs: PatientDraft, names: Collection[str]
) -> dict[str, list[Any]]:
    """Take over the named fields; return each with the value before and the one taken."""
    taken = {
        name: [getattr(mine, name), getattr(theirs, name)]
        for name in FILLABLE
        if name in names and _fills(name, mine, theirs)
    }
    for name, (_, value) in taken.items():
        setattr(row, name, value)
    return {name: [_as_json(value) for value in pair] for name, pair in taken.items()}


def _empty_again(row: PatientRow, filled: dict[str, list[Any]]) -> None:
    """Give back what was taken over, unless it was changed since."""
    for name, (before, taken) in filled.items():
        if _as_json(getattr(row, name)) == taken:
            setattr(row, name, before)


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _tell(work: UnitOfWork, action: Action, kept: PatientRow, absorbed: PatientRow) -> None:
    detail: dict[str, object] = {
        "dossier gardé": kept.dossier,
        "dossier absorbé": absorbed.dossier,
    }
    for one in (kept, absorbed):
        work.trace(action, patient_id=one.id, detail=detail)
        work.announce(Changed(Topic.PATIENT, one.id))
        work.announce(Changed(Topic.RECORD, one.id))


def _to_merge(row: PatientMergeRow, kept: int, absorbed: int) -> Merge:
    return Merge(
        id=row.id,
        kept_id=row.kept_id,
        kept_dossier=kept,
        absorbed_id=row.absorbed_id,
        absorbed_dossier=absorbed,
        merged_at=row.merged_at,
        undone_at=row.undone_at,
    )

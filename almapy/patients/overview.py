"""The essential of a record at one glance: what « Dossier Patient » shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from almapy.allergies.model import Allergy
from almapy.allergies.tables import AllergyRow
from almapy.encounters.model import Encounter, Nature
from almapy.encounters.tables import EncounterRow
from almapy.history.model import HistoryItem, HistoryKind
from almapy.history.tables import HistoryItemRow
from almapy.measures.model import Measure, MeasureKind
from almapy.measures.tables import MeasureRow
from almapy.medications.model import LongTermTreatment
from almapy.medications.tables import LongTermTreatmentRow
from almapy.users.model import Actor, Right, initials_of
from almapy.users.tables import AccountRow
from almapy.work import Works

ENCOUNTERS_SHOWN = 300
Row = TypeVar("Row", HistoryItemRow, AllergyRow, LongTermTreatmentRow)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a professional reads first; ``notes_hidden`` when the person may not read notes."""

    history: tuple[HistoryItem, ...] = field(default=(), repr=False)
    allergies: tuple[Allergy, ...] = field(default=(), repr=False)
    treatments: tuple[LongTermTreatment, ...] = field(default=(), repr=False)
    encounters: tuple[Encounter, ...] = field(default=(), repr=False)
    latest: dict[MeasureKind, Measure] = field(default_factory=dict, repr=False)
    notes_hidden: bool = False


class OverviewService:
    """Reads the essential of one record."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def of(self, actor: Actor, patient_id: int) -> Overview:
        """Return the overview; without the right to read notes it says so and holds nothing."""
        if not actor.may(Right.READ_NOTES):
            return Overview(notes_hidden=True)
        with self._works.database.reading() as session:
            return Overview(
                history=tuple(_history(session, patient_id)),
                allergies=tuple(_allergies(session, patient_id)),
                treatments=tuple(_treatments(session, patient_id)),
                encounters=tuple(_encounters(session, patient_id)),
                latest=_latest_measures(session, patient_id),
            )


def _standing(table: type[Row], patient_id: int) -> Select[Row]:
    return select(table).where(table.patient_id == patient_id, table.deleted_at.is_(None))


def _history(session: Session, patient_id: int) -> list[HistoryItem]:
    query = _standing(HistoryItemRow, patient_id).order_by(
        HistoryItemRow.speciality, HistoryItemRow.started
    )
    return [
        HistoryItem(
            label=row.label,
            speciality=row.speciality,
            kind=HistoryKind(row.kind),
            cim10=row.cim10,
            started=row.started,
            ended=row.ended,
            active=row.active,
            ald_number=row.ald_number,
            in_vsm=row.in_vsm,
        )
        for row in session.scalars(query)
    ]


def _allergies(session: Session, patient_id: int) -> list[Allergy]:
    query = _standing(AllergyRow, patient_id).order_by(AllergyRow.id)
    return [
        Allergy(row.agent, row.reaction, row.severity, row.noted, row.none_known)
        for row in session.scalars(query)
    ]


def _treatments(session: Session, patient_id: int) -> list[LongTermTreatment]:
    query = (
        _standing(LongTermTreatmentRow, patient_id)
        .where(LongTermTreatmentRow.stopped_on.is_(None))
        .order_by(LongTermTreatmentRow.id)
    )
    return [
        LongTermTreatment(row.label, row.posology, row.started_on, row.stopped_on)
        for row in session.scalars(query)
    ]


def _encounters(session: Session, patient_id: int) -> list[Encounter]:
    author, replaced = aliased(AccountRow), aliased(AccountRow)
    query = (
        select(EncounterRow, author, replaced)
        .join(author, author.id == EncounterRow.author_id)
        .outerjoin(replaced, replaced.id == EncounterRow.replaced_id)
        .where(EncounterRow.patient_id == patient_id, EncounterRow.deleted_at.is_(None))
        .order_by(EncounterRow.held_at.desc(), EncounterRow.id.desc())
        .limit(ENCOUNTERS_SHOWN)
    )
    return [
        Encounter(
            nature=Nature(row.nature),
            held_at=row.held_at,
            title=row.title,
            text=row.text,
            author=_initials(writer),
            replaced=_initials(absent) if absent else "",
        )
        for row, writer, absent in session.execute(query)
    ]


def _latest_measures(session: Session, patient_id: int) -> dict[MeasureKind, Measure]:
    query = (
        select(MeasureRow)
        .where(MeasureRow.patient_id == patient_id, MeasureRow.deleted_at.is_(None))
        .order_by(MeasureRow.taken_at)
    )
    return {
        MeasureKind(row.kind): Measure(MeasureKind(row.kind), row.value, row.taken_at, row.second)
        for row in session.scalars(query)
    }


def _initials(account: AccountRow) -> str:
    return account.own_initials or initials_of(account.first_name, account.family_name)

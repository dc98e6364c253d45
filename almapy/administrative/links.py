"""« Dossiers Liés »: a link is held by one record and shown from both."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from almapy.administrative.model import Kin, PatientLink, same_link
from almapy.administrative.tables import PatientLinkRow
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.patients import queries
from almapy.patients.model import PatientHit, Sex
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor, Right
from almapy.work import Works

LINKS = FactKind(
    "dossier lié",
    "Ce lien",
    PatientLinkRow,
    PatientLink,
    read_right=Right.IDENTITY,
    write_right=Right.IDENTITY,
)


@dataclass(frozen=True, slots=True)
class LinkedRecord:
    """One line of the tab: the other patient, and what he or she is to the one shown.

    ``fact`` is what changes and removals are asked with, whichever record holds it.
    """

    fact: Fact[PatientLink]
    other: PatientHit = field(repr=False)
    word: str = field(repr=False)


class LinkService(FactService[PatientLink]):
    """Reads links from both sides and writes them once."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, LINKS)

    def linked(self, actor: Actor, patient_id: int) -> list[LinkedRecord]:
        """Return the records linked to this one, whichever side wrote the link."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            facts = self.read(session, actor, patient_id)
            holders = select(PatientLinkRow.patient_id).where(
                PatientLinkRow.other_id == patient_id, PatientLinkRow.deleted_at.is_(None)
            )
            for holder in sorted(set(session.scalars(holders)) - {patient_id}):
                facts += [
                    fact
                    for fact in self.read(session, actor, holder)
                    if fact.data.other_id == patient_id
                ]
            others = {_other(fact, patient_id) for fact in facts}
            merged = select(PatientRow.id).where(
                PatientRow.id.in_(others), PatientRow.merged_into.is_not(None)
            )
            hits = queries.by_id(session, others - set(session.scalars(merged)))
        return [
            LinkedRecord(fact, hits[other], _word(fact, patient_id, hits[other].sex))
            for fact in facts
            if (other := _other(fact, patient_id)) in hits
        ]

    def add(self, actor: Actor, patient_id: int, data: PatientLink) -> Fact[PatientLink]:
        """Link two records; raises DomainError for a record and itself, or for a double."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            _require_new(session, patient_id, data, besides=None)
        fact = super().add(actor, patient_id, data)
        self._tell_other(actor, data.other_id)
        return fact

    def change(
        self, actor: Actor, fact: Fact[PatientLink], data: PatientLink, *, reason: str = ""
    ) -> Fact[PatientLink]:
        """Replace a link under the same rules."""
        actor.require(Right.IDENTITY)
        with self._works.database.reading() as session:
            _require_new(session, fact.patient_id, data, besides=fact.id)
        changed = super().change(actor, fact, data, reason=reason)
        self._tell_other(actor, data.other_id)
        return changed

    def remove(self, actor: Actor, fact: Fact[PatientLink]) -> Fact[PatientLink]:
        """Take a link away from both records."""
        removed = super().remove(actor, fact)
        self._tell_other(actor, fact.data.other_id)
        return removed

    def _tell_other(self, actor: Actor, patient_id: int) -> None:
        with self._works.begin(actor) as work:
            work.announce(Changed(Topic.RECORD, patient_id))


def _other(fact: Fact[PatientLink], patient_id: int) -> int:
    return fact.data.other_id if fact.patient_id == patient_id else fact.patient_id


def _word(fact: Fact[PatientLink], patient_id: int, other_sex: Sex) -> str:
    """Return what the other patient is to the one shown."""
    if fact.patient_id == patient_id:
        return fact.data.kind.label
    return fact.data.kind.reciprocal(other_sex)


def _require_new(
    session: Session, patient_id: int, link: PatientLink, *, besides: int | None
) -> None:
    if link.other_id == patient_id:
        raise DomainError(
            "Un dossier ne se lie pas à lui-même. Rien n'a été enregistré. Choisissez un autre "
            "patient.",
            field="other_id",
        )
    if session.get(PatientRow, link.other_id) is None:
        raise DomainError(
            "Ce dossier n'existe pas ou n'existe plus. Rien n'a été enregistré. Choisissez-en un "
            "autre.",
            field="other_id",
        )
    row = PatientLinkRow
    between = or_(
        and_(row.patient_id == patient_id, row.other_id == link.other_id),
        and_(row.patient_id == link.other_id, row.other_id == patient_id),
    )
    for known in session.scalars(select(row).where(between, row.deleted_at.is_(None))):
        kind = Kin(known.kind)
        same = (
            kind is link.kind
            if known.patient_id == patient_id
            else same_link(link.kind, backwards=kind)
        )
        if same and known.id != besides:
            raise DomainError(
                "Ces deux dossiers sont déjà liés ainsi. Rien n'a été ajouté. Modifiez le lien qui "
                "existe.",
                field="other_id",
            )

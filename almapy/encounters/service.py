"""Writing consultations: kept while they are typed, validated, corrected with a reason."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import fields, replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.encounters import queries
from almapy.encounters.model import (
    Draft,
    DraftLine,
    EncounterContent,
    EncounterLine,
    Nature,
    StoredEncounter,
    WritingHelp,
    content_as_json,
)
from almapy.encounters.tables import EncounterProblemRow, EncounterRow
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.record.model import FormerVersion
from almapy.record.tables import FormerVersionRow
from almapy.users.model import Actor, Right, Role
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

_REPLACED = "Remplacée par son auteur\u00a0: modifiée sur deux postes à la fois"
_LISTED = ("nature", "held_at", "title", "reason", "important", "replaced_id", "first_line")


class EncounterService:
    """The consultations of the practice.

    A draft is its author's alone and is kept as often as wanted, without former versions. Once
    validated it is locked: a correction is a new version with its author and reason, the version
    before stays readable. Nothing is erased.
    """

    def __init__(self, works: Works) -> None:
        self._works = works

    def of(
        self, actor: Actor, patient_id: int, *, with_removed: bool = False
    ) -> list[EncounterLine]:
        """Return the list of a record: drafts first, then the important ones, latest first."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            return queries.lines_of(session, actor, patient_id, with_removed=with_removed)

    def get(self, actor: Actor, encounter_id: int) -> StoredEncounter:
        """Return one consultation, removed ones included."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            row = _existing(session.get(EncounterRow, encounter_id))
            return queries.stored(session, row, actor)

    def former(self, actor: Actor, encounter_id: int) -> list[FormerVersion[EncounterContent]]:
        """Return the versions that were replaced, latest first."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            return queries.former_of(session, encounter_id)

    def drafts(self, actor: Actor) -> list[DraftLine]:
        """Return the « Brouillons à terminer » of this person, oldest first."""
        actor.require(Right.WRITE_NOTES)
        with self._works.database.reading() as session:
            return queries.drafts_of(session, actor)

    def patient_names(self, actor: Actor, patient_ids: Sequence[int]) -> dict[int, str]:
        """Return the names of the people whose texts wait to be finished."""
        actor.require(Right.WRITE_NOTES)
        with self._works.database.reading() as session:
            return queries.names_of(session, patient_ids)

    def help(self, actor: Actor, patient_id: int) -> WritingHelp:
        """Return what the editor proposes for this record, and the words of its problems."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            return queries.help_for(session, actor, patient_id)

    def begin(
        self,
        actor: Actor,
        patient_id: int,
        nature: Nature = Nature.CONSULTATION,
        *,
        replaced_id: int | None = None,
    ) -> Draft:
        """Return an empty draft; the base is not asked and holds nothing until it says something.

        A doctor who stands in for nobody leaves ``replaced_id`` out.
        """
        actor.require(Right.WRITE_NOTES)
        now = self._works.clock.now()
        return Draft(
            str(uuid.uuid4()), patient_id, EncounterContent(nature, now, replaced_id=replaced_id)
        )

    def keep(self, actor: Actor, draft: Draft, *, replacing: bool = False) -> Draft:
        """Store a draft as it stands and return it with its number and version.

        An empty one that the base does not hold stays out of it. Raises ConflictError when the
        same draft was changed, validated or removed elsewhere: ``stored`` holds its content. With
        ``replacing`` this text prevails then: the other one becomes a former version, or stays
        validated while this one becomes a draft of its own.
        """
        actor.require(Right.WRITE_NOTES)
        if draft.id is None and draft.content.is_empty:
            return draft
        with self._works.begin(actor) as work:
            row = self._write(work, draft, replacing=replacing)
            return Draft(row.uid, row.patient_id, draft.content, row.id, row.version)

    def sign(self, actor: Actor, draft: Draft) -> StoredEncounter:
        """Store and validate (« Validé »): what was written is locked.

        Raises DomainError for an empty one, and for a remplaçant who does not say for whom.
        """
        actor.require(Right.WRITE_NOTES)
        if draft.content.is_empty:
            raise DomainError(
                "Cette consultation est vide\u00a0: il n'y a rien à valider. Écrivez un titre, un "
                "motif ou un texte.",
                code="encounter.empty",
                field="text",
            )
        with self._works.begin(actor) as work:
            if (
                actor.role is Role.REMPLACANT
                and draft.content.replaced_id is None
                and queries.count_doctors(work.session)
            ):
                raise DomainError(
                    "Choisissez le médecin remplacé\u00a0: son nom figure sur la consultation. "
                    "Votre texte est enregistré comme brouillon.",
                    code="encounter.replaced",
                    field="replaced_id",
                )
            row = self._write(work, draft, replacing=False)
            row.signed_at, row.signed_by = work.at, actor.user_id
            work.session.flush()
            work.trace(
                Action.ENCOUNTER_SIGNED, patient_id=row.patient_id, detail={"numéro": row.id}
            )
            work.announce(Changed(Topic.RECORD, row.patient_id))
            return queries.stored(work.session, row, actor)

    def correct(
        self, actor: Actor, signed: StoredEncounter, content: EncounterContent, reason: str
    ) -> StoredEncounter:
        """Replace what a validated consultation says; the version before stays readable.

        Raises DomainError without a reason or for an emptied text, ConflictError when it was
        corrected or removed meanwhile.
        """
        actor.require(Right.WRITE_NOTES)
        _require_reason(reason, "de la correction")
        if content.is_empty:
            raise DomainError(
                "Une correction ne peut pas vider la consultation. Pour la retirer de la liste, "
                "utilisez «\u00a0Retirer\u00a0».",
                code="encounter.empty",
                field="text",
            )
        with self._works.begin(actor) as work:
            row = self._get(work, signed.id, signed.version)
            if row.signed_at is None:
                raise DomainError("Ce brouillon se modifie sans motif de correction.")
            before = queries.content_of(work.session, row)
            if before == content.settled():
                return signed
            self._keep_version(work, row, before, reason)
            _fill(work, row, content)
            work.session.flush()
            work.trace(
                Action.ENCOUNTER_CORRECTED, patient_id=row.patient_id, detail={"numéro": row.id}
            )
            work.announce(Changed(Topic.RECORD, row.patient_id))
            return queries.stored(work.session, row, actor)

    def remove(
        self, actor: Actor, encounter_id: int, version: int, *, reason: str = ""
    ) -> StoredEncounter:
        """Take a consultation out of the list; ``restore`` brings it back.

        A draft goes freely, by its author; a validated one needs a reason and stays readable.
        """
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            row = self._get(work, encounter_id, version)
            if row.signed_at is None:
                _require_author(row, actor)
            else:
                _require_reason(reason, "du retrait")
                before = queries.content_of(work.session, row)
                self._keep_version(work, row, before, reason)
            row.deleted_at, row.deleted_by = work.at, actor.user_id
            self._tell(work, row, "retrait")
            return queries.stored(work.session, row, actor)

    def restore(self, actor: Actor, encounter_id: int, version: int) -> StoredEncounter:
        """Bring a removed consultation back."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            row = self._get(work, encounter_id, version, removed=True)
            if row.signed_at is None:
                _require_author(row, actor)
            row.deleted_at = row.deleted_by = None
            self._tell(work, row, "rétablissement")
            return queries.stored(work.session, row, actor)

    def add_contact_within(
        self, work: UnitOfWork, patient_id: int, content: EncounterContent
    ) -> int:
        """Add the validated contact that goes with a document being filed; return its number.

        The right is not asked: whoever files documents says how they came, and nothing else.
        """
        row = self._insert(work, Draft(str(uuid.uuid4()), patient_id, content))
        row.signed_at, row.signed_by = work.at, work.actor.user_id
        work.session.flush()
        work.trace(Action.ENCOUNTER_SIGNED, patient_id=patient_id, detail={"numéro": row.id})
        return row.id

    def remove_contact_within(self, work: UnitOfWork, encounter_id: int, reason: str) -> None:
        """Take the contact of a document out of the list; one already removed stays so."""
        row = _existing(work.session.get(EncounterRow, encounter_id, with_for_update=True))
        if row.deleted_at is None:
            self._keep_version(work, row, queries.content_of(work.session, row), reason)
            row.deleted_at, row.deleted_by = work.at, work.actor.user_id
            self._tell(work, row, "retrait")

    def move_contact_within(self, work: UnitOfWork, encounter_id: int, patient_id: int) -> None:
        """Put the contact of a document into another record, without the problems of the first."""
        row = _existing(work.session.get(EncounterRow, encounter_id, with_for_update=True))
        if row.patient_id == patient_id:
            return
        self._tell(work, row, "départ vers un autre dossier")
        work.session.execute(
            update(FormerVersionRow)
            .where(FormerVersionRow.kind == queries.KIND, FormerVersionRow.fact_id == row.id)
            .values(patient_id=patient_id)
        )
        _link_problems(work.session, row.id, ())
        row.patient_id, row.changed_at, row.changed_by = patient_id, work.at, work.actor.user_id
        self._tell(work, row, "arrivée d'un autre dossier")

    def _write(self, work: UnitOfWork, draft: Draft, *, replacing: bool) -> EncounterRow:
        row = self._row_of(work.session, draft)
        if row is None:
            return self._insert(work, draft)
        _require_author(row, work.actor)
        before = queries.content_of(work.session, row)
        content = draft.content.settled()
        if row.signed_at is None and row.deleted_at is None and before == content:
            return row  # stored before, and the answer was lost
        known = draft.version or 1
        if row.version != known or row.signed_at is not None or row.deleted_at is not None:
            if not replacing:
                raise self._conflict(work, row, before)
            if row.signed_at is not None:
                other = replace(draft, uid=str(uuid.uuid4()), id=None, version=0)
                return self._insert(work, other)
            self._keep_version(work, row, before, _REPLACED)
            row.deleted_at = row.deleted_by = None
        _fill(work, row, content)
        work.session.flush()
        if any(getattr(before, name) != getattr(content, name) for name in _LISTED):
            work.announce(Changed(Topic.RECORD, row.patient_id))
        return row

    def _row_of(self, session: Session, draft: Draft) -> EncounterRow | None:
        query = select(EncounterRow).where(EncounterRow.uid == draft.uid).with_for_update()
        row = session.scalar(query)
        return _existing(row) if draft.id is not None else row

    def _insert(self, work: UnitOfWork, draft: Draft) -> EncounterRow:
        row = EncounterRow(
            uid=draft.uid,
            patient_id=draft.patient_id,
            author_id=work.actor.user_id,
            created_at=work.at,
            **_values(draft.content.settled()),
        )
        work.session.add(row)
        work.session.flush()
        _link_problems(work.session, row.id, draft.content.problems)
        self._tell(work, row, "ajout")
        return row

    def _get(
        self, work: UnitOfWork, encounter_id: int, version: int, *, removed: bool = False
    ) -> EncounterRow:
        row = _existing(work.session.get(EncounterRow, encounter_id, with_for_update=True))
        if row.version != version or (row.deleted_at is not None) is not removed:
            raise self._conflict(work, row, queries.content_of(work.session, row))
        return row

    def _conflict(
        self, work: UnitOfWork, row: EncounterRow, content: EncounterContent
    ) -> ConflictError:
        by = work.session.get(AccountRow, row.deleted_by or row.changed_by or row.author_id)
        return ConflictError(
            "Cette consultation a été modifiée, validée ou retirée entre-temps sur un autre "
            "poste. Rien n'a été écrasé et votre texte reste à l'écran. Comparez les deux textes, "
            "puis choisissez.",
            code="encounter.conflict",
            stored=content_as_json(content),
            by=f"{by.first_name} {by.family_name}".strip() if by else "",
            at=row.deleted_at or row.changed_at or row.created_at,
        )

    def _keep_version(
        self, work: UnitOfWork, row: EncounterRow, content: EncounterContent, reason: str
    ) -> None:
        work.session.add(
            FormerVersionRow(
                kind=queries.KIND,
                fact_id=row.id,
                version=row.version,
                patient_id=row.patient_id,
                written_by=row.changed_by or row.author_id,
                written_at=row.changed_at or row.created_at,
                replaced_by=work.actor.user_id,
                replaced_at=work.at,
                reason=reason.strip(),
                content=content_as_json(content),
            )
        )

    def _tell(self, work: UnitOfWork, row: EncounterRow, gesture: str) -> None:
        work.session.flush()
        detail: dict[str, object] = {"objet": queries.KIND, "geste": gesture, "numéro": row.id}
        work.trace(Action.RECORD_CHANGED, patient_id=row.patient_id, detail=detail)
        work.announce(Changed(Topic.RECORD, row.patient_id))


def _existing(row: EncounterRow | None) -> EncounterRow:
    if row is None:
        raise DomainError(
            "Cette consultation n'existe pas ou n'existe plus.", code="encounter.none"
        )
    return row


def _require_author(row: EncounterRow, actor: Actor) -> None:
    if row.author_id != actor.user_id:
        raise AccessError(
            "Seul son auteur peut modifier un brouillon. Rien n'a été modifié. Commencez votre "
            "propre consultation (F2).",
            code="encounter.author",
        )


def _require_reason(reason: str, of_what: str) -> None:
    if not reason.strip():
        raise DomainError(
            f"Indiquez le motif {of_what}\u00a0: il reste lisible avec l'ancienne version.",
            code="encounter.reason",
            field="reason",
        )


def _fill(work: UnitOfWork, row: EncounterRow, content: EncounterContent) -> None:
    for name, value in _values(content.settled()).items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = work.at, work.actor.user_id
    _link_problems(work.session, row.id, content.problems)


def _values(content: EncounterContent) -> dict[str, object]:
    names = [one.name for one in fields(content) if one.name not in {"problems", "nature"}]
    return {name: getattr(content, name) for name in names} | {"nature": content.nature.value}


def _link_problems(session: Session, encounter_id: int, problems: tuple[int, ...]) -> None:
    table = EncounterProblemRow
    session.execute(
        delete(table).where(
            table.encounter_id == encounter_id, table.history_item_id.not_in(problems)
        )
    )
    linked = set(
        session.scalars(select(table.history_item_id).where(table.encounter_id == encounter_id))
    )
    session.add_all(
        table(encounter_id=encounter_id, history_item_id=one) for one in set(problems) - linked
    )

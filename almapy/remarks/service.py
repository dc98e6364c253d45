"""« Remarque » and « Confidentielle » of a record, saved while they are typed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.errors import DomainError
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind, FormerVersion
from almapy.record.service import FactService
from almapy.remarks.model import LONGEST_REMARK, Remark, Remarks
from almapy.remarks.tables import RemarkRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

REMARK = FactKind("remarque", "Cette remarque", RemarkRow, Remark, confidential="confidential")
_LONGEST_SITTING = timedelta(hours=1)


class RemarkService:
    """Reads and saves the two texts; a confidential one exists for its author alone."""

    def __init__(self, works: Works) -> None:
        self._works = works
        self._facts = _RemarkFacts(works, REMARK)

    def of(self, actor: Actor, patient_id: int) -> Remarks:
        """Return the texts this person may read."""
        actor.require(REMARK.read_right)
        with self._works.database.reading() as session:
            return self.read(session, actor, patient_id)

    def read(self, session: Session, actor: Actor, patient_id: int) -> Remarks:
        """Return the same inside a session that is already open; the right is not asked again."""
        facts = self._facts.read(session, actor, patient_id)
        shared = next((one for one in facts if not one.data.confidential), None)
        own = next((one for one in facts if one.data.confidential), None)
        return Remarks(shared, own)

    def save(
        self,
        actor: Actor,
        patient_id: int,
        data: Remark,
        known: Fact[Remark] | None,
        *,
        same_sitting: bool = False,
    ) -> Fact[Remark]:
        """Keep a text; ``known`` is what was read before it was typed, None for none.

        The text before stays readable, once for a sitting: with ``same_sitting`` a save of the same
        author within the hour keeps no version of its own. Raises ConflictError when somebody else
        saved meanwhile, DomainError for a text beyond ``LONGEST_REMARK``.
        """
        actor.require(REMARK.write_right)
        if len(data.text) > LONGEST_REMARK:
            raise DomainError(
                f"Ce texte dépasse {LONGEST_REMARK} caractères. Il reste à l'écran\u00a0: "
                "raccourcissez-le, ou classez-le comme document.",
                field="text",
            )
        if known is None:
            return self._facts.add(actor, patient_id, data)
        if known.data.confidential is not data.confidential:
            raise DomainError("Une remarque ne change pas de lecteurs.", code="remark.readers")
        if same_sitting:
            return self._facts.go_on(actor, known, data)
        return self._facts.change(actor, known, data)

    def former(self, actor: Actor, fact: Fact[Remark]) -> list[FormerVersion[Remark]]:
        """Return the replaced texts, latest first; those of a confidential one to its author."""
        return self._facts.former(actor, fact)


class _RemarkFacts(FactService[Remark]):
    """One shared text a record, one confidential text a record and author."""

    def add(self, actor: Actor, patient_id: int, data: Remark) -> Fact[Remark]:
        """Write the first text; raises ConflictError when another post just wrote it."""
        with self._works.begin(actor) as work:
            # Two posts may begin at the same moment: the record itself is what both wait for.
            work.session.get(PatientRow, patient_id, with_for_update=True)
            standing = self._standing(work, patient_id, confidential=data.confidential)
            if standing is not None:
                self._get(work, replace(self._present(work.session, standing, actor), version=0))
            row = RemarkRow(
                uid=str(uuid.uuid4()),
                patient_id=patient_id,
                author_id=actor.user_id,
                created_at=work.at,
                **self._values(data),
            )
            work.session.add(row)
            self._tell(work, row, "ajout")
            return self._present(work.session, row, actor)

    def go_on(self, actor: Actor, fact: Fact[Remark], data: Remark) -> Fact[Remark]:
        """Replace the text within one sitting: the version it began from is kept already."""
        with self._works.begin(actor) as work:
            row = self._get(work, fact)
            if row.text == data.text:
                return fact
            writer, at = row.changed_by or row.author_id, row.changed_at or row.created_at
            if writer != actor.user_id or work.at - at > _LONGEST_SITTING:
                self._keep_version(work, row, "")
            row.text, row.changed_at, row.changed_by = data.text, work.at, actor.user_id
            self._tell(work, row, "modification")
            return self._present(work.session, row, actor)

    def _standing(self, work: UnitOfWork, patient_id: int, *, confidential: bool) -> Any:
        query = select(RemarkRow).where(
            RemarkRow.patient_id == patient_id,
            RemarkRow.confidential.is_(confidential),
            RemarkRow.deleted_at.is_(None),
        )
        if confidential:
            query = query.where(RemarkRow.author_id == work.actor.user_id)
        return work.session.scalar(query)

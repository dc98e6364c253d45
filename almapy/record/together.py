"""Several facts of one sort written, removed or brought back in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from almapy.audit.model import Action
from almapy.events import Changed, Topic
from almapy.record.model import Fact
from almapy.record.service import FactService
from almapy.users.model import Actor
from almapy.work import UnitOfWork

T = TypeVar("T")


class TogetherService(FactService[T]):
    """Facts that belong to one gesture: all of them are stored, or none; one trace tells it."""

    def add_all(self, actor: Actor, patient_id: int, data: Iterable[T]) -> list[Fact[T]]:
        """Write new facts."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.add_within(work, patient_id, data)

    def remove_all(self, actor: Actor, facts: Sequence[Fact[T]]) -> list[Fact[T]]:
        """Take facts out of the record.

        Raises ConflictError when one of them changed meanwhile; nothing is removed then.
        """
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.remove_within(work, facts)

    def restore_all(self, actor: Actor, facts: Sequence[Fact[T]]) -> list[Fact[T]]:
        """Bring removed facts back."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.restore_within(work, facts)

    def add_within(self, work: UnitOfWork, patient_id: int, data: Iterable[T]) -> list[Fact[T]]:
        """Write new facts inside a transaction that is already open; the right is not asked."""
        rows = [
            self.kind.table(
                uid=str(uuid.uuid4()),
                patient_id=patient_id,
                author_id=work.actor.user_id,
                created_at=work.at,
                **self._values(one),
            )
            for one in data
        ]
        work.session.add_all(rows)
        return self._told(work, rows, "ajout")

    def remove_within(self, work: UnitOfWork, facts: Sequence[Fact[T]]) -> list[Fact[T]]:
        """Take facts out inside a transaction that is already open."""
        rows = [self._get(work, fact) for fact in facts]
        for row in rows:
            row.deleted_at, row.deleted_by = work.at, work.actor.user_id
        return self._told(work, rows, "retrait")

    def restore_within(self, work: UnitOfWork, facts: Sequence[Fact[T]]) -> list[Fact[T]]:
        """Bring facts back inside a transaction that is already open."""
        rows = [self._get(work, fact, removed=True) for fact in facts]
        for row in rows:
            row.deleted_at = row.deleted_by = None
        return self._told(work, rows, "rétablissement")

    def _told(self, work: UnitOfWork, rows: list[Any], gesture: str) -> list[Fact[T]]:
        work.session.flush()
        for patient_id in sorted({row.patient_id for row in rows}):
            ids = [row.id for row in rows if row.patient_id == patient_id]
            detail: dict[str, object] = {"objet": self.kind.name, "geste": gesture, "numéros": ids}
            work.trace(Action.RECORD_CHANGED, patient_id=patient_id, detail=detail)
            work.announce(Changed(Topic.RECORD, patient_id))
        return [self._present(work.session, row, work.actor) for row in rows]

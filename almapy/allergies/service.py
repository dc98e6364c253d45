"""« Allergies et intolérances » of a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from almapy.allergies.model import Allergy
from almapy.allergies.tables import AllergyRow
from almapy.errors import DomainError
from almapy.partial_day import is_before
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works

ALLERGY = FactKind("allergie", "Cette allergie", AllergyRow, Allergy)


class AllergyService(FactService[Allergy]):
    """Reads and writes allergies.

    « Aucune allergie connue » never stands beside an allergy: an allergy ends the statement in the
    same transaction, and the statement is refused while an allergy stands.
    """

    def __init__(self, works: Works) -> None:
        super().__init__(works, ALLERGY)

    def add(self, actor: Actor, patient_id: int, data: Allergy) -> Fact[Allergy]:
        """Write a new allergy, or state that none is known."""
        return super().add(actor, patient_id, checked_allergy(data, self._works.clock.today()))

    def change(
        self, actor: Actor, fact: Fact[Allergy], data: Allergy, *, reason: str = ""
    ) -> Fact[Allergy]:
        """Replace what an allergy says."""
        checked = checked_allergy(data, self._works.clock.today())
        return super().change(actor, fact, checked, reason=reason)

    def take_back(self, actor: Actor, fact: Fact[Allergy]) -> Fact[Allergy]:
        """Remove an allergy that was added by mistake.

        The statement « aucune allergie connue » that its adding ended stands again.
        """
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            row = self._get(work, fact)
            row.deleted_at, row.deleted_by = work.at, actor.user_id
            self._tell(work, row, "retrait")
            if not row.none_known:
                self._state_again(work, row)
            return self._present(work.session, row, actor)

    def _tell(self, work: UnitOfWork, row: Any, gesture: str) -> None:
        """Keep the statement and the allergies apart before the gesture is told."""
        if row.deleted_at is None:
            self._keep_apart(work, row)
        super()._tell(work, row, gesture)

    def _keep_apart(self, work: UnitOfWork, row: AllergyRow) -> None:
        # Two posts may do this at the same moment: the record itself is what both wait for.
        work.session.get(PatientRow, row.patient_id, with_for_update=True)
        standing = self._others(work, row)
        if row.none_known and any(not (one.none_known or one.lifted) for one in standing):
            raise DomainError(
                "Une allergie est inscrite dans ce dossier\u00a0: rien n'a été modifié. Retirez-la "
                "ou levez-la avant d'indiquer qu'aucune n'est connue.",
                code="allergy.some_known",
            )
        if row.lifted:
            return
        for statement in standing:
            if statement.none_known:
                statement.deleted_at, statement.deleted_by = work.at, work.actor.user_id
                super()._tell(work, statement, "retrait")

    def _state_again(self, work: UnitOfWork, row: AllergyRow) -> None:
        if any(not one.lifted for one in self._others(work, row)):
            return
        ended = (
            select(AllergyRow)
            .where(
                AllergyRow.patient_id == row.patient_id,
                AllergyRow.none_known,
                AllergyRow.deleted_at >= row.created_at,
            )
            .order_by(AllergyRow.deleted_at.desc(), AllergyRow.id.desc())
            .limit(1)
        )
        for statement in work.session.scalars(ended):
            statement.deleted_at = statement.deleted_by = None
            super()._tell(work, statement, "rétablissement")

    def _others(self, work: UnitOfWork, row: AllergyRow) -> list[AllergyRow]:
        work.session.flush()
        query = select(AllergyRow).where(
            AllergyRow.patient_id == row.patient_id,
            AllergyRow.deleted_at.is_(None),
            AllergyRow.id != row.id,
        )
        return list(work.session.scalars(query))


def checked_allergy(data: Allergy, today: date) -> Allergy:
    """Return the allergy as it is kept; raises DomainError naming the field to change."""
    if data.none_known:
        return Allergy(none_known=True, noted=data.noted or today.isoformat())
    agent = " ".join(data.agent.split())
    if not agent:
        raise DomainError(
            "Écrivez à quoi la personne réagit\u00a0: un médicament, un aliment…", field="agent"
        )
    if is_before(today.isoformat(), data.noted):
        raise DomainError("Cette date est dans l'avenir. Vérifiez-la.", field="noted")
    return replace(data, agent=agent, reaction=data.reaction.strip(), note=data.note.strip())

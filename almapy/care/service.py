"""Care plans, the protocols of the practice, and those that a patient follows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.care.model import FIRST_PROTOCOLS, AppliedProtocol, CareGoal, Protocol, ProtocolStep
from almapy.care.tables import AppliedProtocolRow, CareGoalRow, ProtocolRow
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.record.model import Fact, FactKind
from almapy.record.service import FactService
from almapy.users.model import Actor, Right
from almapy.work import Works

GOALS = FactKind("objectif", "Cet objectif", CareGoalRow, CareGoal)
APPLIED = FactKind("protocole", "Ce protocole", AppliedProtocolRow, AppliedProtocol)


class CarePlanService(FactService[CareGoal]):
    """The goals of a patient's care plan."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, GOALS)


class ProtocolService(FactService[AppliedProtocol]):
    """The protocols of the practice, and those that patients follow."""

    def __init__(self, works: Works) -> None:
        super().__init__(works, APPLIED)

    def known(self, actor: Actor) -> list[Protocol]:
        """Return the protocols of the practice in French order; the first ones come with it."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            rows = session.scalars(select(ProtocolRow).order_by(ProtocolRow.title)).all()
            stored = [_to_protocol(row) for row in rows]
        titles = {one.title for one in stored}
        return stored + [one for one in FIRST_PROTOCOLS if one.title not in titles]

    def store(self, actor: Actor, protocol: Protocol) -> Protocol:
        """Write a protocol of the practice; raises ConflictError when it changed meanwhile.

        Patients who follow it keep the steps it had when they began.
        """
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            row = _row_of(work.session, protocol)
            row.title = protocol.title.strip()
            row.steps = [one.as_json() for one in protocol.steps]
            work.session.add(row)
            work.session.flush()
            detail: dict[str, object] = {"protocole": row.title}
            work.trace(Action.SETTING_CHANGED, detail=detail)
            work.announce(Changed(Topic.PRACTICE))
            return _to_protocol(row)

    def delete(self, actor: Actor, protocol: Protocol) -> None:
        """Take a protocol out of the practice's list; patients who follow it keep it."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            work.session.delete(_row_of(work.session, protocol))
            work.trace(Action.SETTING_CHANGED, detail={"protocole": "retiré"})
            work.announce(Changed(Topic.PRACTICE))

    def apply(
        self, actor: Actor, patient_id: int, protocol: Protocol, on: date
    ) -> Fact[AppliedProtocol]:
        """Have a patient follow a protocol from that day."""
        return self.add(actor, patient_id, protocol.applied(on))


def _row_of(session: Session, protocol: Protocol) -> ProtocolRow:
    taken = session.scalars(select(ProtocolRow).where(ProtocolRow.title == protocol.title)).first()
    if taken is not None and taken.id != protocol.id:
        raise DomainError(
            "Un protocole porte déjà ce titre. Rien n'a été modifié. Donnez un autre titre.",
            field="title",
        )
    if not protocol.id:
        return ProtocolRow()
    row = session.get(ProtocolRow, protocol.id)
    if row is None or row.version != protocol.version:
        raise ConflictError(
            "Ce protocole a été modifié entre-temps par un autre poste. Rien n'a été écrasé. "
            "Relisez-le puis recommencez."
        )
    return row


def _to_protocol(row: ProtocolRow) -> Protocol:
    steps = tuple(ProtocolStep.from_json(one) for one in row.steps)
    return Protocol(row.title, steps, row.id, row.version)

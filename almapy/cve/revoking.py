"""A patient takes back the access to a booklet: told once, nothing more is sent (R26)."""

from __future__ import annotations

from sqlalchemy import select

from almapy.audit.model import Action
from almapy.cve.faults import AccessRevoked
from almapy.cve.model import LinkState, Operation, SendState, Sharing
from almapy.cve.queue import line_row, tell
from almapy.cve.tables import CarnetLinkRow, CarnetSendRow
from almapy.users.model import Actor
from almapy.work import UnitOfWork, Works


def revoke(works: Works, actor: Actor, record_uuid: str) -> None:
    """Note that a booklet is closed to the practice; what waited for it is refused."""
    with works.begin(actor) as work:
        revoke_within(work, record_uuid)


def revoke_within(work: UnitOfWork, record_uuid: str) -> None:
    """Do the same inside a transaction that is already open."""
    why = AccessRevoked().message
    for link in work.session.scalars(
        select(CarnetLinkRow).where(
            CarnetLinkRow.record_uuid == record_uuid, CarnetLinkRow.state == LinkState.ACTIVE.value
        )
    ):
        link.state, link.ended_at = LinkState.REVOKED.value, work.at
        work.trace(
            Action.CARNET_UNLINKED,
            patient_id=link.patient_id,
            detail={"carnet": record_uuid, "motif": "accès retiré par le patient"},
        )
        tell(work, link.patient_id)
    for row in work.session.scalars(
        select(CarnetSendRow).where(
            CarnetSendRow.record_uuid == record_uuid,
            CarnetSendRow.state == SendState.WAITING.value,
            CarnetSendRow.operation != Operation.CREATE.value,
        )
    ):
        row.state, row.ended_at, row.last_error = SendState.REFUSED.value, work.at, why
        row.claimed_by = ""
        if row.vaccination_id is not None:
            line = line_row(work, record_uuid, row.vaccination_id)
            line.state, line.reason = Sharing.REFUSED.value, "accès retiré par le patient"
        tell(work, row.patient_id)

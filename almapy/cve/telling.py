"""What is told of the booklet: states of lines, the queue, deletions, recommendations."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.cve.claims import is_under_way
from almapy.cve.comparing import NOT_ASKED
from almapy.cve.faults import AccessRevoked, CarnetStopped
from almapy.cve.lines import as_text, from_text, goes_by_itself, to_shared, why_not_shared
from almapy.cve.listener import is_kept_here
from almapy.cve.model import (
    DeletionAdvice,
    LineState,
    Operation,
    Recommendations,
    SendLine,
    SendState,
    Sharing,
)
from almapy.cve.parts import CarnetPart
from almapy.cve.queue import cancel, line_row, tell
from almapy.cve.revoking import revoke
from almapy.cve.rows import active_rows, is_linked, lines_of, only_active, waiting
from almapy.cve.tables import CarnetLineRow, CarnetSendRow
from almapy.errors import AlmaPyError, DomainError
from almapy.patients.tables import PatientRow
from almapy.record.model import Fact
from almapy.record.service import account_initials
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow, PractitionerRow
from almapy.vaccination.model import EntryWay, Vaccination
from almapy.vaccination.tables import VaccinationRow
from almapy.work import UnitOfWork

_KEPT_DAYS = 30
_MOST_LINES = 500
CHOOSE_FIRST = "deux carnets associés\u00a0: choisissez d'abord lequel garder"


class Telling(CarnetPart):
    """What the screens show, and what they do about what waits."""

    def states(self, actor: Actor, patient_id: int) -> dict[int, LineState]:
        """Return the state of each vaccination of a record, by its number; none without a link."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            active = active_rows(session, patient_id)
            if not active:
                return {}
            facts = self._tools.vaccinations.read(session, actor, patient_id)
            if len(active) > 1:
                return {fact.id: _state(Sharing.LOCAL, CHOOSE_FIRST, "") for fact in facts}
            known = lines_of(session, active[0].record_uuid)
            errors = _errors(session, active[0].record_uuid)
        return {
            fact.id: _state_of(fact, known.get(fact.id), errors.get(fact.id, "")) for fact in facts
        }

    def queue(self, actor: Actor) -> list[SendLine]:
        """Return what waits in the whole practice, then what ended in the last thirty days."""
        actor.require(Right.READ_NOTES)
        since = self._works.clock.now() - timedelta(days=_KEPT_DAYS)
        query = (
            select(CarnetSendRow, AccountRow, PatientRow, VaccinationRow.label)
            .join(AccountRow, AccountRow.id == CarnetSendRow.account_id)
            .join(PatientRow, PatientRow.id == CarnetSendRow.patient_id)
            .outerjoin(VaccinationRow, VaccinationRow.id == CarnetSendRow.vaccination_id)
            .where(
                or_(
                    CarnetSendRow.state.in_([SendState.WAITING.value, SendState.REFUSED.value]),
                    CarnetSendRow.ended_at >= since,
                )
            )
            .order_by(CarnetSendRow.ended_at.is_not(None), CarnetSendRow.id.desc())
            .limit(_MOST_LINES)
        )
        with self._works.database.reading() as session:
            return [
                SendLine(
                    id=row.id,
                    patient_id=row.patient_id,
                    patient=f"{patient.used_name or patient.birth_name} "
                    f"{patient.used_first_name or patient.first_birth_first_name}",
                    vaccination_id=row.vaccination_id,
                    label=label or "",
                    operation=Operation(row.operation),
                    state=SendState(row.state),
                    attempts=row.attempts,
                    next_try_at=row.next_try_at,
                    error=row.last_error,
                    created_at=row.created_at,
                    ended_at=row.ended_at,
                    by=account_initials(account),
                    own=row.account_id == actor.user_id,
                    sending=bool(row.claimed_by),
                )
                for row, account, patient, label in session.execute(query)
            ]

    def retry(self, actor: Actor, send_id: int | None = None) -> int:
        """Have a change sent now, or all that wait; return how many. A refused one waits again.

        It leaves in the name of who asks, as the record says it now. Raises DomainError for a
        refused one that the record or its booklet has left behind.
        """
        actor.require(Right.WRITE_NOTES)
        query = select(CarnetSendRow).where(CarnetSendRow.operation != Operation.CREATE.value)
        if send_id is None:
            query = query.where(CarnetSendRow.state == SendState.WAITING.value)
        else:
            query = query.where(
                CarnetSendRow.id == send_id,
                CarnetSendRow.state.in_([SendState.WAITING.value, SendState.REFUSED.value]),
            )
        count = 0
        with self._works.begin(actor) as work:
            for row in work.session.scalars(query.with_for_update()):
                if is_under_way(row, work.at):
                    continue
                if row.state == SendState.REFUSED.value:
                    self._reopen(work, row)
                row.next_try_at = work.at
                if send_id is not None:
                    row.account_id = actor.user_id
                tell(work, row.patient_id)
                count += 1
        self._tools.wake()
        return count

    def cancel(self, actor: Actor, send_id: int) -> None:
        """Take a change out of the queue: it is not sent; raises DomainError once it left."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            row = work.session.get(CarnetSendRow, send_id, with_for_update=True)
            if row is None or row.state not in {SendState.WAITING.value, SendState.REFUSED.value}:
                raise DomainError("Cet envoi est déjà terminé. Rien n'a été modifié.")
            if is_under_way(row, work.at) and row.state == SendState.WAITING.value:
                raise DomainError(
                    "Cet envoi est en train de partir. Rien n'a été modifié. Attendez sa réponse."
                )
            cancel(work, [row], f"annulé par {actor.initials}")
            if row.vaccination_id is not None:
                line = line_row(work, row.record_uuid, row.vaccination_id)
                shared = bool(line.remote_id)
                if waiting(work.session, row.record_uuid, row.vaccination_id):
                    line.state, line.reason = Sharing.WAITING.value, ""
                elif row.operation == Operation.UPDATE.value and shared:
                    line.state, line.reason = Sharing.REFUSED.value, "modification non envoyée"
                else:
                    line.state = Sharing.SHARED.value if shared else Sharing.LOCAL.value
                    line.reason = "" if shared else "envoi annulé"

    def deletion(self, actor: Actor, fact: Fact[Vaccination]) -> DeletionAdvice:
        """Return what removing a vaccination would do in the booklet (R18)."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            link = only_active(session, fact.patient_id)
            row = session.get(CarnetLineRow, (fact.id, link.record_uuid)) if link else None
            if link is None or row is None or not row.remote_id:
                return DeletionAdvice(shared=False)
            practitioner = session.get(PractitionerRow, actor.user_id)
            own = practitioner.rpps if practitioner else ""
            named = bool(row.author or row.author_rpps)
            by_other = named and not (own and row.author_rpps == own)
            carnet = link.pseudo or link.record_uuid
            return DeletionAdvice(shared=True, by_other=by_other, carnet=carnet, author=row.author)

    def recommendations(self, actor: Actor, patient_id: int, stop: Stop) -> Recommendations:
        """Return what is recommended: by the service, by our calendar when it cannot (R23)."""
        actor.require(Right.READ_NOTES)
        on = self._works.clock.today()
        with self._works.database.reading() as session:
            link = only_active(session, patient_id)
            record_uuid = link.record_uuid if link else ""
        if record_uuid:
            try:
                found = self._carnets(actor).recommendations(record_uuid, on, stop)
            except AccessRevoked:
                revoke(self._works, actor, record_uuid)
            except CarnetStopped:
                raise
            except AlmaPyError:
                pass  # away, not activated, nonsense: our calendar answers, and says so
            else:
                with self._works.begin(actor) as work:
                    work.trace(
                        Action.CARNET_READ,
                        patient_id=patient_id,
                        detail={"carnet": record_uuid, "objet": "recommandations"},
                    )
                return found
        return self._tools.calendar(actor, patient_id, on)

    def _reopen(self, work: UnitOfWork, row: CarnetSendRow) -> None:
        if not is_linked(work.session, row):
            raise _left_behind("le carnet n'est plus associé à ce dossier")
        standing = self._tools.vaccinations.read(work.session, work.actor, row.patient_id)
        fact = next((one for one in standing if one.id == row.vaccination_id), None)
        line = line_row(work, row.record_uuid, row.vaccination_id or 0)
        is_deletion = row.operation == Operation.DELETE.value
        if line.state == Sharing.CONFLICT.value:
            raise _left_behind("deux versions attendent votre choix")
        if is_deletion is (fact is not None) or is_kept_here(line):
            raise _left_behind("la vaccination a changé dans le dossier depuis ce refus")
        if waiting(work.session, row.record_uuid, line.vaccination_id):
            raise _left_behind("un envoi plus récent de cette vaccination attend déjà")
        if fact is not None:
            why = why_not_shared(fact.data)
            if why and (fact.data.vaccine or not line.remote_id):
                raise _left_behind(why)
            row.body = as_text(to_shared(fact.data, from_text(line.content)))
        row.state, row.ended_at, row.attempts = SendState.WAITING.value, None, 0
        row.key = str(uuid.uuid4())
        line.state, line.reason = Sharing.WAITING.value, ""


def _left_behind(why: str) -> DomainError:
    return DomainError(
        f"Cet envoi refusé ne peut pas être repris\u00a0: {why}. Rien n'a été envoyé. "
        "Synchronisez pour comparer le dossier et le carnet."
    )


def _errors(session: Session, record_uuid: str) -> dict[int, str]:
    rows = session.scalars(
        select(CarnetSendRow)
        .where(
            CarnetSendRow.record_uuid == record_uuid,
            CarnetSendRow.state == SendState.WAITING.value,
            CarnetSendRow.last_error != "",
        )
        .order_by(CarnetSendRow.id)
    )
    return {row.vaccination_id: row.last_error for row in rows if row.vaccination_id is not None}


def _state_of(fact: Fact[Vaccination], row: CarnetLineRow | None, error: str) -> LineState:
    why = why_not_shared(fact.data)
    if row is None:
        reason = why or ("" if goes_by_itself(fact.data) else NOT_ASKED)
        return _state(Sharing.LOCAL, reason or "antérieur à l'association", "")
    state = Sharing(row.state)
    reason = row.reason or (why if state is Sharing.LOCAL else "")
    if state is Sharing.SHARED and fact.data.way is EntryWay.CARNET:
        return LineState(state, "dans le carnet", reason, "")
    return _state(state, reason, error)


def _state(state: Sharing, reason: str, error: str) -> LineState:
    label = f"{state.label}\u00a0: {reason}" if reason else state.label
    return LineState(state, label, reason, error)

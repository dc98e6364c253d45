"""Linking a record to its booklet: created, retrieved by a sharing code, chosen, unlinked."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date

from sqlalchemy import select

from almapy.audit.model import Action
from almapy.cve.exchanged import CreatedCarnet
from almapy.cve.faults import (
    CarnetAway,
    CarnetNonsense,
    CarnetOfAnother,
    CarnetRefused,
    CarnetStopped,
)
from almapy.cve.model import (
    CONFIRMATION,
    AccessRequest,
    CarnetFound,
    CarnetLink,
    LinkState,
    NewCarnet,
    Operation,
    SendState,
    ShareCode,
)
from almapy.cve.ownership import draft_of, identity_differs
from almapy.cve.parts import CarnetPart
from almapy.cve.queue import strand, tell
from almapy.cve.rows import (
    active_rows,
    links_of,
    locked_patient,
    only_active,
    to_link,
    waiting_creation,
)
from almapy.cve.tables import CarnetLinkRow, CarnetSendRow
from almapy.errors import AlmaPyError, DomainError
from almapy.patients.tables import PatientRow
from almapy.stop import Stop
from almapy.text import fold
from almapy.users.model import Actor, Right
from almapy.work import UnitOfWork

_LONGEST_CODE = 40


class Linking(CarnetPart):
    """The links of records to booklets."""

    def link(self, actor: Actor, patient_id: int) -> CarnetLink | None:
        """Return the booklet of a record, or the one whose access its patient took back.

        None without one, and while two must be chosen from after a merge (``to_choose``, R28).
        """
        found = self.links(actor, patient_id)
        active = [one for one in found if one.is_active]
        if len(active) > 1:
            return None
        if active:
            return active[0]
        return found[0] if found and found[0].state is LinkState.REVOKED else None

    def links(self, actor: Actor, patient_id: int) -> list[CarnetLink]:
        """Return every booklet a record has or had, the latest first."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            return links_of(session, patient_id)

    def to_choose(self, actor: Actor, patient_id: int) -> list[CarnetLink]:
        """Return the booklets between which a person must choose after a merge; usually none."""
        active = [one for one in self.links(actor, patient_id) if one.is_active]
        return active if len(active) > 1 else []

    def draft(self, actor: Actor, patient_id: int) -> NewCarnet:
        """Return what the record already tells for a new booklet (R7)."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            standing = only_active(session, patient_id)
            patient = session.get_one(PatientRow, patient_id)
            return draft_of(patient, standing.id if standing else None)

    def create(self, actor: Actor, patient_id: int, new: NewCarnet, stop: Stop) -> CarnetLink:
        """Have the service create a booklet, which tells the patient by e-mail, and link it.

        Asked twice, or again after no answer came, it makes one booklet (R9): the key that makes
        both the same is stored before the call. A record that was given a booklet since
        the form was opened keeps that one. Raises DomainError naming the field to change.
        """
        actor.require(Right.WRITE_NOTES)
        _require_whole(new, self._works.clock.today())
        carnets = self._carnets(actor)
        standing = self.link(actor, patient_id)
        if standing is not None and standing.is_active and standing.id != new.instead_of:
            return standing
        key, external_id, otherwise = self._begun(actor, patient_id, new)
        try:
            made = None
            if otherwise:  # what was asked then may have been done: one key says one thing
                made = self._unlinked_yet(patient_id, carnets.created(external_id, stop))
                if made is None:
                    self._creation_ended(actor, key, SendState.REFUSED)
                    key, external_id, _ = self._begun(actor, patient_id, new)
                else:  # the address may be what was put right: the code sent there is void now
                    with suppress(CarnetRefused):
                        carnets.share_code(made.uuid, new.email.strip(), stop)
            made = made or carnets.create(new, external_id, key, stop)
        except (CarnetAway, CarnetStopped, CarnetNonsense):
            raise  # it may have been made: the same key serves at the next try
        except AlmaPyError:
            self._creation_ended(actor, key, SendState.REFUSED)
            raise
        with self._works.begin(actor) as work:
            locked_patient(work, patient_id)
            row = _linked(work, patient_id, made.uuid, made.pseudo, {"moyen": "création"})
            _end_creation(work, key, SendState.SENT, made.uuid)
            return to_link(row, actor.initials)

    def resolve(self, actor: Actor, code: str, stop: Stop) -> AccessRequest:
        """Return the booklets behind a sharing code, by pseudo only; spaces and case do not count.

        Raises CodeUnknown or CodeOver.
        """
        actor.require(Right.WRITE_NOTES)
        typed = "".join(one for one in code.upper() if one.isalnum())
        if not typed or len(typed) > _LONGEST_CODE:
            raise DomainError("Saisissez le code de partage remis au patient.", field="code")
        return self._carnets(actor).resolve(typed, stop)

    def ask(
        self,
        actor: Actor,
        patient_id: int,
        request: AccessRequest,
        ref: str,
        birth_date: date,
        stop: Stop,
    ) -> CarnetFound:
        """Ask for one booklet with the birth date of its holder, and compare it with the record.

        Nothing is linked. Raises WrongBirthDate, RequestLocked, AccessRevoked.
        """
        actor.require(Right.WRITE_NOTES)
        carnets = self._carnets(actor)
        record_uuid = carnets.ask(request.request_id, ref, birth_date, stop)
        identity = carnets.identity(record_uuid, stop)
        if identity.birth_date is None:
            identity = replace(identity, birth_date=birth_date)
        lines = carnets.lines(record_uuid, stop)
        pseudo = next((one.pseudo for one in request.carnets if one.ref == ref), identity.pseudo)
        with self._works.begin(actor) as work:
            differs = identity_differs(work.session.get_one(PatientRow, patient_id), identity)
            work.trace(
                Action.CARNET_READ,
                patient_id=patient_id,
                detail={"carnet": record_uuid, "lignes": len(lines)},
            )
        return CarnetFound(patient_id, identity, pseudo, lines, differs)

    def attach(
        self, actor: Actor, patient_id: int, found: CarnetFound, *, typed_confirmation: str = ""
    ) -> CarnetLink:
        """Link a booklet to the record it was asked for.

        Raises CarnetOfAnother when its holder differs from the patient, unless ``CONFIRMATION`` was
        typed (R13), and always when another record has it. The booklet linked until now is
        unlinked.
        """
        actor.require(Right.WRITE_NOTES)
        if found.patient_id != patient_id:
            raise CarnetOfAnother(
                "Ce carnet a été demandé pour un autre dossier. Rien n'a été associé. "
                "Redemandez-le depuis le dossier ouvert."
            )
        with self._works.begin(actor) as work:
            differs = identity_differs(locked_patient(work, patient_id), found.identity)
            if differs and fold(typed_confirmation) != fold(CONFIRMATION):
                told = "\u00a0; ".join(differs)
                raise CarnetOfAnother(
                    f"Ce carnet ne semble pas être celui de ce patient\u00a0: {told}. "
                    "Rien n'a été associé. Vérifiez le dossier "
                    f"ouvert\u00a0; pour associer quand même, tapez {CONFIRMATION}.",
                    field="typed_confirmation",
                )
            detail: dict[str, object] = {"moyen": "code de partage"}
            if differs:
                detail["écarts confirmés"] = [_trait(one) for one in differs]
            row = _linked(work, patient_id, found.uuid, found.pseudo, detail)
            row.seen_at = work.at
            return to_link(row, actor.initials)

    def unlink(self, actor: Actor, patient_id: int) -> None:
        """Take the booklet from a record: its vaccinations stay, what waited is cancelled (R25)."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            locked_patient(work, patient_id)
            for row in active_rows(work.session, patient_id):
                _unlinked(work, row)

    def choose(self, actor: Actor, patient_id: int, link_id: int) -> CarnetLink:
        """Keep one of the booklets that a record has or had, and unlink the others (R28)."""
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            locked_patient(work, patient_id)
            row = work.session.get(CarnetLinkRow, link_id)
            if row is None or row.patient_id != patient_id:
                raise DomainError("Ce carnet n'est pas de ce dossier. Rien n'a été modifié.")
            chosen = _linked(work, patient_id, row.record_uuid, row.pseudo, {"moyen": "choix"})
            return to_link(chosen, actor.initials)

    def resend_code(self, actor: Actor, patient_id: int, email: str, stop: Stop) -> ShareCode:
        """Have the service send the patient a new sharing code; the former one is void (R24).

        Raises CarnetRefused within a minute of the one before.
        """
        actor.require(Right.WRITE_NOTES)
        if "@" not in email.strip().strip("@"):
            raise DomainError("Saisissez l'adresse e-mail du patient.", field="email")
        record_uuid = self._linked_uuid(patient_id)
        sent = self._carnets(actor).share_code(record_uuid, email.strip(), stop)
        with self._works.begin(actor) as work:
            work.trace(
                Action.CARNET_SENT,
                patient_id=patient_id,
                detail={"carnet": record_uuid, "geste": "code de partage"},
            )
        return sent

    def _linked_uuid(self, patient_id: int) -> str:
        with self._works.database.reading() as session:
            row = only_active(session, patient_id)
            if row is None:
                raise CarnetRefused(
                    "Aucun carnet n'est associé à ce dossier, ou il faut d'abord en choisir un. "
                    "Rien n'a été envoyé.",
                    reason="sans_carnet",
                )
            return row.record_uuid

    def _unlinked_yet(self, patient_id: int, made: CreatedCarnet | None) -> CreatedCarnet | None:
        """Return a booklet unless this record has or had it: then an earlier creation made it."""
        with self._works.database.reading() as session:
            known = {one.record_uuid for one in links_of(session, patient_id)}
        return made if made is not None and made.uuid not in known else None

    def _begun(self, actor: Actor, patient_id: int, new: NewCarnet) -> tuple[str, str, bool]:
        """Store what is about to be created, or find it again.

        Returns its key, its external name, and whether something else was asked under that key.
        """
        body = json.dumps(
            asdict(replace(new, instead_of=None)), ensure_ascii=False, default=date.isoformat
        )
        with self._works.begin(actor) as work:
            patient = locked_patient(work, patient_id)
            row = waiting_creation(work.session, patient_id)
            if row is None:
                row = CarnetSendRow(
                    patient_id=patient_id,
                    record_uuid="",
                    vaccination_id=None,
                    account_id=actor.user_id,
                    operation=Operation.CREATE.value,
                    body=body,
                    key=str(uuid.uuid4()),
                    state=SendState.WAITING.value,
                    next_try_at=work.at,
                    created_at=work.at,
                )
                work.session.add(row)
            row.attempts = (row.attempts or 0) + 1
            return row.key, patient.uid, row.body != body

    def _creation_ended(self, actor: Actor, key: str, state: SendState) -> None:
        with self._works.begin(actor) as work:
            _end_creation(work, key, state, "")


def _trait(difference: str) -> str:
    """Return the name of a trait that differs, without what it says on either side."""
    return difference.partition("\u00a0:")[0]


def _end_creation(work: UnitOfWork, key: str, state: SendState, record_uuid: str) -> None:
    row = work.session.scalar(select(CarnetSendRow).where(CarnetSendRow.key == key))
    if row is not None and row.state == SendState.WAITING.value:
        row.state, row.ended_at, row.record_uuid, row.body = state.value, work.at, record_uuid, ""
        tell(work, row.patient_id)


def _linked(
    work: UnitOfWork, patient_id: int, record_uuid: str, pseudo: str, detail: dict[str, object]
) -> CarnetLinkRow:
    """Make this the one booklet of a record; the same again stays what it is."""
    _require_free(work, patient_id, record_uuid)
    standing = active_rows(work.session, patient_id)
    same = next((row for row in standing if row.record_uuid == record_uuid), None)
    for row in standing:
        if row is not same:
            _unlinked(work, row)
    if same is not None:
        tell(work, patient_id)
        return same
    row = CarnetLinkRow(
        patient_id=patient_id,
        record_uuid=record_uuid,
        pseudo=pseudo,
        state=LinkState.ACTIVE.value,
        linked_at=work.at,
        linked_by=work.actor.user_id,
    )
    work.session.add(row)
    work.session.flush()
    work.trace(
        Action.CARNET_LINKED, patient_id=patient_id, detail={"carnet": record_uuid, **detail}
    )
    tell(work, patient_id)
    return row


def _require_free(work: UnitOfWork, patient_id: int, record_uuid: str) -> None:
    other = work.session.scalar(
        select(CarnetLinkRow.id).where(
            CarnetLinkRow.record_uuid == record_uuid,
            CarnetLinkRow.state == LinkState.ACTIVE.value,
            CarnetLinkRow.patient_id != patient_id,
        )
    )
    if other is not None:
        raise CarnetOfAnother(
            "Ce carnet est déjà associé à un autre dossier du cabinet. Rien n'a été associé. "
            "Vérifiez lequel est le bon, ou fusionnez les deux dossiers."
        )


def _unlinked(work: UnitOfWork, row: CarnetLinkRow) -> None:
    row.state, row.ended_at = LinkState.UNLINKED.value, work.at
    left = work.session.scalars(
        select(CarnetSendRow).where(
            CarnetSendRow.record_uuid == row.record_uuid,
            CarnetSendRow.patient_id == row.patient_id,
            CarnetSendRow.state == SendState.WAITING.value,
            CarnetSendRow.operation != Operation.CREATE.value,
        )
    ).all()
    for one in left:
        strand(work, one)
    work.trace(
        Action.CARNET_UNLINKED,
        patient_id=row.patient_id,
        detail={"carnet": row.record_uuid},
    )
    tell(work, row.patient_id)


def _require_whole(new: NewCarnet, today: date) -> None:
    labels = {
        "birth_name": "le nom de naissance",
        "first_names": "les prénoms",
        "birth_date": "la date de naissance",
        "gender": "le sexe",
        "email": "l'adresse e-mail du patient, à qui le service écrit",
    }
    for name in new.missing:
        raise DomainError(f"Complétez {labels[name]}.", field=name)
    if "@" not in new.email.strip().strip("@"):
        raise DomainError("Cette adresse e-mail n'est pas complète.", field="email")
    if new.birth_date is not None and new.birth_date > today:
        raise DomainError("Cette date de naissance est dans l'avenir.", field="birth_date")

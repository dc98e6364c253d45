"""Both sides of a record read together, and what a person decides about it (R14–R16, R21–R22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.cve.comparing import Sides, compared
from almapy.cve.faults import AccessRevoked, CarnetRefused
from almapy.cve.lines import (
    as_text,
    from_text,
    is_same,
    over,
    to_vaccination,
    why_not_shared,
)
from almapy.cve.linking import Linking
from almapy.cve.model import (
    ComparedLine,
    Comparison,
    RemoteLine,
    SendState,
    Sharing,
)
from almapy.cve.queue import line_row, share, tell
from almapy.cve.revoking import revoke
from almapy.cve.rows import lines_of, locked_patient, only_active
from almapy.cve.tables import CarnetLineRow, CarnetLinkRow, CarnetSendRow
from almapy.errors import DomainError
from almapy.record.model import Fact
from almapy.stop import Stop
from almapy.users.model import Actor, Right
from almapy.users.tables import PractitionerRow
from almapy.vaccination.doses import same_act
from almapy.vaccination.model import Vaccination
from almapy.work import UnitOfWork

KEPT_HERE = "gardé au cabinet seulement"
_UNSENT = frozenset({Sharing.LOCAL.value, Sharing.REFUSED.value, Sharing.DELETED.value})


class Syncing(Linking):
    """Comparing, importing, sending on demand, settling."""

    def compare(self, actor: Actor, patient_id: int, stop: Stop) -> Comparison:
        """Read the booklet and the record; nothing is imported, sent or deleted.

        What changed there since it was last read is noted: gone lines, versions. Raises
        AccessRevoked, once: the link then is no longer active.
        """
        actor.require(Right.READ_NOTES)
        record_uuid = self._linked_uuid(patient_id)
        carnets = self._carnets(actor)
        began = self._works.clock.now()
        try:
            remote = carnets.lines(record_uuid, stop)
        except AccessRevoked:
            revoke(self._works, actor, record_uuid)
            raise
        with self._works.begin(actor) as work:
            link = only_active(work.session, patient_id)
            if link is None or link.record_uuid != record_uuid:
                raise _changed_meanwhile()
            link.seen_at = work.at
            known = lines_of(work.session, record_uuid)
            self._note(work, known, remote, began)
            sides = Sides(
                local=tuple(self._tools.vaccinations.read(work.session, actor, patient_id)),
                remote=remote,
                known=known,
                busy=_busy(work.session, record_uuid),
            )
            work.trace(
                Action.CARNET_READ,
                patient_id=patient_id,
                detail={"carnet": record_uuid, "lignes": len(remote)},
            )
            tell(work, patient_id)
            return compared(sides, self._catalogue(), work.at)

    def take(
        self, actor: Actor, patient_id: int, lines: Sequence[ComparedLine | RemoteLine]
    ) -> list[Fact[Vaccination]]:
        """Bring lines of the booklet into the record, all or none; doubles are linked (R16).

        Returns the vaccinations that stand for them. Raises DomainError for a line that no record
        may hold.
        """
        actor.require(Right.WRITE_NOTES)
        catalogue = self._catalogue()
        with self._works.begin(actor) as work:
            locked_patient(work, patient_id)
            link = self._required(work, patient_id)
            known = lines_of(work.session, link.record_uuid)
            taken = {row.remote_id: row for row in known.values() if row.remote_id}
            by_id = self._standing(work, patient_id)
            standing = tuple(by_id.values())
            own = _own_rpps(work)
            found: list[Fact[Vaccination]] = []
            for one in lines:
                remote = one.remote if isinstance(one, ComparedLine) else one
                if remote is None:
                    continue
                before = taken.get(remote.remote_id)
                if before is not None and before.vaccination_id in by_id:
                    found.append(by_id[before.vaccination_id])
                    continue
                if before is not None:  # removed here: the one imported now is that line
                    before.remote_id, before.etag, before.content = "", "", ""
                data = self._vaccination(remote, own)
                free = (
                    fact for fact in standing if not (fact.id in known and known[fact.id].remote_id)
                )
                fact = next((one for one in free if same_act(one.data, data, catalogue)), None)
                if fact is None:
                    fact = self._tools.vaccinations.add_one_within(work, patient_id, data)
                row = _as_seen(work, link, fact.id, remote)
                known[fact.id] = taken[remote.remote_id] = row
                by_id[fact.id] = fact
                found.append(fact)
            tell(work, patient_id)
            return found

    def send(self, actor: Actor, patient_id: int, facts: Iterable[Fact[Vaccination]]) -> int:
        """Have vaccinations sent that are not in the booklet; return how many wait now.

        What only the patient declared, what was refused or deleted there is sent then too. Raises
        DomainError when one of them cannot stand there.
        """
        actor.require(Right.WRITE_NOTES)
        count = 0
        with self._works.begin(actor) as work:
            locked_patient(work, patient_id)
            link = self._required(work, patient_id)
            standing = self._standing(work, patient_id)
            for shown in facts:
                fact = _now(shown, standing)
                why = why_not_shared(fact.data)
                if why:
                    raise DomainError(
                        f"La vaccination du {fact.data.given_on} ne peut pas être envoyée\u00a0: "
                        f"{why}. Rien n'a été envoyé."
                    )
                row = line_row(work, link.record_uuid, fact.id)
                if row.state == Sharing.DELETED.value:
                    row.remote_id, row.etag, row.content = "", "", ""
                row.state, row.reason = Sharing.LOCAL.value, ""
                share(work, link, fact)
                count += 1
        return count

    def settle(self, actor: Actor, line: ComparedLine, keep: str) -> None:
        """Decide between two versions of a line, or about one that was deleted in the booklet.

        ``keep`` is « local » or « remote ». For a deleted line, « local » keeps it at the practice
        alone and « remote » removes it here too.
        """
        actor.require(Right.WRITE_NOTES)
        if line.local is None:
            raise DomainError("Cette ligne n'est pas dans le dossier. Importez-la d'abord.")
        remote = line.remote
        with self._works.begin(actor) as work:
            locked_patient(work, line.local.patient_id)
            link = self._required(work, line.local.patient_id)
            fact = _now(line.local, self._standing(work, line.local.patient_id))
            row = line_row(work, link.record_uuid, fact.id)
            if remote is None:
                row.remote_id, row.etag = "", ""
                row.state, row.reason = Sharing.LOCAL.value, KEPT_HERE
                work.session.flush()
                if keep == "remote":
                    self._tools.vaccinations.remove_one_within(work, line.local)
            elif keep == "local":
                _as_seen(work, link, fact.id, remote)
                share(work, link, fact)
            else:
                _as_seen(work, link, fact.id, remote)
                known, diseases = self._product(remote)
                data = over(line.local.data, remote.content, known=known, diseases=diseases)
                self._tools.vaccinations.change_within(
                    work, line.local, data, reason="version du carnet de vaccination"
                )
            tell(work, fact.patient_id)

    def conflict(self, actor: Actor, fact: Fact[Vaccination]) -> ComparedLine | None:
        """Return both versions of a line whose change met another one; None when none waits."""
        actor.require(Right.READ_NOTES)
        with self._works.database.reading() as session:
            link = only_active(session, fact.patient_id)
            row = session.get(CarnetLineRow, (fact.id, link.record_uuid)) if link else None
            if row is None or row.state != Sharing.CONFLICT.value:
                return None
            content = from_text(row.content)
            if content is None:
                return None
            remote = RemoteLine(
                row.remote_id, row.etag, content, row.validated, row.author, row.author_rpps
            )
            return compared(
                Sides((fact,), (remote,), {fact.id: row}, frozenset()), self._catalogue(), None
            ).differing[0]

    def keep_remote(self, actor: Actor, fact: Fact[Vaccination]) -> None:
        """Have the booklet keep its line when the vaccination is removed here (R18).

        To be called before the removal: « supprimer seulement ici ».
        """
        actor.require(Right.WRITE_NOTES)
        with self._works.begin(actor) as work:
            link = self._required(work, fact.patient_id)
            row = line_row(work, link.record_uuid, fact.id)
            row.state, row.reason = Sharing.LOCAL.value, KEPT_HERE
            tell(work, fact.patient_id)

    def _standing(self, work: UnitOfWork, patient_id: int) -> dict[int, Fact[Vaccination]]:
        found = self._tools.vaccinations.read(work.session, work.actor, patient_id)
        return {fact.id: fact for fact in found}

    def _required(self, work: UnitOfWork, patient_id: int) -> CarnetLinkRow:
        link = only_active(work.session, patient_id)
        if link is None:
            raise CarnetRefused(
                "Aucun carnet n'est associé à ce dossier, ou il faut d'abord en choisir un. Rien "
                "n'a été modifié.",
                reason="sans_carnet",
            )
        return link

    def _vaccination(self, remote: RemoteLine, own_rpps: str) -> Vaccination:
        known, diseases = self._product(remote)
        return to_vaccination(remote, known=known, diseases=diseases, own_rpps=own_rpps)

    def _product(self, remote: RemoteLine) -> tuple[bool, str]:
        """Return whether our table has the code of a line, and the diseases it is against."""
        vaccine = self._catalogue().vaccine(remote.content.nuva)
        return vaccine is not None, " ".join(vaccine.diseases) if vaccine else ""

    def _note(
        self,
        work: UnitOfWork,
        known: dict[int, CarnetLineRow],
        remote: Sequence[RemoteLine],
        began: datetime,
    ) -> None:
        """Note what the booklet says now; what was sent meanwhile is left for the next time."""
        there = {one.remote_id: one for one in remote}
        busy = _busy(work.session, next(iter(known.values())).record_uuid) if known else frozenset()
        for row in known.values():
            fresh = row.seen_at is not None and row.seen_at > began
            if not row.remote_id or row.vaccination_id in busy or fresh:
                continue
            now = there.get(row.remote_id)
            if now is None:
                if row.state != Sharing.LOCAL.value:
                    row.state = Sharing.DELETED.value
                continue
            last = from_text(row.content)
            if row.state == Sharing.DELETED.value:
                row.state = Sharing.SHARED.value
            if last is not None and is_same(last, now.content):
                row.etag, row.seen_at, row.validated = now.etag, work.at, now.validated


def _as_seen(
    work: UnitOfWork, link: CarnetLinkRow, vaccination_id: int, remote: RemoteLine
) -> CarnetLineRow:
    """Write that a vaccination is this line of the booklet, as it was just read."""
    row = line_row(work, link.record_uuid, vaccination_id)
    row.remote_id, row.etag, row.content = remote.remote_id, remote.etag, as_text(remote.content)
    row.author, row.author_rpps = remote.author, remote.author_rpps
    row.validated, row.seen_at = remote.validated, work.at
    row.state, row.reason = Sharing.SHARED.value, ""
    work.session.flush()
    return row


def _busy(session: Session, record_uuid: str) -> frozenset[int]:
    """Return the vaccinations of which a change waits: what the booklet says of them is old."""
    found = session.scalars(
        select(CarnetSendRow.vaccination_id).where(
            CarnetSendRow.record_uuid == record_uuid,
            CarnetSendRow.state == SendState.WAITING.value,
        )
    )
    return frozenset(one for one in found if one is not None)


def _own_rpps(work: UnitOfWork) -> str:
    row = work.session.get(PractitionerRow, work.actor.user_id)
    return row.rpps if row is not None else ""


def _now(shown: Fact[Vaccination], standing: dict[int, Fact[Vaccination]]) -> Fact[Vaccination]:
    """Return what the record says now of a vaccination that was shown; raises DomainError."""
    fact = standing.get(shown.id)
    if fact is None:
        raise _changed_here()
    return fact


def _changed_here() -> DomainError:
    return DomainError(
        "Cette vaccination a changé dans le dossier depuis la comparaison. Rien n'a été envoyé ni "
        "modifié. Synchronisez à nouveau."
    )


def _changed_meanwhile() -> CarnetRefused:
    return CarnetRefused(
        "Le carnet associé à ce dossier a changé pendant la lecture. Rien n'a été modifié. "
        "Recommencez.",
        reason="carnet_change",
    )

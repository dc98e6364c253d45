"""Telling the other posts which records are open here, and learning which are open there."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import delete, func, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from almapy.audit.model import Action, patient_subject
from almapy.audit.tables import JournalRow
from almapy.presence.model import SEEN_FOR, Presence, Sighting
from almapy.presence.tables import PresenceRow
from almapy.users.model import Actor, Right
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

_CHANGES = (
    Action.PATIENT_CHANGED,
    Action.INS_CHANGED,
    Action.PATIENT_MERGED,
    Action.PATIENT_UNMERGED,
    Action.RECORD_CHANGED,
    Action.ENCOUNTER_SIGNED,
    Action.ENCOUNTER_CORRECTED,
)


class PresenceService:
    """Presence is a courtesy: it locks nothing and is forgotten a minute after the last sign."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def hold(self, actor: Actor, patient_ids: Collection[int]) -> dict[int, Sighting]:
        """Tell that exactly these records are open here; return what is known of each.

        To be called when a record is opened or closed, and again every 20 seconds or so.
        """
        actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            self._let_go(work, patient_ids)
            for patient_id in sorted(patient_ids):
                self._renew(work, patient_id)
            others = self._others(work, patient_ids)
        with self._works.database.reading() as session:
            changes = {one: self._last_change(session, actor, one) for one in patient_ids}
        return {one: Sighting(tuple(others.get(one, ())), *changes[one]) for one in patient_ids}

    def leave(self, actor: Actor) -> None:
        """Tell that nothing is open here any more."""
        with self._works.begin(actor) as work:
            self._let_go(work, ())

    def _let_go(self, work: UnitOfWork, kept: Collection[int]) -> None:
        mine = (PresenceRow.account_id == work.actor.user_id) & (
            PresenceRow.post == work.actor.post
        )
        gone = mine & PresenceRow.patient_id.not_in(kept)
        silent = PresenceRow.seen_at < work.at - SEEN_FOR
        work.session.execute(delete(PresenceRow).where(or_(gone, silent)))

    def _renew(self, work: UnitOfWork, patient_id: int) -> None:
        key = (work.actor.user_id, work.actor.post, patient_id)
        columns = (PresenceRow.account_id, PresenceRow.post, PresenceRow.patient_id)
        renewed = work.session.execute(
            update(PresenceRow).where(tuple_(*columns) == key).values(seen_at=work.at)
        )
        if renewed.rowcount:  # type: ignore[attr-defined]
            return
        try:
            with work.session.begin_nested():
                work.session.add(PresenceRow(**_named(key), since=work.at, seen_at=work.at))
        except IntegrityError:
            # The same person said so at this moment from a second program on this post.
            return

    def _others(self, work: UnitOfWork, patient_ids: Collection[int]) -> dict[int, list[Presence]]:
        query = (
            select(PresenceRow, AccountRow)
            .join(AccountRow, AccountRow.id == PresenceRow.account_id)
            .where(PresenceRow.patient_id.in_(patient_ids))
            .order_by(PresenceRow.since)
        )
        found: dict[int, list[Presence]] = {}
        for row, account in work.session.execute(query):
            if (row.account_id, row.post) == (work.actor.user_id, work.actor.post):
                continue
            name = f"{account.first_name} {account.family_name}".strip()
            found.setdefault(row.patient_id, []).append(Presence(name, row.post, row.since))
        return found

    def _last_change(self, session: Session, actor: Actor, patient_id: int) -> tuple[int, str]:
        latest = (
            select(func.max(JournalRow.seq))
            .where(JournalRow.subject == patient_subject(patient_id))
            .where(JournalRow.action.in_(_CHANGES))
            .scalar_subquery()
        )
        row = session.scalars(select(JournalRow).where(JournalRow.seq == latest)).one_or_none()
        if row is None:
            return 0, ""
        if row.actor == actor.login and json.loads(row.detail).get("poste") == actor.post:
            return row.seq, ""
        account = session.scalars(select(AccountRow).where(AccountRow.login == row.actor)).first()
        return row.seq, f"{account.first_name} {account.family_name}" if account else row.actor


def _named(key: tuple[int, str, int]) -> dict[str, object]:
    return dict(zip(("account_id", "post", "patient_id"), key, strict=True))

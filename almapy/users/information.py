"""« Informations utilisateur »: the professional side, the choices and secrets of a person."""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from almapy.audit.model import Action
from almapy.events import Changed, Topic
from almapy.practice.model import Practitioner
from almapy.users.model import Actor
from almapy.users.preferences import Preferences, changed, from_stored
from almapy.users.secrets import SecretBox
from almapy.users.tables import PractitionerRow, PreferenceRow, SecretRow
from almapy.work import UnitOfWork, Works


@dataclass(frozen=True, slots=True)
class UserInformation:
    """What the window shows; ``secrets`` tells which secrets are stored, never their text."""

    practitioner: Practitioner = field(repr=False)
    preferences: Preferences
    secrets: frozenset[str] = frozenset()


class InformationService:
    """Reads and writes what a person sets about themselves."""

    def __init__(self, works: Works, box: SecretBox) -> None:
        self._works = works
        self._box = box

    def get(self, actor: Actor) -> UserInformation:
        """Return the person's own information."""
        with self._works.database.reading() as session:
            return UserInformation(
                _practitioner(session, actor.user_id),
                _preferences(session, actor.user_id),
                frozenset(
                    session.scalars(
                        select(SecretRow.name).where(SecretRow.account_id == actor.user_id)
                    )
                ),
            )

    def save(
        self, actor: Actor, practitioner: Practitioner, preferences: Preferences
    ) -> UserInformation:
        """Replace what the person set about themselves, all together or not at all."""
        with self._works.begin(actor) as work:
            _save_practitioner(work, practitioner)
            _save_preferences(work, preferences)
        return self.get(actor)

    def keep_secret(self, actor: Actor, name: str, text: str) -> None:
        """Seal a password of an outside service; an empty text forgets it."""
        with self._works.begin(actor) as work:
            row = work.session.get(SecretRow, (actor.user_id, name))
            if not text:
                if row is not None:
                    work.session.delete(row)
            elif row is None:
                sealed = self._box.seal(actor.user_id, name, text)
                work.session.add(SecretRow(account_id=actor.user_id, name=name, sealed=sealed))
            else:
                row.sealed = self._box.seal(actor.user_id, name, text)
            work.trace(Action.SETTING_CHANGED, detail={"secret": name})

    def secret(self, actor: Actor, name: str) -> str:
        """Return the person's own secret, empty when none is stored."""
        with self._works.database.reading() as session:
            row = session.get(SecretRow, (actor.user_id, name))
            return self._box.open(actor.user_id, name, row.sealed) if row else ""


def save_first_practitioner(work: UnitOfWork, account_id: int, practitioner: Practitioner) -> None:
    """Add the professional side of an account that was just opened."""
    row = PractitionerRow(account_id=account_id)
    _fill(row, practitioner)
    work.session.add(row)


def _fill(row: PractitionerRow, practitioner: Practitioner) -> None:
    for one in fields(Practitioner):
        setattr(row, one.name, getattr(practitioner, one.name))


def _practitioner(session: Session, account_id: int) -> Practitioner:
    row = session.get(PractitionerRow, account_id)
    if row is None:
        return Practitioner()
    return Practitioner(**{one.name: getattr(row, one.name) for one in fields(Practitioner)})


def _preferences(session: Session, account_id: int) -> Preferences:
    rows = session.scalars(select(PreferenceRow).where(PreferenceRow.account_id == account_id))
    return from_stored({row.name: row.value for row in rows})


def _save_practitioner(work: UnitOfWork, new: Practitioner) -> None:
    old = _practitioner(work.session, work.actor.user_id)
    if old == new:
        return
    row = work.session.get(PractitionerRow, work.actor.user_id)
    if row is None:
        save_first_practitioner(work, work.actor.user_id, new)
    else:
        _fill(row, new)
    names = [one.name for one in fields(new) if getattr(old, one.name) != getattr(new, one.name)]
    work.trace(Action.ACCOUNT_CHANGED, detail={"champs": ", ".join(names)})
    work.announce(Changed(Topic.ACCOUNT))


def _save_preferences(work: UnitOfWork, new: Preferences) -> None:
    account_id = work.actor.user_id
    differences = changed(_preferences(work.session, account_id), new)
    for name, value in differences.items():
        row = work.session.get(PreferenceRow, (account_id, name))
        if row is None:
            work.session.add(PreferenceRow(account_id=account_id, name=name, value=value))
        else:
            row.value = value
    if differences:
        work.trace(Action.SETTING_CHANGED, detail={"champs": ", ".join(sorted(differences))})
        work.announce(Changed(Topic.PREFERENCE))

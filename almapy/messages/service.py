"""Writing to a colleague, and reading what colleagues wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, Update, func, select, update
from sqlalchemy.orm import Session, aliased

from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.messages.model import Colleague, Message, NewMessage
from almapy.messages.tables import MessageRecipientRow, MessageRow
from almapy.patients.tables import PatientRow
from almapy.users.model import Actor, Right, Role
from almapy.users.tables import AccountRow
from almapy.work import Works

_SHOWN = 300


class MessageService:
    """Internal messages: they stay in the base, and only writer and readers see them."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def colleagues(self, actor: Actor) -> list[Colleague]:
        """Return who can be written to, in the order of their names."""
        query = (
            select(AccountRow)
            .where(AccountRow.active.is_(True), AccountRow.id != actor.user_id)
            .order_by(AccountRow.family_name, AccountRow.first_name)
        )
        with self._works.database.reading() as session:
            return [
                Colleague(row.id, _name(row), Role(row.role).label)
                for row in session.scalars(query)
            ]

    def send(self, actor: Actor, message: NewMessage) -> None:
        """Send a message; traced with whose record it is about, never with its text.

        Raises DomainError when a recipient is no colleague any more.
        """
        if message.patient_id is not None:
            actor.require(Right.IDENTITY)
        with self._works.begin(actor) as work:
            known = set(
                work.session.scalars(
                    select(AccountRow.id).where(
                        AccountRow.id.in_(message.recipients), AccountRow.active.is_(True)
                    )
                )
            )
            if known != set(message.recipients):
                raise DomainError(
                    "Un destinataire n'a plus de compte actif. Rien n'a été envoyé. Choisissez à "
                    "nouveau.",
                    field="recipients",
                )
            row = MessageRow(
                sender_id=actor.user_id,
                patient_id=message.patient_id,
                text=message.text.strip(),
                sent_at=work.at,
            )
            work.session.add(row)
            work.session.flush()
            work.session.add_all(
                MessageRecipientRow(message_id=row.id, account_id=one) for one in sorted(known)
            )
            work.trace(Action.MESSAGE_SENT, patient_id=message.patient_id)
            work.announce(Changed(Topic.MESSAGE, message.patient_id))

    def received(self, actor: Actor, *, put_away: bool = False) -> list[Message]:
        """Return the messages to this person, newest first; those put away only when asked."""
        mine = MessageRecipientRow
        away = mine.put_away_at.is_not(None) if put_away else mine.put_away_at.is_(None)
        query = _messages().join(mine, mine.message_id == MessageRow.id).add_columns(mine.read_at)
        query = query.where(mine.account_id == actor.user_id, away)
        with self._works.database.reading() as session:
            return _read(session, query.limit(_SHOWN), actor)

    def sent(self, actor: Actor) -> list[Message]:
        """Return what this person wrote, newest first; ``read_at`` once everybody read it."""
        unread = (
            select(func.count())
            .where(MessageRecipientRow.message_id == MessageRow.id)
            .where(MessageRecipientRow.read_at.is_(None))
            .scalar_subquery()
        )
        last_read = (
            select(func.max(MessageRecipientRow.read_at))
            .where(MessageRecipientRow.message_id == MessageRow.id, unread == 0)
            .scalar_subquery()
        )
        query = _messages().where(MessageRow.sender_id == actor.user_id)
        with self._works.database.reading() as session:
            return _read(session, query.add_columns(last_read).limit(_SHOWN), actor)

    def unread(self, actor: Actor) -> int:
        """Return how many messages this person has not read."""
        mine = MessageRecipientRow
        query = select(func.count()).where(
            mine.account_id == actor.user_id, mine.read_at.is_(None), mine.put_away_at.is_(None)
        )
        with self._works.database.reading() as session:
            return session.execute(query).scalar_one()

    def mark_read(self, actor: Actor, message_id: int) -> None:
        """Note that this person read a message; a message already read keeps its moment."""
        with self._works.begin(actor) as work:
            work.session.execute(
                _mine(message_id, actor)
                .where(MessageRecipientRow.read_at.is_(None))
                .values(read_at=work.at)
            )
            work.announce(Changed(Topic.MESSAGE))

    def put_away(self, actor: Actor, message_id: int) -> None:
        """Take a message out of this person's list; ``take_back`` brings it back."""
        with self._works.begin(actor) as work:
            work.session.execute(_mine(message_id, actor).values(put_away_at=work.at))
            work.announce(Changed(Topic.MESSAGE))

    def take_back(self, actor: Actor, message_id: int) -> None:
        """Bring a message back into this person's list."""
        with self._works.begin(actor) as work:
            work.session.execute(_mine(message_id, actor).values(put_away_at=None))
            work.announce(Changed(Topic.MESSAGE))


def _messages() -> Select[MessageRow, AccountRow, PatientRow]:
    sender = aliased(AccountRow)
    return (
        select(MessageRow, sender, PatientRow)
        .join(sender, sender.id == MessageRow.sender_id)
        .outerjoin(PatientRow, PatientRow.id == MessageRow.patient_id)
        .order_by(MessageRow.sent_at.desc(), MessageRow.id.desc())
    )


def _mine(message_id: int, actor: Actor) -> Update:
    return update(MessageRecipientRow).where(
        MessageRecipientRow.message_id == message_id,
        MessageRecipientRow.account_id == actor.user_id,
    )


def _read(session: Session, query: Select[*tuple[Any, ...]], actor: Actor) -> list[Message]:
    rows: Any = session.execute(query).all()
    readers = _readers(session, [row[0].id for row in rows])
    sees_patients = actor.may(Right.IDENTITY)
    return [
        Message(
            id=message.id,
            sender_id=message.sender_id,
            sender=_name(sender),
            recipients=tuple(readers.get(message.id, ())),
            text=message.text,
            sent_at=message.sent_at,
            read_at=read_at,
            patient_id=message.patient_id if sees_patients else None,
            patient=_patient(patient) if patient is not None and sees_patients else "",
        )
        for message, sender, patient, read_at in rows
    ]


def _readers(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    query = (
        select(MessageRecipientRow.message_id, AccountRow)
        .join(AccountRow, AccountRow.id == MessageRecipientRow.account_id)
        .where(MessageRecipientRow.message_id.in_(list(ids)))
        .order_by(AccountRow.family_name)
    )
    found: dict[int, list[str]] = {}
    for message_id, account in session.execute(query):
        found.setdefault(message_id, []).append(_name(account))
    return found


def _name(account: AccountRow) -> str:
    return f"{account.first_name} {account.family_name}".strip()


def _patient(row: PatientRow) -> str:
    return f"{row.used_name or row.birth_name} {row.used_first_name or row.first_birth_first_name}"

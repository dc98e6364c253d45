"""Reading and writing any sort of clinical fact: nothing is overwritten, nothing is erased."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from almapy.audit.model import Action
from almapy.errors import ConflictError, DomainError
from almapy.events import Changed, Topic
from almapy.record.model import Fact, FactKind, FormerVersion
from almapy.record.tables import FormerVersionRow
from almapy.users.model import Actor, initials_of
from almapy.users.tables import AccountRow
from almapy.work import UnitOfWork, Works

T = TypeVar("T")


class FactService(Generic[T]):
    """The facts of one sort; every change keeps the version before it and is traced.

    The trace names the sort of the fact and the gesture, never what it says.
    """

    def __init__(self, works: Works, kind: FactKind[T]) -> None:
        self.kind = kind
        self._works = works
        self._types = _types_of(kind.data)
        self._question = _standing(kind)

    def of(self, actor: Actor, patient_id: int) -> list[Fact[T]]:
        """Return the standing facts of a record that this person may read."""
        actor.require(self.kind.read_right)
        with self._works.database.reading() as session:
            return self.read(session, actor, patient_id)

    def read(self, session: Session, actor: Actor, patient_id: int) -> list[Fact[T]]:
        """Return the same inside a session that is already open; the right is not asked again."""
        table = self.kind.table
        query = self._question.where(table.patient_id == patient_id)
        if self.kind.confidential:
            closed = getattr(table, self.kind.confidential)
            query = query.where(or_(closed.is_(False), table.author_id == actor.user_id))
        rows: Any = session.execute(query)
        return [self._fact(row, writer, later, actor) for row, writer, later in rows]

    def add(self, actor: Actor, patient_id: int, data: T) -> Fact[T]:
        """Write a new fact."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.add_one_within(work, patient_id, data)

    def add_one_within(self, work: UnitOfWork, patient_id: int, data: T) -> Fact[T]:
        """Do the same inside a transaction that is already open; the right is not asked."""
        row = self.kind.table(
            uid=str(uuid.uuid4()),
            patient_id=patient_id,
            author_id=work.actor.user_id,
            created_at=work.at,
            **self._values(data),
        )
        work.session.add(row)
        self._tell(work, row, "ajout")
        return self._present(work.session, row, work.actor)

    def change(self, actor: Actor, fact: Fact[T], data: T, *, reason: str = "") -> Fact[T]:
        """Replace what a fact says; the version before stays readable with its author.

        Raises ConflictError, with what is stored now, when it changed meanwhile.
        """
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.change_within(work, fact, data, reason=reason)

    def change_within(
        self, work: UnitOfWork, fact: Fact[T], data: T, *, reason: str = ""
    ) -> Fact[T]:
        """Do the same inside a transaction that is already open; the right is not asked."""
        row = self._get(work, fact)
        values = self._values(data)
        if all(getattr(row, name) == value for name, value in values.items()):
            return fact
        self._keep_version(work, row, reason)
        for name, value in values.items():
            setattr(row, name, value)
        row.changed_at, row.changed_by = work.at, work.actor.user_id
        self._tell(work, row, "modification")
        return self._present(work.session, row, work.actor)

    def remove(self, actor: Actor, fact: Fact[T]) -> Fact[T]:
        """Take a fact out of the record; ``restore`` brings it back."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            return self.remove_one_within(work, fact)

    def remove_one_within(self, work: UnitOfWork, fact: Fact[T]) -> Fact[T]:
        """Do the same inside a transaction that is already open; the right is not asked."""
        row = self._get(work, fact)
        row.deleted_at, row.deleted_by = work.at, work.actor.user_id
        self._tell(work, row, "retrait")
        return self._present(work.session, row, work.actor)

    def restore(self, actor: Actor, fact: Fact[T]) -> Fact[T]:
        """Bring a removed fact back."""
        actor.require(self.kind.write_right)
        with self._works.begin(actor) as work:
            row = self._get(work, fact, removed=True)
            row.deleted_at = row.deleted_by = None
            self._tell(work, row, "rétablissement")
            return self._present(work.session, row, actor)

    def former(self, actor: Actor, fact: Fact[T]) -> list[FormerVersion[T]]:
        """Return the replaced versions of a fact, latest first."""
        actor.require(self.kind.read_right)
        writer, replacer = aliased(AccountRow), aliased(AccountRow)
        query = (
            select(FormerVersionRow, writer, replacer)
            .join(writer, writer.id == FormerVersionRow.written_by)
            .join(replacer, replacer.id == FormerVersionRow.replaced_by)
            .where(FormerVersionRow.kind == self.kind.name, FormerVersionRow.fact_id == fact.id)
            .order_by(FormerVersionRow.version.desc())
        )
        with self._works.database.reading() as session:
            self._readable(session.get(self.kind.table, fact.id), actor)
            return [
                FormerVersion(
                    version=row.version,
                    written_by=account_initials(one),
                    written_at=row.written_at,
                    replaced_by=account_initials(other),
                    replaced_at=row.replaced_at,
                    reason=row.reason,
                    data=self._data(row.content),
                )
                for row, one, other in session.execute(query)
            ]

    def _get(self, work: UnitOfWork, fact: Fact[T], *, removed: bool = False) -> Any:
        row = self._readable(
            work.session.get(self.kind.table, fact.id, with_for_update=True), work.actor
        )
        if row.version != fact.version or (row.deleted_at is not None) is not removed:
            by = work.session.get(AccountRow, row.deleted_by or row.changed_by or row.author_id)
            raise ConflictError(
                f"{self.kind.noun} a été modifié entre-temps sur un autre poste. Rien n'a été "
                "écrasé. Comparez les deux versions, puis recommencez.",
                stored=self._stored(row),
                by=f"{by.first_name} {by.family_name}".strip() if by else "",
                at=row.deleted_at or row.changed_at or row.created_at,
            )
        return row

    def _readable(self, row: Any, actor: Actor) -> Any:
        closed = row is not None and self.kind.confidential and row.author_id != actor.user_id
        if row is None or (closed and getattr(row, self.kind.confidential)):
            raise DomainError(f"{self.kind.noun} n'existe pas ou n'existe plus.", code="fact.none")
        return row

    def _keep_version(self, work: UnitOfWork, row: Any, reason: str) -> None:
        work.session.add(
            FormerVersionRow(
                kind=self.kind.name,
                fact_id=row.id,
                version=row.version,
                patient_id=row.patient_id,
                written_by=row.changed_by or row.author_id,
                written_at=row.changed_at or row.created_at,
                replaced_by=work.actor.user_id,
                replaced_at=work.at,
                reason=reason,
                content={name: _as_json(value) for name, value in self._stored(row).items()},
            )
        )

    def _tell(self, work: UnitOfWork, row: Any, gesture: str) -> None:
        work.session.flush()
        detail: dict[str, object] = {"objet": self.kind.name, "geste": gesture, "numéro": row.id}
        work.trace(Action.RECORD_CHANGED, patient_id=row.patient_id, detail=detail)
        work.announce(Changed(Topic.RECORD, row.patient_id))

    def _stored(self, row: Any) -> dict[str, object]:
        return {name: getattr(row, name) for name in self._types}

    def _values(self, data: T) -> dict[str, object]:
        values = {name: getattr(data, name) for name in self._types}
        return {
            name: value.value if isinstance(value, Enum) else value
            for name, value in values.items()
        }

    def _present(self, session: Session, row: Any, actor: Actor) -> Fact[T]:
        author = session.get(AccountRow, row.author_id)
        changer = session.get(AccountRow, row.changed_by) if row.changed_by else None
        return self._fact(row, author, changer, actor)

    def _fact(
        self, row: Any, author: AccountRow | None, changer: AccountRow | None, actor: Actor
    ) -> Fact[T]:
        return Fact(
            id=row.id,
            patient_id=row.patient_id,
            version=row.version,
            author=account_initials(author),
            created_at=row.created_at,
            data=self._data(self._stored(row)),
            changed_by=account_initials(changer),
            changed_at=row.changed_at,
            own=row.author_id == actor.user_id,
        )

    def _data(self, stored: Mapping[str, Any]) -> T:
        return self.kind.data(
            **{name: _as_typed(self._types[name], stored[name]) for name in self._types}
        )


@cache
def _types_of(data: Any) -> dict[str, Any]:
    """Return the fields of a sort of facts and their types: reading them takes a while."""
    hints = get_type_hints(data)
    return {one.name: _plain_type(hints[one.name]) for one in fields(data)}


@cache
def _standing(kind: FactKind[Any]) -> Any:
    """Return the question for the facts that stand, with who wrote them: built once a sort."""
    table = kind.table
    author, changer = _writers()
    query = (
        select(table, author, changer)
        .join(author, author.id == table.author_id)
        .outerjoin(changer, changer.id == table.changed_by)
        .where(table.deleted_at.is_(None))
    )
    if kind.newest_first:
        query = query.order_by(getattr(table, kind.newest_first).desc())
    return query.order_by(table.id)


@cache
def _writers() -> tuple[Any, Any]:
    """Return the two roles of an account beside a fact: to make them takes milliseconds."""
    return aliased(AccountRow), aliased(AccountRow)


def account_initials(account: AccountRow | None) -> str:
    """Return the initials under which an account signs; empty for none."""
    if account is None:
        return ""
    return account.own_initials or initials_of(account.first_name, account.family_name)


def _plain_type(hint: Any) -> Any:
    """Return the type of a value, None left aside: ``date | None`` gives ``date``."""
    if get_origin(hint) is not UnionType:
        return hint
    return next(one for one in get_args(hint) if one is not type(None))


def _as_typed(wanted: Any, value: Any) -> Any:
    if value is None or not isinstance(wanted, type):
        return value
    if issubclass(wanted, Enum):
        return wanted(value)
    if isinstance(value, str) and issubclass(wanted, date):
        return wanted.fromisoformat(value)
    return value


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value

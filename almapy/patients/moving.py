"""Moving the rows of one record to another, whatever the tables, and moving them back.

The tables are found by their keys to the patient, so that one added later is taken along.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    UniqueConstraint,
    and_,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from almapy.db.base import Base, UtcDateTime
from almapy.patients.tables import PatientRow, RecentPatientRow

_AT_ONCE = 500
_STAY = {"patient", "patient_merge", "patient_token", "recent_patient", "presence"}
"""The record itself, what points to it for its own sake, and who has it open at this moment."""
_SET_ASIDE = (RecentPatientRow.__tablename__,)
Moved = list[dict[str, Any]]


def count_rows(session: Session, source: int, target: int) -> dict[str, int]:
    """Return how many rows of each table would move."""
    found: dict[str, int] = {}
    for table, column in _columns():
        count = len(_movable(session, table, column, source, target))
        if count:
            found[table.name] = found.get(table.name, 0) + count
    return found


def move_rows(session: Session, source: int, target: int) -> Moved:
    """Give the rows of one record to another; return what ``move_back`` needs.

    Rows that the target already has by a unique key stay, and so do links between both.
    """
    moved: Moved = []
    for table, column in _columns():
        keys = _movable(session, table, column, source, target)
        if keys:
            _set(session, table, column, keys, target)
            after = [_key_after(table, column, key, target) for key in keys]
            moved.append({"table": table.name, "column": column.name, "keys": after})
    return moved


def move_back(session: Session, moved: Moved, target: int, source: int) -> None:
    """Give back the rows that ``move_rows`` took, where they still stand."""
    for one in moved:
        table = Base.metadata.tables[one["table"]]
        column = table.columns[one["column"]]
        _set(session, table, column, [tuple(key) for key in one["keys"]], source, only_from=target)


def put_aside(session: Session, patient_id: int) -> dict[str, Moved]:
    """Take a record out of the recent lists."""
    aside: dict[str, Moved] = {}
    for name in _SET_ASIDE:
        table = Base.metadata.tables[name]
        here = table.c.patient_id == patient_id
        rows = session.execute(select(table).where(here)).mappings().all()
        aside[name] = [{column: _as_json(value) for column, value in row.items()} for row in rows]
        session.execute(delete(table).where(here))
    return aside


def put_back(session: Session, patient_id: int, aside: dict[str, Moved]) -> None:
    """Bring back what ``put_aside`` took away."""
    for name in _SET_ASIDE:
        table = Base.metadata.tables[name]
        session.execute(delete(table).where(table.c.patient_id == patient_id))
        rows = [
            {column: _from_json(table, column, value) for column, value in row.items()}
            for row in aside[name]
        ]
        if rows:
            session.execute(insert(table), rows)


def _columns() -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        if table.name not in _STAY:
            for column in _patient_columns(table):
                yield table, column


def _patient_columns(table: Table) -> list[Column[Any]]:
    patient = PatientRow.__tablename__
    return [
        column
        for column in table.columns
        if any(key.column.table.name == patient for key in column.foreign_keys)
    ]


def _movable(
    session: Session, table: Table, column: Column[Any], source: int, target: int
) -> list[tuple[Any, ...]]:
    """Return the primary keys of the rows that may change hands."""
    keys = list(table.primary_key.columns)
    query = select(table).where(column == source)
    for other in _patient_columns(table):
        if other is not column:  # a link to the target would become one with itself
            query = query.where(other.is_distinct_from(target))
    rows = session.execute(query).mappings().all()
    uniques = [unique for unique in _unique_keys(table) if column in unique]
    return [
        tuple(row[key.name] for key in keys)
        for row in rows
        if not any(_taken(session, table, column, unique, row, target) for unique in uniques)
    ]


def _unique_keys(table: Table) -> Iterator[list[Column[Any]]]:
    yield list(table.primary_key.columns)
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield list(index.columns)


def _taken(
    session: Session,
    table: Table,
    column: Column[Any],
    unique: list[Column[Any]],
    row: Any,
    target: int,
) -> bool:
    same = [one == (target if one is column else row[one.name]) for one in unique]
    return session.execute(select(column).select_from(table).where(and_(*same))).first() is not None


def _set(
    session: Session,
    table: Table,
    column: Column[Any],
    keys: list[tuple[Any, ...]],
    value: int,
    *,
    only_from: int | None = None,
) -> None:
    primary = list(table.primary_key.columns)
    here = [] if only_from is None else [column == only_from]
    if len(primary) == 1:
        for start in range(0, len(keys), _AT_ONCE):
            chosen: ColumnElement[bool] = primary[0].in_(
                [key[0] for key in keys[start : start + _AT_ONCE]]
            )
            session.execute(update(table).where(chosen, *here).values({column: value}))
        return
    for key in keys:
        chosen = and_(*(one == part for one, part in zip(primary, key, strict=True)))
        session.execute(update(table).where(chosen, *here).values({column: value}))


def _key_after(table: Table, column: Column[Any], key: tuple[Any, ...], target: int) -> list[Any]:
    primary = table.primary_key.columns
    return [
        target if one is column else _as_json(part) for one, part in zip(primary, key, strict=True)
    ]


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _from_json(table: Table, name: str, value: Any) -> Any:
    is_moment = isinstance(table.columns[name].type, UtcDateTime)
    return datetime.fromisoformat(value) if is_moment and value else value

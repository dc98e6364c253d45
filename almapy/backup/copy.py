"""Copying a base: the embedded one as it is, the server's one row by row into an embedded one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from almapy.db import schema
from almapy.db.bare_faults import base_faults
from almapy.db.database import Database, connect_sqlite, open_sqlite
from almapy.db.tables import METADATA
from almapy.errors import ExternalError

_BATCH = 2000
_DIGEST_MODULUS = 1 << 256


def copy_base(source: Database, source_path: Path, target: Path, key: bytes) -> None:
    """Make ``target`` an encrypted base that holds what ``source`` holds at one moment.

    Others may go on writing meanwhile. On SQLite the pages are copied as they are, damaged ones
    included and without a word: only a check of the copy tells. Raises StorageFull or another
    AlmaPyError.
    """
    if source.is_sqlite:
        with (
            base_faults(),
            closing(connect_sqlite(source_path, key)) as origin,
            closing(connect_sqlite(target, key)) as copy,
        ):
            # In steps the copy starts again at each commit of another and may never end.
            origin.backup(copy, pages=-1)
        return
    copied = open_sqlite(target, key)
    try:
        schema.upgrade(copied, sqlite_path=None, key=None)
        with copied.writing() as session:
            copy_rows(source, session)
    finally:
        copied.close()


def copy_rows(source: Database, target: Session) -> None:
    """Copy every row of one moment of ``source`` into the empty tables of ``target``.

    Each table is read again on the other side and compared value by value; raises ExternalError
    when one differs, and the transaction of ``target`` is to be given up.
    """
    with base_faults(), _one_moment(source) as origin:
        for table in METADATA.sorted_tables:
            read = 0
            for rows in _batches(origin, table):
                read = (read + _digest(rows)) % _DIGEST_MODULUS
                names = table.c.keys()
                target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
            _count_on(target, table)
            written = sum(_digest(rows) for rows in _batches(target, table)) % _DIGEST_MODULUS
            if written != read:
                raise ExternalError(
                    f"La copie de la table {table.name} ne dit pas la même chose que la base. La "
                    "base d'origine est intacte et la copie est abandonnée. Prévenez "
                    "l'assistance.",
                    code="backup.differs",
                )


@contextmanager
def _one_moment(source: Database) -> Iterator[Session]:
    """Give a session in which nothing moves: the default of SQLite, asked of PostgreSQL."""
    options = {} if source.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    engine = source.engine.execution_options(**options)
    with Session(engine) as session:
        yield session


def _batches(session: Session, table: Table) -> Iterator[list[tuple[object, ...]]]:
    found = session.execute(
        select(table).order_by(*table.primary_key), execution_options={"yield_per": _BATCH}
    )
    for rows in found.partitions():
        yield [tuple(row) for row in rows]


def _digest(rows: list[tuple[object, ...]]) -> int:
    """Return a digest that does not depend on the order, which each engine has of its own."""
    return sum(int.from_bytes(hashlib.sha256(repr(row).encode()).digest(), "big") for row in rows)


def _count_on(session: Session, table: Table) -> None:
    """Have the server give new rows the numbers after those that were just copied."""
    column = table.autoincrement_column
    if column is None or session.get_bind().dialect.name == "sqlite":
        return
    sequence = func.pg_get_serial_sequence(table.name, column.name)
    highest = select(func.max(column)).scalar_subquery()
    session.execute(select(func.setval(sequence, highest)))

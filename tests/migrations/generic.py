"""Rows for tables known only by their columns, and what a base holds, table by table."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

ROWS = 3
REBUILT = {"patient_token"}  # words of the search: a migration makes them anew from the record
_MOMENT = datetime(2026, 3, 10, 9, 30, 15, 123456, tzinfo=UTC)


def shape(connection):
    """Return the tables of the base as they stand: reading them is what takes time."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    return metadata


def fill(connection, after=0, tables=None):
    """Put rows into every table of the base, the rows of a table naming those of another.

    They are numbered from the one that follows `after`; `tables` is the shape of the base.
    """
    for table in (tables or shape(connection)).sorted_tables:
        if table.name == "alembic_version":
            continue
        rows = [_row(table, number) for number in range(after + 1, after + ROWS + 1)]
        connection.execute(table.insert(), rows)


def _row(table, number):
    return {column.name: _value(column, number) for column in table.columns}


def _value(column, number):
    if column.foreign_keys:
        return number
    aware = getattr(column.type, "timezone", False)
    kinds = (
        (sa.Boolean, bool(number % 2)),
        (sa.Integer, number),
        (sa.Numeric, number + 0.5),
        (sa.Float, number + 0.5),
        (sa.DateTime, _MOMENT if aware else _MOMENT.replace(tzinfo=None)),
        (sa.Date, date(1977, 7, 14) + timedelta(days=number)),
        (sa.LargeBinary, bytes([number]) * 32),
        (sa.JSON, {"valeur": number}),
        (sa.String, f"{column.name} é {number}"[-(getattr(column.type, "length", 0) or 200) :]),
    )
    return next(value for kind, value in kinds if isinstance(column.type, kind))


def held(connection, like=None, tables=None):
    """Return the number and a digest of the rows of each table, over the columns of `like`.

    `like` is what an earlier call gave: tables and columns that were added since do not count.
    """
    found = {}
    for table in (tables or shape(connection)).sorted_tables:
        if table.name in REBUILT | {"alembic_version"} or (
            like is not None and table.name not in like
        ):
            continue
        columns = like[table.name][0] if like else table.columns.keys()
        rows = connection.execute(sa.select(*(table.columns[name] for name in columns))).all()
        digests = sorted(hashlib.sha256(repr(tuple(row)).encode()).hexdigest() for row in rows)
        found[table.name] = (tuple(columns), len(rows), digests)
    return found


def triggers(connection):
    """Return the names of the triggers of the base."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return set(connection.execute(sa.text(query)).scalars())

"""The schema of the tests' bases: made by the migrations once, then written as it was read.

A practice of a test costs a tenth of a second so, and half a second with eleven migrations. The
tests of the migrations themselves run them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from almapy.db import schema
from almapy.db.database import open_postgresql
from tests.fakes.postgres_server import PostgresDatabase, PostgresServer

_MADE_BY_MIGRATIONS = schema._run
_WHOLE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


class WrittenSchema:
    """Stands in for the run of the migrations on an empty embedded base."""

    def __init__(self) -> None:
        self._statements: list[str] = []

    def run(self, connection: Connection, *, is_sqlite: bool) -> None:
        if not is_sqlite or self._is_filled(connection):
            _MADE_BY_MIGRATIONS(connection, is_sqlite=is_sqlite)
        elif self._statements:
            self._write(connection)
        else:
            _MADE_BY_MIGRATIONS(connection, is_sqlite=True)
            self._read(connection)

    def _is_filled(self, connection: Connection) -> bool:
        return connection.exec_driver_sql(_WHOLE).first() is not None

    def _read(self, connection: Connection) -> None:
        self._statements = [
            row.sql for row in connection.exec_driver_sql(f"{_WHOLE} ORDER BY rowid")
        ]
        connection.rollback()

    def _write(self, connection: Connection) -> None:
        for statement in self._statements:
            connection.exec_driver_sql(statement)
        version = schema.PROGRAM_VERSION
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (str(version),))
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
        connection.commit()


@pytest.fixture(scope="session", autouse=True)
def _schema_written_once() -> Iterator[None]:
    patched = pytest.MonkeyPatch()
    patched.setattr(schema, "_run", WrittenSchema().run)
    yield
    patched.undo()


@pytest.fixture
def schema_of_the_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the migrations run, as on a post."""
    monkeypatch.setattr(schema, "_run", _MADE_BY_MIGRATIONS)


@pytest.fixture
def migrated_database(postgres_server: PostgresServer) -> Iterator[PostgresDatabase]:
    """Give a database that the migrations filled, as they did for the first test."""

    def prepare(database: PostgresDatabase) -> None:
        opened = open_postgresql(database.url)
        schema.upgrade(opened, sqlite_path=None, key=None)
        opened.close()

    database = postgres_server.create_database(postgres_server.template("schema", prepare))
    yield database
    postgres_server.drop_database(database)

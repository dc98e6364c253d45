"""One base behind two engines: encrypted SQLite for one post, PostgreSQL for several."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from almapy.db.faults import translate

BUSY_TIMEOUT_MS = 5000
CACHE_KIB = 65536
POOL_SIZE = 8


class Database:
    """Gives sessions; everything a service knows of the engine.

    Safe to share between threads; a session stays in the thread that asked for it.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(almapy_writes=True)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the base is the embedded one."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads; failures come as AlmaPyError."""
        with _in_french(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session in a transaction that commits at the end, or leaves nothing.

        On SQLite it starts with BEGIN IMMEDIATE: a transaction that reads before it writes would
        otherwise fail at once when another has written meanwhile (storage notes §4).
        """
        with (
            _in_french(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def close(self) -> None:
        """Close every connection; on SQLite, bring the journal back into the file first."""
        if self.is_sqlite:
            with suppress(SQLAlchemyError), self.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        self.engine.dispose()


@contextmanager
def _in_french() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        french = translate(error)
        if french is None:
            raise
        raise french from error


def connect_sqlite(path: Path, key: bytes) -> Any:
    """Open one raw connection to an encrypted base; the file is created when it is absent."""
    connection = sqlcipher.connect(
        str(path),
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
        isolation_level=None,
        cached_statements=256,
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def open_sqlite(path: Path, key: bytes) -> Database:
    """Open the embedded base with its 32-byte key.

    Raises DamagedBase when the key does not open it: the key itself was already proved right by
    the key file, so the file is at fault.
    """
    is_new = not path.exists()
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect_sqlite(path, key),
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin_as_asked)
    database = Database(engine)
    try:
        with _in_french(), engine.connect() as connection:
            if is_new:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                connection.exec_driver_sql("BEGIN")
    except BaseException:
        engine.dispose()
        raise
    return database


def _begin_as_asked(connection: Connection) -> None:
    writes = connection.get_execution_options().get("almapy_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_postgresql(url: str) -> Database:
    """Open the practice's server; ``url`` is ``postgresql://user@host:port/name``.

    The password is left to libpq (``PGPASSWORD``, ``pgpass.conf``): it never stands in a file of
    the program.
    """
    driver_url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(
        driver_url, hide_parameters=True, pool_size=POOL_SIZE, pool_pre_ping=True
    )
    try:
        with _in_french(), engine.connect():
            pass
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)

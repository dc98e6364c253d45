"""The same practice twice: encrypted as it is delivered, and in clear through Python's sqlite3."""

import sqlite3
from contextlib import suppress
from datetime import date
from itertools import islice

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from almapy.clock import SystemClock
from almapy.db.database import BUSY_TIMEOUT_MS, CACHE_KIB, POOL_SIZE, Database
from almapy.demo.people import demo_records
from almapy.opening import Door
from almapy.paths import Folders
from almapy.patients.service import add_patient
from almapy.settings import Place, PostSettings
from tests.bench.figures import in_turns
from tests.conftest import CHEAP, new_practice

BATCH = 250
_DAY = date(2026, 3, 10)
_CLEAR_HEAD = b"SQLite format 3\0"


class ClearDoor(Door):
    """Opens the base in clear; all the rest of the program is the same."""

    def _connect(self, data_key):
        return open_clear(self._place.folders.base)


def open_clear(path):
    """Open a base as `almapy.db.database` does, without its key."""
    is_new = not path.exists()
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect_clear(path),
        poolclass=QueuePool,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    if is_new:
        with engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN")
    return Database(engine)


def _connect_clear(path):
    connection = sqlite3.connect(
        path, check_same_thread=False, isolation_level=None, cached_statements=256
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _begin(connection):
    writes = connection.get_execution_options().get("almapy_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class Bases:
    """Two practices of the same fictitious patients, filled in turns, batch after batch."""

    def __init__(self, folder, count):
        self.encrypted = create(folder / "encrypted")
        self.clear = create(folder / "clear", ClearDoor)
        self.patients = [record.patient for record in demo_records(count, today=_DAY)]
        rounds = -(-count // BATCH)
        self.fill_taken = in_turns(
            rounds,
            lambda number: self._add_batch(self.encrypted, number),
            lambda number: self._add_batch(self.clear, number),
        )
        for opened in (self.encrypted, self.clear):
            assert opened.application.patients.count() == count
        assert not _head_of(self.encrypted).startswith(_CLEAR_HEAD)
        assert _head_of(self.clear) == _CLEAR_HEAD

    def close(self):
        for opened in (self.encrypted, self.clear):
            with suppress(FileNotFoundError):
                opened.application.close()

    def _add_batch(self, opened, number):
        drafts = islice(self.patients, number * BATCH, (number + 1) * BATCH)
        with opened.application.works.begin(opened.actor) as work:
            for draft in drafts:
                add_patient(work, draft)


def create(folder, door=Door):
    """Create an empty practice in this folder, encrypted unless the door says otherwise."""
    place = Place(Folders(folder), PostSettings())
    return door(place, SystemClock(), cost=CHEAP).create(new_practice())


def _head_of(opened):
    with opened.application.folders.base.open("rb") as file:
        return file.read(len(_CLEAR_HEAD))

"""The PostgreSQL of the tests itself: isolated databases, and nothing left behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.fakes import postgres_server as module
from tests.fakes.postgres_server import (
    PostgresDatabase,
    PostgresServer,
    PostgresUnavailableError,
    find_binaries,
)

_HELD_SERVER = """
import time
from tests.fakes.postgres_server import PostgresServer
with PostgresServer.running() as server:
    print(server.folder, flush=True)
    time.sleep(60)
"""


def _processes_in(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            where = (entry / "cwd").readlink()
        except OSError:
            continue
        if where.is_relative_to(folder):
            found.append(int(entry.name))
    return found


def _tables(database: PostgresDatabase) -> list[str]:
    with database.connect() as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return [name for (name,) in rows]


def _make_table(database: PostgresDatabase) -> None:
    with database.connect() as connection:
        connection.execute("CREATE TABLE visit (id integer)")


def test_the_highest_installed_version_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(module, "_DEBIAN_HOME", tmp_path)

    assert find_binaries() == tmp_path / "17" / "bin"


def test_without_postgresql_the_reason_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_DEBIAN_HOME", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PostgresUnavailableError, match="apt-get install postgresql"):
        find_binaries()


@pytest.mark.postgresql
def test_a_database_holds_nothing_of_another(
    postgres_server: PostgresServer, postgres_database: PostgresDatabase
) -> None:
    _make_table(postgres_database)

    other = postgres_server.create_database()

    assert _tables(postgres_database) == ["visit"]
    assert _tables(other) == []


@pytest.mark.postgresql
def test_a_dropped_database_is_gone_even_with_an_open_connection(
    postgres_server: PostgresServer,
) -> None:
    database = postgres_server.create_database()
    forgotten = database.connect()

    postgres_server.drop_database(database)

    with pytest.raises(psycopg.OperationalError):
        database.connect()
    with pytest.raises(psycopg.OperationalError):
        forgotten.execute("SELECT 1")
    forgotten.close()


@pytest.mark.postgresql
def test_a_template_is_prepared_once_and_copied(postgres_server: PostgresServer) -> None:
    prepared = []

    def prepare(database: PostgresDatabase) -> None:
        prepared.append(database)
        _make_table(database)

    first = postgres_server.create_database(postgres_server.template("visits", prepare))
    second = postgres_server.create_database(postgres_server.template("visits", prepare))

    assert len(prepared) == 1
    assert _tables(first) == _tables(second) == ["visit"]


@pytest.mark.postgresql
def test_another_password_is_refused(postgres_database: PostgresDatabase) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        replace(postgres_database, password="another").connect()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgres_server")
def test_a_failing_test_leaves_no_process_and_no_folder() -> None:
    seen: list[Path] = []

    def fail_with_a_server() -> None:
        with PostgresServer.running() as server:
            seen.append(server.folder)
            assert server.pid in _processes_in(server.folder)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_with_a_server()

    [folder] = seen
    assert _processes_in(folder) == []
    assert not folder.exists()


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgres_server")
def test_killed_tests_leave_no_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HELD_SERVER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as killed:
        assert killed.stdout
        folder = Path(killed.stdout.readline().strip())
        assert _processes_in(folder)
        killed.kill()

    deadline = time.monotonic() + 15
    while _processes_in(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _processes_in(folder) == []
    shutil.rmtree(folder)

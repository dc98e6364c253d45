"""PostgreSQL for the tests, started from the installed package and removed afterwards.

The cluster lives in a temporary folder and listens on a free loopback port only. It never touches
a cluster of the machine. Nothing is written durably (fsync off): the data are thrown away.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOST = "127.0.0.1"
_SUPERUSER = "almapy_tests"
_ACCOUNT = "postgres"  # made by the package; runs the server when the tests are root
_DEBIAN_HOME = Path("/usr/lib/postgresql")
_START_TIMEOUT = 30.0
_STOP_TIMEOUT = 10.0
_PORT_ATTEMPTS = 3
_SETTINGS = {
    "listen_addresses": _HOST,
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
}


class PostgresUnavailableError(Exception):
    """This machine cannot run a server; the text tells what to install, for the skip reason."""


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """The address of one database of the test server, with its superuser."""

    port: int
    password: str = field(repr=False)
    name: str
    host: str = _HOST
    user: str = _SUPERUSER

    @property
    def url(self) -> str:
        """The address as SQLAlchemy takes it."""
        return (
            f"postgresql+psycopg://{self.user}:{self.password}@{self.host}:{self.port}/{self.name}"
        )

    def connect(self) -> psycopg.Connection:
        """Open a bare connection, in autocommit."""
        return psycopg.connect(
            host=self.host,
            port=self.port,
            user=self.user,
            password=self.password,
            dbname=self.name,
            autocommit=True,
        )


def find_binaries() -> Path:
    """Return the folder of the highest installed version.

    Raises PostgresUnavailableError when there is none.
    """
    if os.name != "posix":
        raise PostgresUnavailableError(
            "PostgreSQL n'est démarré par les tests que sous Linux et macOS"
        )
    versions = [path.parents[1] for path in _DEBIAN_HOME.glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda path: float(path.name)) / "bin"
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    raise PostgresUnavailableError("PostgreSQL n'est pas installé : apt-get install postgresql")


class PostgresServer:
    """One running cluster; use `running()` to be sure that it is stopped and removed."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        self._folder = Path(tempfile.mkdtemp(prefix="almapy-postgresql-"))
        self._is_root = os.geteuid() == 0
        self._templates: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._root = PostgresDatabase(port=0, password=secrets.token_hex(16), name="postgres")

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[PostgresServer]:
        """Start a server for the time of a `with` block.

        Raises PostgresUnavailableError when PostgreSQL is not installed.
        """
        server = cls(find_binaries())
        try:
            server.start()
            yield server
        finally:
            server.stop()

    @property
    def pid(self) -> int | None:
        """The postmaster's process id, None when the server does not run."""
        return self._process.pid if self._process else None

    @property
    def folder(self) -> Path:
        """Everything the server writes; gone after `stop()`."""
        return self._folder

    def start(self) -> None:
        """Create the cluster and wait until it answers. Raises RuntimeError with its log's end."""
        self._create_cluster()
        for _ in range(_PORT_ATTEMPTS):
            # The port is free now and may be taken before the server opens it: then try another.
            self._root = replace(self._root, port=_free_port())
            self._launch()
            if self._answers():
                return
        log = self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise RuntimeError(f"the test PostgreSQL did not start:\n{log}")

    def stop(self) -> None:
        """End every process of the server and remove its folder; may be called twice."""
        self._end_process()
        shutil.rmtree(self._folder, ignore_errors=True)

    def create_database(self, template: str = "template1") -> PostgresDatabase:
        """Make a fresh database, a copy of `template`, which nobody may be connected to."""
        database = replace(self._root, name=f"almapy_{secrets.token_hex(8)}")
        self._execute("CREATE DATABASE {} TEMPLATE {}", database.name, template)
        return database

    def drop_database(self, database: PostgresDatabase) -> None:
        """Remove a database, cutting the connections left open on it."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database.name)

    def template(self, key: str, prepare: Callable[[PostgresDatabase], None]) -> str:
        """Return the template of this key, filled by `prepare` the first time it is asked for."""
        if key not in self._templates:
            database = self.create_database()
            prepare(database)
            self._templates[key] = database.name
        return self._templates[key]

    @property
    def _log(self) -> Path:
        return self._folder / "server.log"

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _create_cluster(self) -> None:
        password_file = self._folder / "password"
        password_file.write_text(self._root.password, encoding="ascii")
        if self._is_root:
            shutil.chown(self._folder, _ACCOUNT)
            shutil.chown(password_file, _ACCOUNT)
        command = [
            *self._as_account(),
            str(self._binaries / "initdb"),
            f"--pgdata={self._data}",
            f"--username={_SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ]
        made = subprocess.run(
            command, cwd=self._folder, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}\n{made.stderr}")

    def _launch(self) -> None:
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *self._as_account(),
                    str(self._binaries / "postgres"),
                    f"-D{self._data}",
                    f"-p{self._root.port}",
                    *settings,
                ],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _as_account(self) -> list[str]:
        """Words before a command of PostgreSQL, which refuses to be root.

        The signal makes the server stop by itself when the tests are killed.
        """
        setpriv = shutil.which("setpriv")
        if setpriv is None:
            return []
        words = [setpriv, "--pdeathsig=INT"]
        if self._is_root:
            words += [f"--reuid={_ACCOUNT}", f"--regid={_ACCOUNT}", "--clear-groups"]
        return words

    def _answers(self) -> bool:
        assert self._process
        deadline = time.monotonic() + _START_TIMEOUT
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                self._root.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return True
        self._end_process()
        return False

    def _end_process(self) -> None:
        if self._process is None:
            return
        for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self._process.send_signal(order)
            try:
                self._process.wait(_STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                continue
            break
        self._process = None

    def _execute(self, statement: str, *names: str) -> None:
        composed = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
        with self._root.connect() as connection:
            connection.execute(composed)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Share one server among the tests of a worker; those that need it are skipped without it."""
    try:
        find_binaries()
    except PostgresUnavailableError as reason:
        pytest.skip(str(reason))
    with PostgresServer.running() as server:
        yield server


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[PostgresDatabase]:
    """Give an empty database of its own to one test."""
    database = postgres_server.create_database()
    yield database
    postgres_server.drop_database(database)

"""What the simulated service remembers: one SQLite base, in a file or in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS root (pem TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS account (
  email TEXT PRIMARY KEY, salt BLOB NOT NULL, password BLOB NOT NULL,
  name TEXT NOT NULL, rpps TEXT NOT NULL, mobile TEXT NOT NULL, subscription TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS withdrawal (
  code TEXT PRIMARY KEY, email TEXT NOT NULL, kind TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS certificate (
  serial TEXT PRIMARY KEY, email TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS record (
  uuid TEXT PRIMARY KEY, place INTEGER NOT NULL, pseudo TEXT NOT NULL, owner TEXT NOT NULL,
  body TEXT NOT NULL, birth_date TEXT NOT NULL, external_id TEXT NOT NULL,
  created_by TEXT NOT NULL, updated_at TEXT NOT NULL, revision INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS access (
  uuid TEXT NOT NULL, email TEXT NOT NULL, revoked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (uuid, email));
CREATE TABLE IF NOT EXISTS share_code (
  code TEXT PRIMARY KEY, owner TEXT NOT NULL, expires_at TEXT NOT NULL, void INTEGER NOT NULL,
  used_by TEXT NOT NULL DEFAULT '', for_uuid TEXT NOT NULL DEFAULT '', resent_at TEXT);
CREATE TABLE IF NOT EXISTS request (
  id TEXT NOT NULL, ref TEXT NOT NULL, email TEXT NOT NULL, uuid TEXT NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0, asked_at TEXT NOT NULL, PRIMARY KEY (id, ref));
CREATE TABLE IF NOT EXISTS vaccination (
  id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL, body TEXT NOT NULL,
  nuva TEXT NOT NULL, day TEXT NOT NULL, etag TEXT NOT NULL, revision INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS vaccination_of ON vaccination (uuid);
CREATE TABLE IF NOT EXISTS idempotency (
  email TEXT NOT NULL, path TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL,
  answer TEXT NOT NULL, PRIMARY KEY (email, path, key));
CREATE TABLE IF NOT EXISTS key_log (
  key TEXT PRIMARY KEY, received INTEGER NOT NULL DEFAULT 0, stored INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, to_address TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  at TEXT NOT NULL, code TEXT NOT NULL);
"""


class Store:
    """The base of one simulated service; one request at a time works on it."""

    def __init__(self, file: Path | None) -> None:
        """Open, made when it is not there; raises OSError."""
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._guard = threading.RLock()
        try:
            self._base = sqlite3.connect(
                file or ":memory:", check_same_thread=False, isolation_level=None
            )
            self._base.row_factory = sqlite3.Row
            self._base.executescript(_SCHEMA)
        except sqlite3.Error as error:
            raise OSError("the base of the simulated service cannot be opened") from error

    @contextmanager
    def turn(self) -> Iterator[sqlite3.Connection]:
        """Work alone on the base: everything is kept, or nothing when it raises."""
        with self._guard:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def close(self) -> None:
        """Let the file go."""
        with self._guard:
            self._base.close()

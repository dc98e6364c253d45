"""The version of the base: read quickly, refused when newer, raised when older.

Alembic costs a quarter of a second to import: only ``upgrade`` does it.
"""

from __future__ import annotations

import logging
import shutil
from contextlib import closing
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from almapy.db.bare_faults import base_faults
from almapy.db.database import Database, connect_sqlite
from almapy.errors import AlmaPyError, DomainError, StorageFull

PROGRAM_VERSION = 15
_ROOM_FACTOR = 2.5
_POSTGRESQL_LOCK = 0x414C4D55
_log = logging.getLogger(__name__)


class NewerBase(AlmaPyError):  # noqa: N818
    """The base was written by a later version of the program."""

    code = "base.newer"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did; ``copy`` is the base as it was before, on SQLite."""

    before: int
    after: int
    copy: Path | None = None


def version_of(database: Database) -> int:
    """Return the version of the base, 0 for an empty one."""
    with base_faults(), database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return 0
        number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return int(number or 0)


def require_not_newer(version: int) -> None:
    """Raise NewerBase when this program is too old for the base; nothing was touched."""
    if version > PROGRAM_VERSION:
        raise NewerBase(
            f"Cette base a été créée par une version plus récente d'AlmaPy (schéma {version}, ce "
            f"programme connaît {PROGRAM_VERSION}). Elle n'a pas été modifiée. Installez la "
            "version récente d'AlmaPy sur ce poste."
        )


def upgrade(database: Database, *, sqlite_path: Path | None, key: bytes | None) -> Upgrade:
    """Bring the base to the version of this program, in one transaction.

    On SQLite a copy is put aside first. Raises NewerBase, StorageFull or another AlmaPyError; the
    base is then as it was.
    """
    before = version_of(database)
    require_not_newer(before)
    if before == PROGRAM_VERSION:
        return Upgrade(before, before)
    copy = None
    with base_faults():
        if before and sqlite_path is not None and key is not None:
            copy = _put_copy_aside(sqlite_path, key, before)
        with database.engine.connect() as connection:
            _run(connection, is_sqlite=database.is_sqlite)
    _log.info("schema upgraded", extra={"before": before, "after": PROGRAM_VERSION})
    return Upgrade(before, PROGRAM_VERSION, copy)


def _put_copy_aside(path: Path, key: bytes, version: int) -> Path:
    size = path.stat().st_size
    if shutil.disk_usage(path.parent).free < size * _ROOM_FACTOR:
        raise StorageFull(
            "La mise à niveau de la base demande plus de place libre sur le disque. La base n'a "
            "pas été modifiée. Libérez de la place puis relancez AlmaPy."
        )
    copy = path.with_name(f"{path.stem}-avant-schema-{version + 1}{path.suffix}")
    copy.unlink(missing_ok=True)
    with closing(connect_sqlite(path, key)) as source, closing(connect_sqlite(copy, key)) as target:
        source.backup(target)
    return copy


def _run(connection: Connection, *, is_sqlite: bool) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    with resources.as_file(resources.files("migrations")) as folder:
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        if is_sqlite:
            # Inside a transaction the pragma does nothing, and a rebuilt parent table would
            # otherwise delete the rows of its children.
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            # Two posts may start at once after an update: the second waits, then finds it done.
            connection.execute(text("SELECT pg_advisory_xact_lock(:k)"), {"k": _POSTGRESQL_LOCK})
        try:
            command.upgrade(config, "head")
            if is_sqlite:
                _require_whole(connection)
                connection.exec_driver_sql(f"PRAGMA user_version = {PROGRAM_VERSION}")
            connection.commit()
        finally:
            if is_sqlite:
                connection.rollback()
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
                connection.exec_driver_sql("BEGIN")


def _require_whole(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DomainError(
            "La mise à niveau de la base a été abandonnée car des lignes resteraient orphelines. "
            "La base est comme avant. Gardez une sauvegarde et prévenez l'assistance.",
            code="base.upgrade",
        )

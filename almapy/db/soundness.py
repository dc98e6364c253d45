"""Whether a base is whole: its file, its structure, the ties between its rows, its counts."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.orm import Session

from almapy.db.bare_faults import base_faults
from almapy.db.database import connect_sqlite
from almapy.db.faults import DamagedBase

_PAGE = re.compile(r"page (\d+)")
_NAMED_PAGES = 3


def file_faults(path: Path, key: bytes, *, quick: bool = False) -> list[str]:
    """Return what is wrong with the file of an embedded base, in French; nothing when it is whole.

    Every page in use is read and proved as it stands for a reader. Others may go on working.
    ``quick`` leaves out the comparison of indexes with their tables.
    """
    check = "PRAGMA quick_check" if quick else "PRAGMA integrity_check"
    if _answer(path, key, check) == [("ok",)]:
        return []
    return ["La structure de la base est abîmée.", *page_faults(path, key)]


def page_faults(path: Path, key: bytes) -> list[str]:
    """Return the damaged pages of a file that nobody else has open, in French.

    This proof reads past the journal and without a lock: in a base at work, or after a brutal
    stop, it would also name pages that the journal is about to write again.
    """
    answer = _answer(path, key, "PRAGMA cipher_integrity_check")
    if not answer:
        return []
    pages = [found[1] for row in answer if (found := _PAGE.search(str(row[0])))]
    if not pages:
        return ["Le fichier de la base n'a pas la taille attendue\u00a0: sa fin manque."]
    named = ", ".join(pages[:_NAMED_PAGES])
    more = f" et d'autres ({len(pages)} en tout)" if len(pages) > _NAMED_PAGES else ""
    return [f"Pages abîmées ou modifiées hors d'AlmaPy\u00a0: {named}{more}."]


def _answer(path: Path, key: bytes, pragma: str) -> list[Any]:
    """Ask over a connection of its own: one that met a damaged page is of no use any more."""
    try:
        with base_faults(), closing(connect_sqlite(path, key)) as connection:
            return list(connection.execute(pragma))
    except DamagedBase:
        return []


def orphan_faults(connection: Connection) -> list[str]:
    """Return the tables of an embedded base whose rows name a row that is not there, in French."""
    orphans = Counter(str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check"))
    return [
        f"Lignes qui renvoient à une ligne absente, table {table}\u00a0: {count}."
        for table, count in sorted(orphans.items())
    ]


def table_counts(session: Session) -> dict[str, int]:
    """Return the number of rows of every table that the base holds, known to us or not."""
    connection = session.connection()
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar_one()  # noqa: S608
        for name in sorted(inspect(connection).get_table_names())
    }

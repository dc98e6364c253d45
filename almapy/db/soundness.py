"""Whether a base is whole: its file, its structure, the ties between its rows, its counts."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from almapy.db.faults import DamagedBase, translate

_NAMED_PAGES = 3


def file_faults(connection: Connection, *, quick: bool = False) -> list[str]:
    """Return what is wrong with an embedded base, in French; nothing when it is whole.

    ``quick`` leaves out the comparison of indexes with their tables. Ask inside a transaction
    that writes: no other program then changes the file while its pages are proved.
    """
    pages = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
    faults = []
    if pages:
        named = ", ".join(word.rsplit(" ", 1)[-1] for word in pages[:_NAMED_PAGES])
        more = f" et d'autres ({len(pages)} en tout)" if len(pages) > _NAMED_PAGES else ""
        faults.append(
            "Le fichier de la base a été abîmé ou modifié hors d'AlmaPy. Pages touchées\u00a0: "
            f"{named}{more}."
        )
    pragma = "quick_check" if quick else "integrity_check"
    try:
        rows = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
    except DatabaseError as error:
        if not isinstance(translate(error), DamagedBase):
            raise
        rows = []
    if rows != ["ok"]:
        faults.append("La structure de la base est abîmée.")
    return faults


def orphan_faults(connection: Connection) -> list[str]:
    """Return the tables of an embedded base whose rows name a row that is not there, in French."""
    orphans = Counter(
        str(row[0]) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    )
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

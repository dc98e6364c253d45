"""Building the base of medicines beside the present one, from the official files."""

from __future__ import annotations

import lzma
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path

from almapy.bdpm.faults import BdpmRefused
from almapy.bdpm.files import FILES, BadLine, OfficialFile, Row
from almapy.bdpm.lines import PACKED, read_lines
from almapy.text import fold

_BATCH = 2000
_MOST_UNKNOWN = 0.1
_MOST_WITHOUT_BOX = 0.5
_LEAST_OF_FORMER = 0.5
_SCHEMA = """
CREATE TABLE speciality (cis TEXT PRIMARY KEY, name TEXT, form TEXT, routes TEXT, status TEXT,
  procedure TEXT, market TEXT, authorised_on TEXT, alert TEXT, european TEXT, holders TEXT,
  watched INTEGER, withdrawn INTEGER DEFAULT 0);
CREATE TABLE presentation (cip13 TEXT PRIMARY KEY, cip7 TEXT, cis TEXT, label TEXT, status TEXT,
  state TEXT, declared_on TEXT, communities TEXT, rates TEXT, price INTEGER, public_price INTEGER,
  fee INTEGER, indications TEXT, withdrawn INTEGER DEFAULT 0);
CREATE TABLE component (cis TEXT, element TEXT, substance_code TEXT, substance TEXT, dosage TEXT,
  reference TEXT, nature TEXT, link TEXT);
CREATE TABLE generic (grp TEXT, label TEXT, cis TEXT, kind INTEGER, place INTEGER);
CREATE TABLE condition (cis TEXT, text TEXT);
CREATE TABLE opinion (cis TEXT, kind INTEGER, hascase TEXT, reason TEXT, day TEXT, value TEXT,
  label TEXT);
CREATE TABLE has_link (hascase TEXT, link TEXT);
CREATE TABLE notice (cis TEXT, begin TEXT, end TEXT, text TEXT);
CREATE TABLE supply (cis TEXT, cip13 TEXT, state INTEGER, begin TEXT, updated TEXT, back TEXT,
  link TEXT);
CREATE TABLE atc (cis TEXT, code TEXT, name TEXT, link TEXT);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT);
CREATE VIRTUAL TABLE words USING fts5(name, substances, codes, cis UNINDEXED, tokenize='ascii',
  prefix='1 2 3');
"""
_INDEXES = """
CREATE INDEX ix_presentation_cis ON presentation (cis);
CREATE INDEX ix_presentation_cip7 ON presentation (cip7);
CREATE INDEX ix_component_cis ON component (cis);
CREATE INDEX ix_generic_cis ON generic (cis);
CREATE INDEX ix_generic_grp ON generic (grp);
CREATE INDEX ix_condition_cis ON condition (cis);
CREATE INDEX ix_opinion_cis ON opinion (cis);
CREATE INDEX ix_has_link ON has_link (hascase);
CREATE INDEX ix_notice_cis ON notice (cis);
CREATE INDEX ix_supply_cis ON supply (cis);
CREATE INDEX ix_atc_cis ON atc (cis);
"""
_TABLES = {"smr": "opinion", "asmr": "opinion"}
_COLUMNS = {
    "speciality": 12,
    "presentation": 13,
    "component": 8,
    "generic": 5,
    "condition": 2,
    "opinion": 7,
    "has_link": 2,
    "notice": 4,
    "supply": 7,
    "atc": 4,
}
_REPLACED = frozenset({"speciality", "presentation"})
_STAMP = re.compile(r"_(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{6}_")
_DAYS = (
    ("supply", "updated"),
    ("presentation", "declared_on"),
    ("speciality", "authorised_on"),
)


def find_files(folder: Path) -> dict[str, Path]:
    """Return the official files of a folder by their key; the newest of several."""
    found: dict[str, Path] = {}
    for one in FILES:
        for suffix in (PACKED, ""):
            for path in sorted(folder.glob(f"{one.name}.txt{suffix}")):
                found[one.key] = path
    return found


def build(
    target: Path,
    files: dict[str, Path],
    former: Path | None,
    today: date,
    progress: Callable[[str], None],
) -> None:
    """Fill a new base at ``target``; what ``former`` knew and the files no longer hold is kept.

    Raises BdpmRefused, OSError, sqlite3.Error; ``target`` is then of no use.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as base:
        # The file is thrown away when this fails, and waited for once when it succeeds.
        base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        base.execute("BEGIN")
        for one in FILES:
            if path := files.get(one.key):
                progress(f"{path.name}…")
                try:
                    count = _load(base, one, path)
                except (EOFError, lzma.LZMAError):
                    raise BdpmRefused(path.name, 0, "le fichier compressé est abîmé") from None
                base.execute("INSERT INTO state VALUES (?, ?)", (f"rows.{one.key}", str(count)))
        base.execute("COMMIT")
        base.executescript(_INDEXES)
        _require_whole(base, files)
        if former is not None:
            _require_as_large(base, former, files)
            _keep_withdrawn(base, former)
        progress("Index des noms et des substances…")
        _index_words(base)
        base.execute("INSERT INTO state VALUES ('day', ?)", (_newest_day(base, files, today),))
        base.execute("ANALYZE")


def _load(base: sqlite3.Connection, one: OfficialFile, path: Path) -> int:
    table = _TABLES.get(one.key, one.key)
    marks = ", ".join("?" * _COLUMNS[table])
    named = [row[1] for row in base.execute(f"PRAGMA table_info({table})")][: _COLUMNS[table]]
    verb = "INSERT OR REPLACE" if table in _REPLACED else "INSERT"
    statement = f"{verb} INTO {table} ({', '.join(named)}) VALUES ({marks})"
    rows, count = _rows(one, path), 0
    while batch := list(islice(rows, _BATCH)):
        base.executemany(statement, batch)
        count += len(batch)
    if not count and one.required:
        raise BdpmRefused(path.name, 0, "le fichier est vide")
    return count


def _rows(one: OfficialFile, path: Path) -> Iterator[Row]:
    for number, fields in read_lines(path, may_end_open=one.ends_open):
        try:
            yield one.read(fields)
        except BadLine as error:
            raise BdpmRefused(path.name, number, str(error)) from None


def _require_whole(base: sqlite3.Connection, files: dict[str, Path]) -> None:
    """Refuse a file cut between two lines: the other file then speaks of what it lacks."""
    boxes, unknown = _pair(
        base,
        "SELECT count(*), sum(cis NOT IN (SELECT cis FROM speciality)) FROM presentation",
    )
    if unknown > boxes * _MOST_UNKNOWN:
        raise BdpmRefused(
            files["speciality"].name, 0, f"{unknown} présentations sur {boxes} n'y ont pas de nom"
        )
    names, without = _pair(
        base, "SELECT count(*), sum(cis NOT IN (SELECT cis FROM presentation)) FROM speciality"
    )
    if without > names * _MOST_WITHOUT_BOX:
        raise BdpmRefused(
            files["presentation"].name, 0, f"{without} spécialités sur {names} y sont absentes"
        )


def _require_as_large(base: sqlite3.Connection, former: Path, files: dict[str, Path]) -> None:
    """Refuse files that hold less than half of what the former import held."""
    with closing(sqlite3.connect(f"file:{former.as_posix()}?mode=ro", uri=True)) as known:
        for key in ("speciality", "presentation"):
            state = "SELECT value FROM state WHERE key = ?"
            row = known.execute(state, (f"rows.{key}",)).fetchone()
            before = int(row[0]) if row else 0
            now = int(base.execute(state, (f"rows.{key}",)).fetchone()[0])
            if now < before * _LEAST_OF_FORMER:
                raise BdpmRefused(
                    files[key].name,
                    0,
                    f"{now} lignes, alors que l'import d'avant en avait {before}",
                )


def _keep_withdrawn(base: sqlite3.Connection, former: Path) -> None:
    """Keep the codes no longer published: vaccines of a season change their code every year."""
    base.execute("ATTACH ? AS former", (former.as_posix(),))
    for table, key in (("presentation", "cip13"), ("speciality", "cis")):
        columns = [row[1] for row in base.execute(f"PRAGMA main.table_info({table})")]
        named = ", ".join(name for name in columns if name != "withdrawn")
        base.execute(
            f"INSERT INTO {table} ({named}, withdrawn) SELECT {named}, 1 FROM former.{table} "  # noqa: S608  (own names)
            f"WHERE {key} NOT IN (SELECT {key} FROM main.{table})"
        )
    base.execute("DETACH former")


def _index_words(base: sqlite3.Connection) -> None:
    """Write the words in the order in which medicines are shown: a search then needs no sort."""
    base.create_function("folded", 1, lambda text: fold(text or ""), deterministic=True)
    base.executescript(
        """
        BEGIN;
        INSERT INTO words (name, substances, codes, cis)
        SELECT folded(s.name),
          folded((SELECT group_concat(DISTINCT substance) FROM component c WHERE c.cis = s.cis)),
          folded((SELECT group_concat(code) FROM atc a WHERE a.cis = s.cis)),
          s.cis
        FROM speciality s
        ORDER BY s.withdrawn, s.market <> 'Commercialisée', length(s.name), s.name;
        INSERT INTO words (words) VALUES ('optimize');
        COMMIT;
        """
    )


def _newest_day(base: sqlite3.Connection, files: dict[str, Path], today: date) -> str:
    """Return the day in the name of a file, else the newest day that they speak of until today."""
    stamped = _STAMP.search(files["notice"].name) if "notice" in files else None
    if stamped:
        return "-".join(stamped.groups())
    days = [
        base.execute(
            f"SELECT max({column}) FROM {table} WHERE {column} <= ?",  # noqa: S608  (own names)
            (today.isoformat(),),
        ).fetchone()[0]
        for table, column in _DAYS
    ]
    return max((day for day in days if day), default=today.isoformat())


def _pair(base: sqlite3.Connection, question: str) -> tuple[int, int]:
    total, part = base.execute(question).fetchone()
    return int(total), int(part or 0)

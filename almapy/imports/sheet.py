"""Reading a file of lines and columns made by another program, within bounds."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from almapy.errors import FormatError
from almapy.imports.columns import known_titles

MOST_BYTES = 100_000_000
MOST_LINES = 300_000
LONGEST_LINE = 20_000
_LINES_OF_A_ROW = 40
_DELIMITERS = ";,\t"
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the file by its number (the titles are line 1): its cells, or why it has none."""

    number: int
    cells: Sequence[str] = field(default=(), repr=False)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The titles of a file and its lines."""

    titles: Sequence[str]
    rows: Sequence[SheetRow] = field(repr=False)


def read_sheet(path: Path) -> Sheet:
    """Read a CSV file: « ; », « , » or tab; UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises FormatError in one sentence when it cannot be read as a whole.
    """
    return parse_sheet(_bytes_of(path))


def parse_sheet(content: bytes) -> Sheet:
    """Read the content of a CSV file; raises FormatError like ``read_sheet``."""
    lines = _LINE_END.split(_decoded(content))
    if len(lines) > MOST_LINES:
        raise _unreadable(f"il compte plus de {MOST_LINES} lignes")
    start = next((place for place, line in enumerate(lines) if line.strip()), None)
    if start is None:
        raise _unreadable("il est vide")
    if len(lines[start]) > LONGEST_LINE:
        raise _unreadable("sa première ligne est trop longue")
    delimiter = max(_DELIMITERS, key=lambda one: known_titles(_cells(lines[start], one) or ()))
    titles = _cells(lines[start], delimiter)
    if titles is None:
        raise _unreadable("ses titres n'ont pas pu être lus")
    return Sheet(titles, tuple(_rows(lines, start + 1, delimiter, len(titles))))


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _unreadable(f"il dépasse {MOST_BYTES // 1_000_000} Mo")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable("il n'a pas pu être lu à cet endroit") from error


def _decoded(content: bytes) -> str:
    """Return the text; the encoding is judged on the whole file."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable("ce n'est pas un texte")


def _rows(lines: Sequence[str], start: int, delimiter: str, width: int) -> Iterator[SheetRow]:
    place = start
    while place < len(lines):
        number = place + 1
        taken = _lines_of_row(lines, place, delimiter)
        text = "\n".join(lines[place : place + max(taken, 1)])
        place += max(taken, 1)
        if not text.strip(" \t;,"):
            continue
        cells = _cells(text, delimiter)
        if not taken:
            yield SheetRow(number, why="un guillemet n'est pas refermé")
        elif len(text) > LONGEST_LINE or cells is None:
            yield SheetRow(number, why=f"la ligne dépasse {LONGEST_LINE} caractères")
        elif any(cell.strip() for cell in cells[width:]):
            yield SheetRow(number, why="la ligne a plus de colonnes que de titres")
        else:
            yield SheetRow(number, cells[:width])


def _lines_of_row(lines: Sequence[str], start: int, delimiter: str) -> int:
    """Return over how many lines a row goes, 0 when its quotation mark is never closed.

    A mark inside a cell (5") opens nothing.
    """
    line = lines[start]
    opened = re.search(rf'(^|{re.escape(delimiter)})"', line)
    if opened is None or line.count('"') % 2 == 0:
        return 1
    quotes = 0
    for taken, one in enumerate(lines[start : start + _LINES_OF_A_ROW], start=1):
        quotes += one.count('"')
        if quotes % 2 == 0:
            return taken
    return 0


def _cells(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of one row, None when one of them is too long."""
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None
    return [cell for row in rows for cell in row]


def _unreadable(why: str) -> FormatError:
    return FormatError(
        f"Ce fichier ne peut pas être importé\u00a0: {why}. Rien n'a été modifié. Enregistrez-le "
        "au format CSV puis recommencez.",
        code="import.file",
    )

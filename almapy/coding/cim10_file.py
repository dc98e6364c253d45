"""Reading a list of the CIM-10: columns recognised by what they hold, line by line, with bounds."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from almapy.text import fold

_MOST_BYTES = 64 * 1024 * 1024
_MOST_CODES = 200_000
_LONGEST_LABEL = 500
_MAGIC_BYTES = 2
_CODE = re.compile(r"([A-Z]\d{2})\.?([0-9A-Z+*\-]{0,6})")
_CODE_TITLES = ("code", "concept code", "notation", "code cim10", "code cim 10")
_LABEL_TITLES = (
    "libelle long",
    "libelle complet",
    "libelle",
    "label",
    "preflabel",
    "designation",
    "lib long",
    "libelle court",
)
_UNREADABLE = (
    "Ce fichier ne peut pas être lu comme une liste CIM-10\u00a0; rien n'en a été pris. Fichiers "
    "utilisables\u00a0: LIBCIM10MULTI.TXT de l'ATIH, un export CSV de l'ANS, ou un fichier "
    "«\u00a0code;libellé\u00a0»."
)


@dataclass(slots=True)
class Cim10Report:
    """What became of one file: codes read, lines left out, and why it was refused as a whole."""

    file: str
    labels: dict[str, str] = field(default_factory=dict)
    refused: int = 0
    problem: str = ""


class _RefusedFileError(Exception):
    """Says in French why no line of a file is taken."""


def read(path: Path) -> Cim10Report:
    """Read one file, plain or compressed (.zip, .gz); never raises for what it holds.

    UTF-8 or cp1252; bar, semicolon, tabulation or comma between cells.
    """
    report = Cim10Report(str(path))
    try:
        for text in _texts(path):
            _read_text(text, report)
        if not report.labels:
            raise _RefusedFileError(_UNREADABLE)
    except _RefusedFileError as refusal:
        report.problem = str(refusal)
    except (OSError, EOFError, zipfile.BadZipFile, csv.Error, RuntimeError, ValueError):
        report.problem = _UNREADABLE
    if report.problem:
        report.labels.clear()
    return report


def typed_cim10(text: str) -> str | None:
    """Return a code as it is shown (« E11.9 »), None when it cannot be one."""
    match = _CODE.fullmatch("".join(text.split()).upper())
    if match is None:
        return None
    category, rest = match.groups()
    return f"{category}.{rest}" if rest else category


def _texts(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        magic = file.read(_MAGIC_BYTES)
        file.seek(0)
        if magic == b"PK":
            with zipfile.ZipFile(file) as archive:
                names = [
                    one for one in archive.namelist() if one.lower().endswith((".txt", ".csv"))
                ]
                for name in names:
                    with archive.open(name) as member:
                        yield _text(member.read(_MOST_BYTES + 1))
        elif magic == b"\x1f\x8b":
            with gzip.open(file) as plain:
                yield _text(plain.read(_MOST_BYTES + 1))
        else:
            yield _text(file.read(_MOST_BYTES + 1))


def _text(content: bytes) -> str:
    if len(content) > _MOST_BYTES:
        raise _RefusedFileError("Ce fichier est trop gros pour une liste CIM-10\u00a0: 64 Mo.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _read_text(text: str, report: Cim10Report) -> None:
    first = text[:2000].split("\n", 1)[0]
    separator = max("|;\t,", key=first.count)
    lines = io.StringIO(text)
    if separator == "|":  # the files of the ATIH, with bars, use no quotes at all
        rows = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=separator)
    columns: tuple[int, int] | None = None
    for place, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        if place == 0 and (titled := _titled(cells)) is not None:
            columns = titled
            continue
        _take(cells, columns, report)
        if len(report.labels) > _MOST_CODES:
            raise _RefusedFileError("Ce fichier compte trop de codes pour une liste CIM-10.")


def _titled(cells: list[str]) -> tuple[int, int] | None:
    titles = [fold(cell) for cell in cells]
    code = next((titles.index(one) for one in _CODE_TITLES if one in titles), None)
    label = next((titles.index(one) for one in _LABEL_TITLES if one in titles), None)
    return None if code is None or label is None else (code, label)


def _take(cells: list[str], columns: tuple[int, int] | None, report: Cim10Report) -> None:
    """Keep the code and its label; without titles, the first cell and the last one filled."""
    if not any(cells):
        return
    code_at, label_at = columns or (0, len(cells) - 1)
    code = typed_cim10(cells[code_at]) if len(cells) > max(code_at, label_at) else None
    label = cells[label_at] if code is not None else ""
    if columns is None and code is not None:
        label = next((one for one in reversed(cells[1:]) if one), "")
    if code is None or not label:
        report.refused += 1
        return
    report.labels[code] = " ".join(label.split())[:_LONGEST_LABEL]

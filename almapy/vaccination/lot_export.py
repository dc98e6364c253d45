"""A list of doses as a spreadsheet: .xlsx, .ods, or a .csv that any program opens."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from almapy import durable_file
from almapy.audit.export import Sheet as LotSheet
from almapy.audit.export import writer_for as book_writer_for
from almapy.errors import DomainError

__all__ = ["KINDS", "LotSheet", "writer_for"]

KINDS = (".xlsx", ".ods", ".csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def writer_for(target: Path) -> Callable[[Path, LotSheet], None]:
    """Return what writes this kind of file; raises DomainError for one that is none of ours."""
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise DomainError(
            "Choisissez un fichier .xlsx (Excel), .ods (LibreOffice) ou .csv. Rien n'a été exporté."
        )
    return _write_csv if kind == ".csv" else book_writer_for(target)


def _write_csv(target: Path, sheet: LotSheet) -> None:
    """Write UTF-8 with its mark and semicolons: French spreadsheets open it by a double click."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([heading for heading, _ in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_plain(str(value)) for value in row])
    durable_file.write(target, file.getvalue().encode("utf-8-sig"))


def _plain(text: str) -> str:
    """Keep a text what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text

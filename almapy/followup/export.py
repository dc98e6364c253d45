"""The « Tableau de suivi » as a CSV that French spreadsheets open by a double click."""

from __future__ import annotations

import csv
from io import StringIO

from almapy.followup.model import FollowColumn, FollowTable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(table: FollowTable) -> bytes:
    """Return UTF-8 with its mark, semicolons and decimal commas; the latest day first.

    A text that a spreadsheet would take for a formula is kept a text.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(["Date", *(_title(column) for column in table.columns)])
    for row in table.rows:
        cells = (row.cells.get(column.key) for column in table.columns)
        texts = [_plain(one.text) if one else "" for one in cells]
        writer.writerow([f"{row.day:%d/%m/%Y}", *texts])
    return file.getvalue().encode("utf-8-sig")


def _title(column: FollowColumn) -> str:
    return _plain(f"{column.title} ({column.unit})" if column.unit else column.title)


def _plain(text: str) -> str:
    text = text.replace("\u202f", "")
    return f"'{text}" if text.startswith(_FORMULA) else text

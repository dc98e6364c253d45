"""The journal as a spreadsheet, for Excel (.xlsx) or LibreOffice (.ods)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from almapy.audit.model import Entry, label_of

HEADINGS = ("N°", "Date", "Heure", "Utilisateur", "Poste", "Action", "Concerne", "Détail")
_WIDTHS = (8, 12, 10, 18, 18, 28, 14, 60)
Sheet = Sequence[Sequence[str | int]]


def sheet_of(entries: Iterable[Entry]) -> Sheet:
    """Return one row per trace, in the time of the post."""
    return [
        (
            entry.seq,
            f"{entry.moment.astimezone():%d/%m/%Y}",
            f"{entry.moment.astimezone():%H:%M:%S}",
            entry.actor,
            entry.post,
            label_of(entry.action),
            entry.subject,
            detail_text(entry),
        )
        for entry in entries
    ]


def detail_text(entry: Entry) -> str:
    """Return the detail in words: « nom : de … en … »."""
    parts: list[str] = []
    for name, value in entry.values.items():
        if name == "poste":
            continue
        if isinstance(value, dict) and {"de", "en"} <= value.keys():
            parts.append(
                f"{name}\u00a0: de «\u00a0{value['de']}\u00a0» en «\u00a0{value['en']}\u00a0»"
            )
        else:
            parts.append(f"{name}\u00a0: {value}")
    return "\u00a0; ".join(parts)


def write_xlsx(target: Path, sheet: Sheet) -> None:
    """Write a workbook; texts are never taken for formulas."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(target), options) as book:
        page = book.add_worksheet("Journal des traces")
        bold = book.add_format({"bold": True})
        for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(0, column, heading, bold)
        page.freeze_panes(1, 0)
        for number, row in enumerate(sheet, start=1):
            for column, value in enumerate(row):
                page.write(number, column, value)


def write_ods(target: Path, sheet: Sheet) -> None:
    """Write an OpenDocument spreadsheet."""
    from odfdo import Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Journal des traces")
    for values in (HEADINGS, *sheet):
        row = Row()
        row.set_values(list(values))
        table.append_row(row)
    document.body.append(table)
    document.save(str(target))


FORMATS: dict[str, Callable[[Path, Sheet], None]] = {".xlsx": write_xlsx, ".ods": write_ods}

"""The journal as a spreadsheet, for Excel (.xlsx) or LibreOffice (.ods)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from almapy.audit.model import Action, Entry, label_of
from almapy.errors import DomainError
from almapy.identity.words import is_pair, trait_changes

_COLUMNS = (
    ("N°", 8),
    ("Date", 12),
    ("Heure", 10),
    ("Utilisateur", 18),
    ("Poste", 18),
    ("Action", 28),
    ("Concerne", 14),
    ("Détail", 60),
)
_LONGEST_TITLE = 31  # Excel refuses a longer name of a sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; ``columns`` are headings with their widths in characters."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str | int]] = field(repr=False)


def sheet_of(entries: Iterable[Entry], *, identities: bool) -> Sheet:
    """Return one row per trace, in the time of the post."""
    rows = [
        (
            entry.seq,
            f"{entry.moment.astimezone():%d/%m/%Y}",
            f"{entry.moment.astimezone():%H:%M:%S}",
            entry.actor,
            entry.post,
            label_of(entry.action),
            entry.subject,
            detail_text(entry, identities=identities),
        )
        for entry in entries
    ]
    return Sheet("Journal des traces", _COLUMNS, rows)


def detail_text(entry: Entry, *, identities: bool) -> str:
    """Return the detail in words: « nom : de … en … ».

    Without ``identities``, the right to see them, the traits of a patient that changed are named
    but not told.
    """
    of_patient = entry.action in {Action.INS_CHANGED, Action.PATIENT_CHANGED}
    parts = [
        f"{one.label}\u00a0: de «\u00a0{one.before}\u00a0» en «\u00a0{one.after}\u00a0»"
        if identities or not of_patient
        else one.without_values().sentence
        for one in trait_changes(entry.values)
    ]
    parts += [
        f"{name}\u00a0: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in entry.values.items()
        if name != "poste" and not is_pair(value)
    ]
    return "\u00a0; ".join(parts)


def write_xlsx(target: Path, sheet: Sheet) -> None:
    """Write a workbook; texts are never taken for formulas."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(str(target), options) as book:
        page = book.add_worksheet(sheet.title[:_LONGEST_TITLE])
        bold = book.add_format({"bold": True})
        for column, (heading, width) in enumerate(sheet.columns):
            page.set_column(column, column, width)
            page.write_string(0, column, heading, bold)
        page.freeze_panes(1, 0)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                page.write(number, column, value)


def write_ods(target: Path, sheet: Sheet) -> None:
    """Write an OpenDocument spreadsheet."""
    from odfdo import Document, Row, Table

    document = Document("spreadsheet")
    document.body.clear()
    table = Table(sheet.title)
    for values in ([heading for heading, _ in sheet.columns], *sheet.rows):
        row = Row()
        row.set_values(list(values))
        table.append_row(row)
    document.body.append(table)
    document.save(str(target))


_FORMATS: dict[str, Callable[[Path, Sheet], None]] = {".xlsx": write_xlsx, ".ods": write_ods}


def writer_for(target: Path) -> Callable[[Path, Sheet], None]:
    """Return what writes this kind of file; raises DomainError for one that is none of ours."""
    write = _FORMATS.get(target.suffix.lower())
    if write is None:
        raise DomainError(
            "Choisissez un fichier .xlsx (Excel) ou .ods (LibreOffice). Rien n'a été exporté."
        )
    return write

"""Importing the patients of another program from a file, in batches that are whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from almapy.audit.model import Action
from almapy.errors import DomainError
from almapy.events import Changed, Topic
from almapy.imports.columns import fields_of
from almapy.imports.known import KnownPatients
from almapy.imports.rows import read_patient
from almapy.imports.sheet import SheetRow, read_sheet
from almapy.patients.bulk import add_patients
from almapy.patients.model import PatientDraft
from almapy.users.model import Actor, Right
from almapy.work import Works

BATCH = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one line of the file, by its number; the titles are line 1."""

    row: int
    why: str


@dataclass(slots=True)
class ImportReport:
    """What became of the lines: created, found to be there already, refused.

    ``remarks`` tell of lines that were taken and should be looked at.
    """

    rows: int = 0
    created: int = 0
    matched: int = 0
    refused: list[Told] = field(default_factory=list)
    remarks: list[Told] = field(default_factory=list)


class PatientImportService:
    """Takes over the patients of another program."""

    def __init__(self, works: Works) -> None:
        self._works = works

    def run(
        self, actor: Actor, path: Path, *, progress: Callable[[int], None] = lambda _: None
    ) -> ImportReport:
        """Import a file; ``progress`` is told how many lines are done.

        Raises FormatError when the file as a whole cannot be read. Every batch is committed with
        its trace: after a breakdown the same import completes it, and creates nobody twice.
        """
        actor.require(Right.IDENTITY)
        sheet = read_sheet(path)
        names = fields_of(sheet.titles)
        known = KnownPatients()
        with self._works.database.reading() as session:
            known.read(session)
        report = ImportReport()
        for rows in _batches(sheet.rows):
            drafts = _Batch(report, names, known, self._works.clock.today()).new(rows)
            with self._works.begin(actor) as work:
                add_patients(work, drafts)
                work.trace(
                    Action.PATIENTS_IMPORTED, detail={"lignes": len(rows), "créés": len(drafts)}
                )
                if drafts:
                    work.announce(Changed(Topic.PATIENT))
            report.created += len(drafts)
            progress(report.rows)
        return report


@dataclass(frozen=True, slots=True)
class _Batch:
    report: ImportReport
    names: Sequence[str]
    known: KnownPatients
    today: date

    def new(self, rows: Sequence[SheetRow]) -> list[PatientDraft]:
        """Return the patients of these lines who are not there yet; tell of the others."""
        drafts: list[PatientDraft] = []
        for row in rows:
            self.report.rows += 1
            try:
                draft = self._draft(row)
                if self.known.holds(draft):
                    self.report.matched += 1
                    continue
            except DomainError as error:
                self.report.refused.append(Told(row.number, error.message))
                continue
            self.known.add(draft)
            drafts.append(draft)
        return drafts

    def _draft(self, row: SheetRow) -> PatientDraft:
        if row.why:
            raise DomainError(row.why)
        values = {name: cell for name, cell in zip(self.names, row.cells, strict=False) if name}
        read = read_patient(values, self.today)
        self.report.remarks += [Told(row.number, remark) for remark in read.remarks]
        return read.draft


def _batches(rows: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch

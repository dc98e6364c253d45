"""Documents with their truth, from two generators, and what the matching answers about them.

The first generator stands outside the product: ``ALMAPY_LETTERS`` names it, or it lies in
``../shared/tools/letters`` beside the clone. The second one is ``tests/letters``; nothing was
tuned on the seeds used here.
"""

import csv
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from almapy.adapters.reading.process import Limits, ProcessReader
from almapy.cli.people_csv import read_people
from almapy.errors import AlmaPyError
from almapy.matching.guess import guess
from almapy.matching.model import OwnPeople
from almapy.ocr.model import Box, DocumentText, Line, PageText, Segment, TextSource, Word
from almapy.ocr.ports import ReadingWanted
from tests.letters import degrade
from tests.letters.packs import FIRST, town_and_maker
from tests.letters.people import write_csv

VARIABLE = "ALMAPY_LETTERS"
TODAY = date(2026, 6, 1)
_BESIDE = Path(__file__).parents[3] / "shared/tools/letters/make_letters.py"
_PLACE = Box(0, 0, 1, 1)


@dataclass(frozen=True)
class Sheet:
    """One document and its truth; ``load`` gives its bytes, ``text`` is exact when known."""

    doc_id: str
    variant: str
    expected: str
    ids: tuple[str, ...]
    kind: str
    day: str
    layout: str = ""
    file: Path | None = None
    text: DocumentText | None = field(default=None, repr=False)

    def judge(self, found):
        """Return what the answer is worth: right, unsure, wrong, two or nobody."""
        if found is None:
            return "unsure"
        if len(self.ids) > 1:
            return "two"
        if not self.ids:
            return "nobody"
        return "right" if found == self.ids[0] else "wrong"


@dataclass(frozen=True)
class Answer:
    """What the program said of one document; ``found`` is the sure patient or None."""

    sheet: Sheet
    found: str | None
    first: str | None
    milliseconds: float
    cpu_milliseconds: float
    kind_right: bool
    day_right: bool
    hold: str = ""

    @property
    def worth(self):
        return self.sheet.judge(self.found)


class People:
    """A base as the matching knows it."""

    def __init__(self, path):
        from almapy.matching.index import PeopleIndex
        from almapy.matching.matcher import Matcher

        self._known = read_people(path)
        self._matcher = Matcher(PeopleIndex(self._known.people), OwnPeople(), TODAY)

    def answer(self, sheet, text):
        """Match and guess one document."""
        begin, worked = time.perf_counter(), time.thread_time()
        match = self._matcher.match(text)
        spent = (time.perf_counter() - begin) * 1000
        worked = (time.thread_time() - worked) * 1000
        names = [self._known.identifiers[one.patient_id - 1] for one in match.candidates]
        births = [self._known.birth_date(one.patient_id) for one in match.candidates]
        guessed = guess(text, today=TODAY, births=[born for born in births if born])
        return Answer(
            sheet,
            names[0] if match.patient_id is not None else None,
            names[0] if names else None,
            spent,
            worked,
            guessed.kind.value == sheet.kind,
            str(guessed.day or "") == sheet.day,
            match.hold,
        )


def generator():
    """Return where the first generator is, None when it is absent."""
    path = Path(os.environ.get(VARIABLE) or _BESIDE)
    return path if path.is_file() else None


def first_set(script, folder, *, patients, docs, seed, variants):
    """Make documents with the first generator; return its base and its sheets."""
    folder.mkdir(parents=True)
    command = [sys.executable, script, "--out", folder, "--patients", patients, "--docs", docs]
    command += ["--seed", seed, "--variants", variants]
    subprocess.run([str(one) for one in command], check=True, capture_output=True)
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return folder / "patients.csv", [_sheet(folder, row) for row in rows]


def _sheet(folder, row):
    file = folder / "docs" / Path(row["file"]).name if row["file"] else None
    text = None
    if file is None:
        text = _plain_text((folder / "ref" / f"{row['doc_id']}.txt").read_text(encoding="utf-8"))
    return Sheet(
        row["doc_id"],
        row["variant"],
        row["expected"],
        tuple(row["patient_ids"].replace(";", " ").replace(",", " ").split()),
        row["doc_type"],
        row["doc_date"],
        row["layout"],
        file,
        text,
    )


def _plain_text(text):
    """Return a written text as a faultless reader would: three blanks are a gap."""
    pages = text.split("\f")
    return DocumentText(
        tuple(
            PageText(number, tuple(_lines(page)), TextSource.LAYER)
            for number, page in enumerate(pages, start=1)
        ),
        len(pages),
    )


def _lines(page):
    lines = [line for line in page.splitlines() if line.strip()]
    for place, line in enumerate(lines):
        box = Box(0, place / len(lines), 1, (place + 1) / len(lines))
        cells = [cell.split() for cell in line.replace("\t", "   ").split("   ")]
        segments = tuple(Segment(tuple(Word(word, box) for word in cell)) for cell in cells if cell)
        if segments:
            yield Line(segments)


def own_set(folder, *, patients, docs, seed, variants=(), pack=FIRST):
    """Make documents with the second generator: exact texts, or files in each variant in turn."""
    (folder / "docs").mkdir(parents=True)
    town, maker = town_and_maker(patients, seed, pack)
    write_csv(folder / "patients.csv", town.people)
    return folder / "patients.csv", [
        _own_sheet(folder, maker.letter(number), variants[number % len(variants)], seed)
        if variants
        else _own_sheet(folder, maker.letter(number), "none", seed)
        for number in range(1, docs + 1)
    ]


def _own_sheet(folder, letter, variant, seed):
    truth, file, text = letter.truth, None, None
    if variant == "none":
        text = letter.text
    else:
        data, form = degrade.file_of(letter, variant, seed)
        file = folder / "docs" / f"{truth.doc_id}-{variant}.{form}"
        file.write_bytes(data)
    ids = tuple(str(one) for one in truth.patient_ids)
    day = truth.day.isoformat()
    return Sheet(
        truth.doc_id, variant, truth.expected, ids, truth.kind, day, truth.layout, file, text
    )


def answers(people, sheets, reader):
    """Read what has no exact text, match everything."""
    given = []
    for sheet in sheets:
        text = sheet.text if sheet.text is not None else _read(reader, sheet.file)
        given.append(people.answer(sheet, text))
    return given


def _read(reader, file):
    try:
        return reader.read(ReadingWanted(file.read_bytes(), all_pages=False))
    except AlmaPyError as fault:
        sys.stderr.write(f"{file.name}\u00a0: {fault.message}\n")
        return DocumentText((), 0)


def reader_of_all_cores():
    """Return a reader with one process a core, at most three."""
    limits = Limits(start=90, page=90)  # the machine may be busy with other things
    return ProcessReader(workers=max(1, min(3, os.cpu_count() or 1)), limits=limits)

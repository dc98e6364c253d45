"""Documents that wait, a reader that answers as a test says, and a matcher that knows names."""

from __future__ import annotations

import io
import itertools
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import delete

from almapy.audit.queries import JournalFilter
from almapy.db.tables import METADATA
from almapy.incoming.assembly import Around, assembled
from almapy.incoming.claims import Claims
from almapy.incoming.model import Entry
from almapy.matching.model import Candidate, Decision, Evidence, EvidenceKind, Match
from almapy.ocr.faults import ReadingStopped
from almapy.ocr.model import (
    Box,
    DocumentText,
    EngineState,
    Line,
    PageText,
    Segment,
    TextSource,
    Word,
)
from almapy.opening import Door
from almapy.paths import Folders
from almapy.settings import Place, PostSettings
from almapy.stop import Stop
from almapy.users.model import NewAccount, Role
from almapy.users.tables import AccountRow
from tests.conftest import CHEAP, PASSWORD, new_practice

RUTHS_LETTER = (
    "Docteur FICTIVE\nCher confrère,\nConcerne : DE VINCI RUTH née le 14/07/1977\nExamen normal."
)
STRANGERS_LETTER = "Concerne : une personne inconnue\nRien à signaler"


class ScriptedReader:
    """Reads text files as they are; raises what a test put down for some bytes."""

    def __init__(self):
        self.engine = EngineState.READY
        self.faults = {}
        self.texts = {}
        self.read_data = []
        self.gate = None

    def read(self, wanted, stop=None, progress=None):
        self.read_data.append(wanted.data)
        if self.gate is not None:
            while not self.gate.wait(0.01):
                if stop is not None and stop.asked:
                    raise ReadingStopped
        if self.faults.get(wanted.data):
            raise self.faults[wanted.data].pop(0)
        if progress is not None:
            progress(1, 1)
        if wanted.data in self.texts:
            return self.texts[wanted.data]
        return text_of(wanted.data.decode())

    def close(self):
        pass


class NameMatcher:
    """Sure of the one person whose name and birth date both stand there; proposes names."""

    def __init__(self, index, own, today):
        self.index = index

    def match(self, text):
        said = text.text
        named = [
            person
            for person in (self.index.person(number) for number in range(1, 30))
            if person is not None and (person.used_name or person.birth_name) in said
        ]
        born = [one for one in named if one.birth_date and f"{one.birth_date:%d/%m/%Y}" in said]
        evidence = (Evidence(EvidenceKind.BIRTH_DATE, "date de naissance identique", 45.0),)
        found = [one for one in named if one in born] + [one for one in named if one not in born]
        candidates = tuple(
            Candidate(one.patient_id, 100.0 if one in born else 50.0, evidence) for one in found
        )
        if len(born) == 1:
            return Match(Decision.SURE, candidates)
        return Match(Decision.PROPOSE if candidates else Decision.NONE, candidates)


class Heard:
    """Hears a reading without listening."""

    def began(self, name):
        pass

    def reads(self, page, pages):
        pass

    def ended(self):
        pass


@dataclass
class Office:
    """The services of incoming documents around one open practice."""

    opened: object
    reader: ScriptedReader = field(default_factory=ScriptedReader)
    folder: str = ""
    post: str = "POSTE-1"

    def __post_init__(self):
        app = self.opened.application
        around = Around(
            app.events,
            app.documents,
            self.reader,
            app.record_documents,
            app.encounters,
            app.patients,
            watched_folder=lambda: self.folder,
            remedy=lambda state: f"Moteur absent : {state}",
            post=self.post,
        )
        self.parts = assembled(app.works, around)
        self.app, self.actor = app, self.opened.actor
        self.service, self.reading = self.parts.service, self.parts.reading
        self.claims = Claims(app.works, f"{self.post}:1")
        before = app.journal.page(self.actor, JournalFilter()).entries
        self.traces_before = before[0].seq if before else 0

    def traces(self, action):
        entries = self.app.journal.page(self.actor, JournalFilter(action=action)).entries
        return [one for one in entries if one.seq > self.traces_before]

    def take(self, text=RUTHS_LETTER, name="courrier.txt", actor=None):
        data = text if isinstance(text, bytes) else text.encode()
        taken = self.service.take_bytes(actor or self.actor, data, name)
        assert not taken.refused, taken.refused
        return taken.added[0]

    def read(self, claims=None):
        """Read all that waits, here and now."""
        turn = self.reading._turn
        while turn.take(self.actor, claims or self.claims, Stop(), Heard()):
            pass

    def taken_and_read(self, text=RUTHS_LETTER, name="courrier.txt"):
        number = self.take(text, name)
        self.read()
        return self.line(number)

    def line(self, number):
        return self.service.sight(self.actor, number).incoming.line

    def look(self, times=2):
        for _ in range(times):
            problem = self.reading._lookout.look(self.actor, Stop())
        return problem

    def someone(self, role, login="collegue"):
        login = f"{login}{next(_numbers)}"  # the key file remembers those of the tests before
        new = NewAccount(login, role, "Alix", "FICTIVE", PASSWORD)
        return self.app.accounts.create(self.actor, new).at("POSTE-2")

    def secretary(self):
        return self.someone(Role.SECRETAIRE, "secretaire")


_numbers = itertools.count(1)
KEPT = {"account", "counter", "journal", "practice", "practitioner", "setting"}


@contextmanager
def practice_of_a_module(folder, clock):
    """Open one practice for all the tests of a module: ``emptied`` makes it new for each."""
    place = Place(Folders(folder / "cabinet"), PostSettings())
    opened = Door(place, clock, cost=CHEAP).create(new_practice())
    yield opened
    opened.application.close()


def emptied(opened):
    """Return an office of a practice without patients, documents, colleagues nor stored files."""
    app = opened.application
    with app.works.begin(opened.actor) as work:
        for table in reversed(METADATA.sorted_tables):
            if table.name not in KEPT:
                work.session.execute(delete(table))
        work.session.execute(delete(AccountRow).where(AccountRow.id != opened.actor.user_id))
    for name in app.documents.names():
        app.documents.remove(name)
    app.record_documents.session_closed(opened.actor)
    app.patients.session_closed(opened.actor)
    return Office(opened)


def entry(**changes):
    values = {"title": "Avis du cardiologue", "contact_title": "Avis du cardiologue"}
    return Entry(**(values | changes))


def page_of(text, number=1, **changes):
    lines = tuple(
        Line((Segment(tuple(Word(word, Box(0.1, 0.1, 0.2, 0.2)) for word in line.split())),))
        for line in text.splitlines()
        if line.strip()
    )
    values = {"source": TextSource.LAYER if lines else TextSource.NONE}
    return PageText(number, lines, **(values | changes))


def text_of(*pages):
    return DocumentText(
        tuple(page_of(page, number) for number, page in enumerate(pages, start=1)), len(pages)
    )


def pdf_with(pages):
    """Return a PDF of so many pages, and its text."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for page in pages:
        for row, line in enumerate(page.splitlines()):
            canvas.drawString(50, 780 - 20 * row, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def wait_for(office, wanted, seconds=10.0):
    """Wait until the reading says so; tell whether it did."""
    reached = threading.Event()

    def heard(progress):
        if wanted(progress):
            reached.set()

    unlisten = office.reading.listen(heard)
    heard(office.reading.progress())
    found = reached.wait(seconds)
    unlisten()
    return found

"""A matching and an insertion that answer what a test says, and remember what was asked."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from almapy.documents.kinds import accepted_kind
from almapy.documents.model import Origin
from almapy.incoming.model import (
    Detected,
    Entry,
    Filing,
    FilingOptions,
    Incoming,
    IncomingLine,
    PersonFound,
    State,
)
from almapy.matching.model import Candidate, Decision, Evidence, EvidenceKind, Guess, Match, Place
from almapy.ocr.model import Box, DocumentText, Line, PageText, Segment, TextSource, Word

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def person(patient_id=2, name="DEMO", first_name="PATIENTE", **values):
    given = {"birth_date": date(1932, 7, 14), "dossier": patient_id, "score": 120.0}
    return PersonFound(patient_id=patient_id, name=name, first_name=first_name, **given | values)


def words(*texts, page=1, turn=0, source=TextSource.OCR):
    """Return a page whose lines hold these words, each line a tenth of the page lower."""
    lines = []
    for number, text in enumerate(texts):
        parts = text.split()
        boxes = [
            Word(part, Box(0.1 * place, 0.1 * number, 0.1 * place + 0.09, 0.1 * number + 0.05))
            for place, part in enumerate(parts)
        ]
        lines.append(Line((Segment(tuple(boxes)),)))
    return PageText(page, tuple(lines), source, turn=turn)


def read(*pages):
    return DocumentText(pages or (words("DEMO PATIENTE", "14/07/1932"),), len(pages) or 1)


def match(decision=Decision.SURE, *patient_ids, hold=""):
    seen = Evidence(
        EvidenceKind.BIRTH_DATE,
        "date de naissance identique",
        45.0,
        (Place(1, Box(0.0, 0.1, 0.2, 0.2)),),
    )
    return Match(decision, tuple(Candidate(one, 120.0, (seen,)) for one in patient_ids), hold)


class FakeMatching:
    """« Dossiers détectés » as a test wants them; a box shows those it names."""

    def __init__(self, *people):
        self.people = list(people)
        self.asked = []

    def found(self, _actor, match, *, deceased=False, archived=False, passing=False):
        self.asked.append(("found", deceased, archived, passing))
        wanted = [one.patient_id for one in match.candidates]
        return [
            one
            for one in self.people
            if one.patient_id in wanted and _in_view(one, deceased, archived, passing)
        ]

    def search(self, _actor, *, name, first_name, birth_date, dossier, **boxes):
        self.asked.append(("search", name, first_name, birth_date, dossier))
        return [one for one in self.people if name and name in one.name and _in_view(one, **boxes)]


class FakeIncoming:
    """Detects what the test says and keeps what is inserted."""

    def __init__(self, match, text=None, proposed=None):
        self.answer = match
        self.text = text or read()
        self.proposed = proposed or Entry()
        self.error = None
        self.gate = None
        self.inserted = []
        self.unfiled = []
        self.kept = FilingOptions()

    def detect(self, _actor, data, *, password="", stop=None, progress=None):
        assert not password
        if self.gate is not None:
            self.gate(stop, progress)
        if self.error is not None:
            raise self.error
        return Detected(accepted_kind(data), self.text, self.answer, Guess(), self.proposed)

    def insert(self, _actor, data, name, entry, patient_id, **source):
        self.inserted.append(SimpleNamespace(data=data, name=name, entry=entry, into=patient_id))
        self.source = source
        return Filing(1, 1, 10, None, patient_id, NOW)

    def file(self, _actor, _line, entry, patient_id, **_source):
        self.inserted.append(SimpleNamespace(data=b"", name="", entry=entry, into=patient_id))
        return Filing(1, 3, 11, None, patient_id, NOW)

    def unfile(self, _actor, filing):
        self.unfiled.append(filing)
        line = IncomingLine(1, 2, State.READY, "lettre.pdf", 1, NOW, "PD", Origin.IMPORT)
        return Incoming(line, accepted_kind(b"%PDF-1.4"), "")

    def options(self, _actor):
        return self.kept

    def keep_options(self, _actor, options):
        self.kept = options


def _in_view(one, deceased, archived, passing):
    return (
        (deceased or not one.deceased)
        and (archived or not one.archived)
        and (passing or not one.passing)
    )

"""Documents that wait, scripted: the screens are tried without reading or matching anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from almapy.documents.kinds import FileKind
from almapy.documents.model import Origin
from almapy.errors import AccessError, ConflictError, DomainError
from almapy.events import Changed, EventBus, Topic
from almapy.incoming.model import (
    Entry,
    Filing,
    FilingOptions,
    Incoming,
    IncomingLine,
    PersonFound,
    Progress,
    Sight,
    State,
    Taken,
)
from almapy.matching.model import Candidate, Decision, Evidence, EvidenceKind, Match, Place
from almapy.ocr.model import Box, DocumentText, Line, PageText, Segment, TextSource, Word
from almapy.patients.model import Patient, PatientHit
from almapy.users.model import DEFAULT_RIGHTS, Actor, Role
from tests.core.documents_helper import pdf
from ui.desk import Desk
from ui.incoming.page import IncomingPage
from ui.shell.event_bridge import EventBridge
from ui.theme import Theme

ARRIVED = datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
RUTH = PersonFound(
    patient_id=1,
    dossier=1,
    name="DE VINCI",
    first_name="RUTH",
    birth_date=date(1977, 7, 14),
    birth_name="NESSI",
    why=("date de naissance identique", "nom de naissance"),
)
MARTIN = PersonFound(
    patient_id=2,
    dossier=2,
    name="SAINT-MARTIN",
    first_name="RUTHENE",
    birth_date=date(1932, 7, 14),
    why=("nom utilisé",),
    why_not="prénom différent",
)
PEOPLE = {one.patient_id: one for one in (RUTH, MARTIN)}
BIRTH = Evidence(
    EvidenceKind.BIRTH_DATE,
    "date de naissance identique",
    6.0,
    (Place(1, Box(0.1, 0.1, 0.3, 0.12)),),
)


def entry(title="Avis du cardiologue", **values):
    given = {"day": date(2026, 3, 2), "type_code": "11488-4", "correspondent": "Dr Hélène FICTIVE"}
    return Entry(title=title, **(given | values))


def text_of(*lines):
    box = Box(0.1, 0.1, 0.3, 0.12)
    rows = tuple(
        Line((Segment(tuple(Word(word, box) for word in line.split())),)) for line in lines
    )
    return DocumentText((PageText(1, rows, TextSource.LAYER),), 1)


def match_of(decision, *patient_ids, hold=""):
    candidates = tuple(Candidate(key, 10.0 - key, (BIRTH,)) for key in patient_ids)
    return Match(decision, candidates, hold)


class ScriptedInbox:
    """Behaves as ``IncomingService`` towards the screens, and notes what is asked of it."""

    def __init__(self, events) -> None:
        self.events = events
        self.held: dict[int, Sight] = {}
        self.asked: list[tuple] = []
        self.kept_options = FilingOptions()
        self.refusal: Exception | None = None
        self.password = "sesame"
        self.data: dict[int, bytes] = {}

    def add(self, decision=Decision.SURE, *patients, **values):
        """Add a document; ``values`` change its row, ``entry``, ``text`` and the like the rest."""
        number = len(self.held) + 1
        about = {
            name: values.pop(name)
            for name in ("source_there", "parts", "kind", "entry")
            if name in values
        }
        text = values.pop("text", text_of("Concerne NESSI RUTH"))
        hold = values.pop("hold", "")
        match = match_of(decision, *(patients or ((1,) if decision is Decision.SURE else ())))
        given = {
            "state": State.READY,
            "name": f"scan-{number:03}.pdf",
            "size": 84_000,
            "arrived_at": ARRIVED + timedelta(minutes=number),
            "imported_by": "Dossier surveillé",
            "origin": Origin.SCAN,
            "decision": decision,
            "page_count": 1,
            "title": f"Lettre {number}",
            "patient": "DE VINCI RUTH · 14/07/1977" if decision is Decision.SURE else "",
        }
        line = IncomingLine(id=number, version=1, **(given | values))
        incoming = Incoming(
            line,
            about.pop("kind", FileKind.PDF),
            f"{number:064}",
            proposed=entry(f"Lettre {number}"),
            **about,
        )
        self.held[number] = Sight(incoming, replace(match, hold=hold), text)
        self.data[number] = pdf(f"Texte de la lettre {number}.", f"Lettre {number}")
        return number

    def line(self, number):
        return self.held[number].incoming.line

    def filed(self):
        return [asked[1:] for asked in self.asked if asked[0] == "file"]

    def to_file(self, actor, recipient_id=None):
        lines = [one.incoming.line for one in self.held.values()]
        return [
            one
            for one in lines
            if one.state.to_file and (recipient_id is None or one.recipient_id == recipient_id)
        ]

    def archives(self, actor, *, typed="", limit=200):
        lines = [one.incoming.line for one in self.held.values()]
        return [
            one for one in lines if not one.state.to_file and typed.upper() in one.patient.upper()
        ]

    def senders(self, actor):
        return ["Dr Hélène FICTIVE", "Laboratoire DÉMO"]

    def sight(self, actor, number):
        if number not in self.held:
            raise DomainError("Ce document n'existe pas ou n'existe plus.", code="incoming.none")
        return self.held[number]

    def content(self, actor, number):
        return self.data[number], self.held[number].incoming.kind

    def copied(self, actor, number, *, printed=False):
        self.asked.append(("printed" if printed else "copied", number))
        return self.content(actor, number)

    def keep(self, actor, line, typed):
        self.asked.append(("keep", line.id, typed))
        return self._change(line, about={"entry": typed})

    def assign(self, actor, line, recipient_id):
        self.asked.append(("assign", line.id, recipient_id))
        name = "Dr Paul DÉMO" if recipient_id else ""
        return self._change(line, recipient_id=recipient_id, recipient=name)

    def mark(self, actor, line, *, is_read):
        return self._change(line, unread=not is_read)

    def file(self, actor, line, typed, patient_id, *, delete_source=False):
        if self.refusal is not None:
            raise self.refusal
        self.asked.append(("file", line.id, patient_id, typed.title, delete_source))
        person = PEOPLE.get(patient_id)
        shown = f"{person.name} {person.first_name}" if person else "Inconnu"
        incoming = self._change(
            line, state=State.FILED, patient_id=patient_id, patient=shown, filed_at=ARRIVED
        )
        return Filing(line.id, incoming.line.version, line.id, None, patient_id, ARRIVED)

    def unfile(self, actor, filing):
        self.asked.append(("unfile", filing.incoming_id))
        return self._change(self.line(filing.incoming_id), state=State.READY)

    def transfer(self, actor, number, patient_id):
        self.asked.append(("transfer", number, patient_id))
        return self._change(self.line(number), patient_id=patient_id).line

    def erase(self, actor, line, *, delete_source=False):
        self.asked.append(("erase", line.id, delete_source))
        return self._change(line, state=State.ERASED)

    def bring_back(self, actor, number):
        return self._change(self.line(number), state=State.READY)

    def split(self, actor, line, parts):
        self._change(line, state=State.SPLIT)
        return [self.add(Decision.SURE, 1) for _ in parts]

    def join(self, actor, number):
        return self._change(self.line(number), state=State.READY)

    def unlock(self, actor, line, password):
        if password != self.password:
            raise AccessError("Ce mot de passe n'ouvre pas le fichier.", code="incoming.password")
        return self._change(line, state=State.READY)

    def read_again(self, actor, line):
        self.asked.append(("read_again", line.id))
        return self._change(line, state=State.WAITING)

    def take_files(self, actor, paths, *, progress=None):
        added = tuple(self.add(name=path.name) for path in paths if path.suffix == ".pdf")
        refused = tuple(
            f"«\u00a0{path.name}\u00a0»\u00a0: ce fichier est vide."
            for path in paths
            if path.suffix != ".pdf"
        )
        return Taken(added, refused)

    def take_bytes(self, actor, data, name, origin=Origin.IMPORT):
        return Taken((self.add(name=name),))

    def options(self, actor):
        return self.kept_options

    def keep_options(self, actor, options):
        self.kept_options = options

    def _change(self, line, about=None, **values):
        sight = self.held[line.id]
        now = sight.incoming.line
        if now.version != line.version:
            raise ConflictError("Ce document a été modifié entre-temps.", code="incoming.conflict")
        changed = replace(now, version=now.version + 1, **values)
        incoming = replace(sight.incoming, line=changed, **(about or {}))
        self.held[line.id] = replace(sight, incoming=incoming)
        self.events.publish(Changed(Topic.INCOMING))
        return incoming


class ScriptedPeople:
    """Behaves as ``MatchingService``."""

    def found(self, actor, match, *, deceased=False, archived=False, passing=False):
        return [PEOPLE[one.patient_id] for one in match.candidates]

    def search(self, actor, **typed):
        return [one for one in PEOPLE.values() if one.name.startswith(typed["name"].upper())]


class ScriptedReading:
    """Behaves as ``ReadingService``."""

    def __init__(self) -> None:
        self.now = Progress()
        self.listeners = []

    def progress(self):
        return self.now

    def tell(self, progress):
        self.now = progress
        for listener in list(self.listeners):
            listener(progress)

    def listen(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None


class ScriptedPatients:
    """Behaves as ``PatientService`` towards the search by hand."""

    def __init__(self) -> None:
        self.held: list[Patient] = []

    def create(self, actor, draft):
        number = 40 + len(self.held)
        patient = Patient(number, "", number, 1, "", draft)
        self.held.append(patient)
        return patient

    def search(self, actor, typed, *, limit=50, widening=None):
        return [
            PatientHit(
                patient_id=one.id,
                dossier=one.dossier,
                birth_name=one.data.birth_name,
                used_name=one.data.used_name,
                first_name=one.data.first_birth_first_name,
                birth_date=one.data.birth_date,
                sex=one.data.sex,
                status=one.status,
                deceased=False,
                archived=False,
                passing=False,
                rank=0,
            )
            for one in self.held
            if one.data.birth_name.startswith(typed.upper())
        ]


def scripted_desk(tasks, clock):
    """Return a desk whose services are scripted: no base is made for it."""
    events = EventBus()
    actor = Actor(
        user_id=1,
        login="dr.demo",
        name="Dr Paul DÉMO",
        initials="PD",
        role=Role.MEDECIN,
        rights=DEFAULT_RIGHTS[Role.MEDECIN],
        post="poste",
    )
    application = SimpleNamespace(
        clock=clock,
        events=events,
        incoming=ScriptedInbox(events),
        matching=ScriptedPeople(),
        incoming_reading=ScriptedReading(),
        patients=ScriptedPatients(),
        accounts=SimpleNamespace(doctors=lambda: {1: "Dr Paul DÉMO", 2: "Dr Alix FICTIVE"}),
    )
    return Desk(application, actor, tasks, Theme())


def open_incoming(desk, qtbot, settle):
    """Show « Gestion des documents » on a scripted desk, its list read."""
    page = IncomingPage(desk)
    qtbot.addWidget(page)
    bridge = EventBridge(desk.application.events, page)
    bridge.changed.connect(desk.changed)
    page.resize(1200, 640)
    page.show()
    page.entered()
    settle()
    return page

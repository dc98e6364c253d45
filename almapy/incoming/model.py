"""Documents that wait in « Gestion des documents »: how they came, what is typed, what became."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from almapy.documents.kinds import FileKind
from almapy.documents.model import Direction, Origin, Tab
from almapy.matching.model import Decision, Guess, Match, Part
from almapy.ocr.model import DocumentText

LONGEST_COMMENT = 2_000


class State(StrEnum):
    """Where a document stands on its way to a record."""

    WAITING = "waiting"  # taken in, not read yet
    READING = "reading"
    READY = "ready"  # read and matched
    LOCKED = "locked"  # a PDF whose password is wanted
    UNREADABLE = "unreadable"  # kept, told on its row, can be filed by hand
    SPLIT = "split"  # its parts are documents of their own
    FILED = "filed"
    ERASED = "erased"

    @property
    def to_file(self) -> bool:
        """Whether it stands in « Documents à valider »."""
        return self in _TO_FILE

    @property
    def label(self) -> str:
        """Return the French words of the row."""
        return _LABELS[self]


_TO_FILE = frozenset({State.WAITING, State.READING, State.READY, State.LOCKED, State.UNREADABLE})
_LABELS = {
    State.WAITING: "En attente de lecture",
    State.READING: "Lecture en cours",
    State.READY: "Lu",
    State.LOCKED: "Mot de passe demandé",
    State.UNREADABLE: "Illisible, à classer à la main",
    State.SPLIT: "Séparé",
    State.FILED: "Classé",
    State.ERASED: "Effacé",
}


class Nature(StrEnum):
    """What a document is to the practice; it decides the tab (A-DOC-13)."""

    SENT = "emis"
    RECEIVED = "recu"
    PRESCRIPTION = "prescription"

    @property
    def label(self) -> str:
        """Return the words of the seeds."""
        return {
            "emis": "Document émis",
            "recu": "Document externe reçu",
            "prescription": "Prescription",
        }[self.value]

    @property
    def direction(self) -> Direction:
        """Return which way such documents go."""
        return Direction.RECEIVED if self is Nature.RECEIVED else Direction.SENT


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person says of a document before it is filed (A-DOC-03…08); empty until said.

    ``title`` is « Nom du document », ``contact_title`` « Titre du contact », ``contact_day`` « Date
    du contact », ``comment`` « Commentaire (Texte du contact) ». Without a contact title, no
    contact is made in the consultations. ``day`` is the date of the document itself.
    """

    title: str = field(default="", repr=False)
    day: date | None = None
    type_code: str = ""
    tab: Tab = Tab.RECEIVED
    nature: Nature = Nature.RECEIVED
    correspondent: str = field(default="", repr=False)
    contact_title: str = field(default="", repr=False)
    contact_day: date | None = None
    comment: str = field(default="", repr=False)
    critical: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One row of « Documents à valider » or « Archives ».

    ``name`` is the file name as received; ``patient`` names the sure or chosen patient, « NOM
    Prénom » and birth date, empty otherwise; ``repeats`` is the id of the earlier document with the
    same bytes or the same text, ``alike`` tells that only the text is the same.
    """

    id: int
    version: int
    state: State
    name: str = field(repr=False)
    size: int
    arrived_at: datetime
    imported_by: str = field(repr=False)  # initials, or « Dossier surveillé »
    origin: Origin
    recipient_id: int | None = None
    recipient: str = field(default="", repr=False)
    unread: bool = True
    decision: Decision | None = None
    patient_id: int | None = None
    patient: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    page_count: int = 0
    problem: str = field(default="", repr=False)
    repeats: int | None = None
    alike: bool = False
    parts_proposed: int = 0
    filed_at: datetime | None = None
    filed_by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One document as the review view shows it.

    ``entry`` is what was typed and kept, None when nobody typed: ``proposed`` fills the form then.
    ``source_path`` is where the file lay, ``source_there`` whether it still does, unchanged.
    """

    line: IncomingLine
    kind: FileKind
    sha256: str = field(repr=False)
    source_path: str = field(default="", repr=False)
    source_there: bool = False
    entry: Entry | None = None
    proposed: Entry = field(default_factory=Entry)
    guess: Guess = field(default_factory=Guess)
    parts: tuple[Part, ...] = ()
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What the lane shows of one document at once.

    ``match`` is on the base as it is now; ``text`` is None while nothing was read.
    """

    incoming: Incoming
    match: Match
    text: DocumentText | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Detected:
    """« Détecter via OCR » on a file that is not taken in yet: nothing was kept."""

    kind: FileKind
    text: DocumentText = field(repr=False)
    match: Match
    guess: Guess
    proposed: Entry


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One row of « Dossiers détectés » (A-OCR-02), likeliest first."""

    patient_id: int
    dossier: int
    name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    birth_name: str = field(default="", repr=False)
    deceased: bool = False
    archived: bool = False
    passing: bool = False
    score: float = 0.0
    why: tuple[str, ...] = field(default=(), repr=False)
    why_not: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of files that were brought: rows made, refusals in French, repeated ones."""

    added: tuple[int, ...] = ()
    refused: tuple[str, ...] = field(default=(), repr=False)
    repeated: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Filing:
    """A document was filed: all that undoing it needs.

    ``source_left`` says in French why the source file could not be removed, empty otherwise.
    """

    incoming_id: int
    version: int
    document_id: int
    encounter_id: int | None
    patient_id: int
    at: datetime
    source_left: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Progress:
    """What the reading in the background is doing.

    ``watched`` says in French what is wrong with the watched folder, empty when it is well or not
    set; ``engine`` what is missing to read pictures, empty when nothing is.
    """

    waiting: int = 0
    reading: str = field(default="", repr=False)  # file name being read
    page: int = 0
    pages: int = 0
    ready: int = 0
    watched: str = ""
    engine: str = ""


@dataclass(frozen=True, slots=True)
class FilingOptions:
    """The options remembered for a person (A-DOC-10, A-DOC-14)."""

    delete_source: bool = False
    keep_source: bool = True  # « Ne pas supprimer le document source » of the insertion window
    keep_open: bool = False  # « Ne pas fermer automatiquement ce module »
    title_as_contact: bool = True  # « Utiliser le nom du document comme titre de contact »

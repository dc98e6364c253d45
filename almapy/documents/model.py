"""What a document of a record is: where it is filed, what is said of it, how it came."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from almapy.documents.kinds import FileKind
from almapy.errors import DomainError
from almapy.record.model import Fact

LONGEST_TITLE = 200
LONGEST_NAME = 120


class Direction(StrEnum):
    """Whether the practice received the document or issued it."""

    RECEIVED = "recu"
    SENT = "emis"


class Tab(StrEnum):
    """The four tabs of the « Documents » panel (UX notes §1.1)."""

    RECEIVED = "recus"
    SENT = "emis"
    PARAMEDICAL = "paramed"
    BIOLOGY = "biologie"

    @property
    def label(self) -> str:
        """Return the words of the tab, letter for letter."""
        return {"recus": "Reçus", "emis": "Emis", "paramed": "Paramed", "biologie": "Biologie"}[
            self.value
        ]

    @property
    def usual_direction(self) -> Direction:
        """Return which way the documents of this tab usually go."""
        return Direction.SENT if self is Tab.SENT else Direction.RECEIVED

    @property
    def usual_type(self) -> str:
        """Return the type that a document filed here has until somebody says better."""
        return {
            "recus": "11488-4",  # CR ou fiche de consultation ou de visite
            "emis": "96349-6",  # lettre d'adressage
            "paramed": "11506-3",  # CR ou fiche de suivi de soins par auxiliaire médical
            "biologie": "11502-2",  # CR d'examens biologiques
        }[self.value]


class Origin(StrEnum):
    """How a document entered the practice (clinical notes §7)."""

    ALMAPY = "almapy"
    SCAN = "scan"
    MSSANTE = "mssante"
    DMP = "dmp"
    HPRIM = "hprim"
    IMPORT = "import"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "almapy": "Écrit dans AlmaPy",
            "scan": "Numérisé",
            "mssante": "MSSanté",
            "dmp": "DMP",
            "hprim": "HPRIM",
            "import": "Fichier ajouté",
        }[self.value]


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """What is said of a document, and what a person may change.

    ``type_code`` is of JDV_J07 (mostly LOINC), empty when not said; ``correspondent`` is the author
    of what was received, the addressee of what was sent.
    """

    title: str = field(repr=False)
    day: date
    tab: Tab = Tab.RECEIVED
    direction: Direction = Direction.RECEIVED
    type_code: str = ""
    correspondent: str = field(default="", repr=False)
    critical: bool = field(default=False, repr=False)


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document to file; its kind is read in its bytes, whatever a sender calls it."""

    patient_id: int
    details: DocumentDetails = field(repr=False)
    data: bytes = field(repr=False)
    origin: Origin = Origin.IMPORT


@dataclass(frozen=True)
class Document(Fact[DocumentDetails]):
    """A document of a record, without its content.

    ``file_name`` is the name on disk, ``sha256`` the digest of the content, ``size`` in bytes.
    ``already_received`` tells that an earlier document of the same record has the same content.
    """

    kind: FileKind = FileKind.PDF
    origin: Origin = Origin.IMPORT
    file_name: str = field(default="", repr=False)
    sha256: str = field(default="", repr=False)
    size: int = 0
    read_by: str = field(default="", repr=False)
    read_at: datetime | None = None
    already_received: bool = False

    @property
    def is_unread(self) -> bool:
        """Whether it came from outside and nobody marked it as read yet."""
        return self.read_at is None and self.data.direction is Direction.RECEIVED


def checked_details(details: DocumentDetails, today: date) -> DocumentDetails:
    """Return the details as they are kept; raises DomainError naming the field to change."""
    title = " ".join(details.title.split())
    correspondent = " ".join(details.correspondent.split())
    if not title:
        raise DomainError("Donnez un titre à ce document.", field="title")
    if len(title) > LONGEST_TITLE:
        raise DomainError(
            f"Ce titre dépasse {LONGEST_TITLE} caractères. Raccourcissez-le.", field="title"
        )
    if len(correspondent) > LONGEST_NAME:
        raise DomainError(
            f"Ce nom dépasse {LONGEST_NAME} caractères. Raccourcissez-le.", field="correspondent"
        )
    if details.day > today:
        raise DomainError("Cette date est dans l'avenir. Vérifiez-la.", field="day")
    return replace(details, title=title, correspondent=correspondent)

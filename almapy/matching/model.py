"""Whose document it is: the people to choose among, what proves it, and the answer.

Three answers, never two (notes on incoming documents §1): **sure** – one patient, proven;
**propose** – an ordered list, a person chooses; **none**.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from almapy.ocr.model import Box


class Decision(StrEnum):
    """The answer; its value is that of the command-line contract."""

    SURE = "sure"
    PROPOSE = "propose"
    NONE = "none"

    @property
    def label(self) -> str:
        """Return the French words of the list."""
        return {"sure": "Sûr", "propose": "À choisir", "none": "Aucun dossier détecté"}[self.value]


@dataclass(frozen=True, slots=True)
class Person:
    """What matching knows of one record; names as the record holds them.

    ``numbers`` are the matricule INS and the NIR of the insured, 15 characters, as far as known.
    ``first_names`` are those of birth; ``household`` names the address as a normalised key.
    """

    patient_id: int
    birth_name: str = field(repr=False)
    used_name: str = field(default="", repr=False)
    first_names: str = field(default="", repr=False)
    used_first_name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    matricule: str = field(default="", repr=False)
    insured_nir: str = field(default="", repr=False)
    dossier: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    deceased: bool = False
    deceased_on: date | None = field(default=None, repr=False)
    archived: bool = False
    passing: bool = False


class EvidenceKind(StrEnum):
    """What speaks for a candidate, the value as the command line says it."""

    INS_CODE = "ins_datamatrix"
    MATRICULE = "matricule"
    INSURED_NIR = "nir_assure"
    BIRTH_DATE = "date_naissance"
    BIRTH_NAME = "nom_naissance"
    USED_NAME = "nom_utilise"
    FIRST_NAME = "prenom"
    ADDRESS = "adresse"
    DOSSIER = "numero_dossier"
    ROLE = "role"
    SEX = "sexe"


@dataclass(frozen=True, slots=True)
class Place:
    """Words of one page that an evidence was read in, to be highlighted there."""

    page: int
    box: Box = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason, in words for the screen (« date de naissance identique »), and where it stands.

    ``weight`` is what it added to the score, negative when it speaks against.
    """

    kind: EvidenceKind
    words: str = field(repr=False)
    weight: float
    places: tuple[Place, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One patient, why, and – when not the first – why not: « prénom différent »."""

    patient_id: int
    score: float
    evidence: tuple[Evidence, ...] = ()
    lost_by: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer for one document; ``candidates`` best first, at most twenty.

    ``hold`` says in French what keeps a strong first candidate from being sure (« deux patients
    dans ce document », « la page est trop peu lisible »), empty otherwise.
    """

    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    hold: str = field(default="", repr=False)

    @property
    def patient_id(self) -> int | None:
        """Return the one patient, only when that is sure."""
        return self.candidates[0].patient_id if self.decision is Decision.SURE else None


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """Names that stand in documents for what these people do, each as (family name, first name).

    ``practice`` are its doctors and staff, ``correspondents`` those it knows.
    """

    practice: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    correspondents: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class DocumentKind(StrEnum):
    """What sort of document it is; the value is that of the command-line contract."""

    LETTER = "courrier"
    BIOLOGY = "biologie"
    IMAGING = "imagerie"
    HOSPITAL = "hospitalisation"
    EMERGENCY = "urgences"
    SURGERY = "operatoire"
    PATHOLOGY = "anapath"
    PRESCRIPTION = "ordonnance"
    CERTIFICATE = "certificat"
    PHYSIOTHERAPY = "kine"
    ADMINISTRATIVE = "administratif"


@dataclass(frozen=True, slots=True)
class Guess:
    """What a document seems to be; every field is a proposal, empty or None when not known.

    ``type_code`` is of JDV_J07. ``sender`` is the name of who wrote it, as the letterhead says it;
    ``sender_key`` a normalised key by which habits of the same sender are learnt.
    """

    kind: DocumentKind = DocumentKind.LETTER
    type_code: str = ""
    day: date | None = None
    title: str = field(default="", repr=False)
    sender: str = field(default="", repr=False)
    sender_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says of its patient, to fill « Nouveau patient ».

    Never a matricule INS, never a status; ``insured_nir`` only when its key is right.
    """

    family_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    sex: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    insured_nir: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    town: str = field(default="", repr=False)


class Cut(StrEnum):
    """Why a new document seems to begin on a page of a batch (notes §8)."""

    SEPARATOR = "separator"  # the page is a separator sheet itself
    PAGE_ONE = "page_one"  # « page 1/n »
    IDENTITY = "identity"  # another patient than on the page before
    LETTERHEAD = "letterhead"

    @property
    def alone(self) -> bool:
        """Whether it is enough to split without asking."""
        return self in {Cut.SEPARATOR, Cut.PAGE_ONE}


@dataclass(frozen=True, slots=True)
class Part:
    """Pages ``first`` to ``last`` (from 1) of a batch are one document.

    Separator sheets are in no part. ``cut`` is why it begins there, None for the first one.
    """

    first: int
    last: int
    cut: Cut | None = None

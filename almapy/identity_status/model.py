"""What the lists by identity status ask and show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from almapy.identity.documents import HIGH_CONFIDENCE_DOCUMENTS
from almapy.identity.transitions import missing_fields
from almapy.insi.model import Outcome
from almapy.patients.model import IdentityStatus, PatientDraft, Sex

MISSING_INSI = "INSi"
MISSING_DOCUMENT = "Justificatif"
_ANY_PROOF = "passeport"


class StatusOrder(StrEnum):
    """By what a list is ordered."""

    BIRTH_NAME = "nom"
    USED_NAME = "nom_utilise"
    FIRST_NAME = "prenom"
    BIRTH_DATE = "naissance"
    SEX = "sexe"
    DOSSIER = "dossier"
    STATUS = "statut"
    LAST_CALL = "appel"
    RESULT = "resultat"


@dataclass(frozen=True, slots=True)
class StatusQuestion:
    """Which identities are wanted; ``status`` None means all of them.

    ``typed`` narrows as the search of patients does. Deceased, archived and merged records are
    left out unless asked.
    """

    status: IdentityStatus | None = None
    typed: str = field(default="", repr=False)
    order: StatusOrder = StatusOrder.BIRTH_NAME
    descending: bool = False
    deceased: bool = False
    archived: bool = False
    merged: bool = False


@dataclass(frozen=True, slots=True)
class LastCall:
    """The last call to INSi about a record."""

    at: datetime
    outcome: Outcome
    result: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One line; ``first_name`` is the first birth first name."""

    patient_id: int
    dossier: int
    birth_name: str = field(repr=False)
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: Sex = field(repr=False)
    status: IdentityStatus
    doubtful: bool = False
    fictitious: bool = False
    homonym: bool = False
    deceased: bool = False
    archived: bool = False
    merged: bool = False
    last_call: LastCall | None = None

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return the attributes of the identity and the states of the record, in French."""
        said = (
            (self.doubtful, "douteuse"),
            (self.fictitious, "fictive"),
            (self.homonym, "homonyme"),
            (self.deceased, "décès"),
            (self.archived, "archivé"),
            (self.merged, "fusionné"),
        )
        return tuple(word for true, word in said if true)


@dataclass(frozen=True, slots=True)
class StatusList:
    """The first lines that match, how many match in all, and how many there are of each status.

    ``counts`` do not look at the status asked, nor at what was typed.
    """

    rows: tuple[StatusRow, ...]
    total: int
    counts: Mapping[IdentityStatus, int]


@dataclass(frozen=True, slots=True)
class ToQualify:
    """One person of the day whose identity is not qualified.

    ``appointment`` is the first of the day, None for a record that was only opened. ``blocked``
    says why nothing can be done yet, empty otherwise.
    """

    patient_id: int
    dossier: int
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    status: IdentityStatus
    appointment: datetime | None
    missing: tuple[str, ...]
    blocked: str = ""


def missing_to_qualify(draft: PatientDraft) -> tuple[str, ...]:
    """Return what keeps an identity from being qualified: INSi, proof, strict traits (§3.5)."""
    facts = (
        (draft.insi_accepted, MISSING_INSI),
        (draft.identity_document in HIGH_CONFIDENCE_DOCUMENTS, MISSING_DOCUMENT),
    )
    traits = missing_fields(replace(draft, identity_document=_ANY_PROOF))
    return (*(word for there, word in facts if not there), *(one.label for one in traits))

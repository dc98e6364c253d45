"""The patient: administrative data, strict traits, and what is shown of a record in lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from almapy.errors import DomainError
from almapy.identity.contact import shown_phone
from almapy.identity.documents import HIGH_CONFIDENCE_DOCUMENTS


class Sex(StrEnum):
    """Administrative sex (RNIV: M, F, I)."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "I"

    @property
    def short(self) -> str:
        """Return the abbreviation of the banner."""
        return {"F": "Fém.", "M": "Masc.", "I": "Ind."}[self.value]


class IdentityStatus(StrEnum):
    """The four statuses of an identity (RNIV, EXI SI 07)."""

    PROVISIONAL = "provisoire"
    RETRIEVED = "recuperee"
    VALIDATED = "validee"
    QUALIFIED = "qualifiee"

    @property
    def label(self) -> str:
        """Return the words of the vignette."""
        return {
            "provisoire": "Identité provisoire",
            "recuperee": "Identité récupérée",
            "validee": "Identité validée",
            "qualifiee": "Identité qualifiée",
        }[self.value]


def identity_status(
    *, insi_accepted: bool, identity_document: str, doubtful: bool, fictitious: bool
) -> IdentityStatus:
    """Return the status that follows from two facts (RNIV, EXI SI 07).

    ``insi_accepted``: the answer of INSi was taken over; ``identity_document``: the code of the
    document that was checked. A doubtful or fictitious identity never rises above provisional.
    """
    if doubtful or fictitious:
        return IdentityStatus.PROVISIONAL
    checked = identity_document in HIGH_CONFIDENCE_DOCUMENTS
    if insi_accepted:
        return IdentityStatus.QUALIFIED if checked else IdentityStatus.RETRIEVED
    return IdentityStatus.VALIDATED if checked else IdentityStatus.PROVISIONAL


@dataclass(frozen=True, slots=True)
class PatientDraft:
    """What is entered to create a record; everything identifying stays out of ``repr``.

    Strict traits are given in their RNIV form. ``lunar_date`` is the insurance's date as it was
    written (« 00/00/1950 »). Document codes are those of ``HIGH_CONFIDENCE_DOCUMENTS``, and
    « permis » or « carte_vitale » for the weaker ones. ``medecin_traitant_id`` is an account of the
    practice, ``outside_medecin_traitant`` the name of one outside; ``admin_…`` is the second
    address (« Adresse administrative »).
    """

    birth_name: str = field(repr=False)
    first_birth_first_name: str = field(repr=False)
    sex: Sex = field(repr=False)
    birth_date: date | None = field(repr=False)
    birth_first_names: str = field(default="", repr=False)
    used_name: str = field(default="", repr=False)
    used_first_name: str = field(default="", repr=False)
    civility: str = field(default="", repr=False)
    birth_date_uncertain: bool = False
    lunar_date: str = field(default="", repr=False)
    birth_place_code: str = field(default="", repr=False)
    birth_place_name: str = field(default="", repr=False)
    insi_accepted: bool = False
    identity_document: str = ""
    doubtful: bool = False
    fictitious: bool = False
    homonym: bool = False
    matricule_ins: str = field(default="", repr=False)
    ins_oid: str = ""
    insured_nir: str = field(default="", repr=False)
    mandatory_cover: bool = False
    complementary_cover: bool = False
    deceased: bool = False
    deceased_on: date | None = field(default=None, repr=False)
    archived: bool = False
    passing: bool = False
    address: str = field(default="", repr=False)
    address_more: str = field(default="", repr=False)
    postal_code: str = field(default="", repr=False)
    town: str = field(default="", repr=False)
    phone_home: str = field(default="", repr=False)
    phone_mobile: str = field(default="", repr=False)
    phone_work: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    comment: str = field(default="", repr=False)
    paper_number: str = field(default="", repr=False)
    former_number: str = field(default="", repr=False)
    building_code: str = field(default="", repr=False)
    admin_address: str = field(default="", repr=False)
    admin_postal_code: str = field(default="", repr=False)
    admin_town: str = field(default="", repr=False)
    phone_fax: str = field(default="", repr=False)
    medecin_traitant_id: int | None = None
    contrat_mt_signed: bool = False
    contrat_mt_signed_on: date | None = field(default=None, repr=False)
    outside_medecin_traitant: str = field(default="", repr=False)
    outside_medecin_traitant_rpps: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not self.birth_name.strip():
            raise DomainError("Le nom de naissance est obligatoire.", field="birth_name")
        if not self.first_birth_first_name.strip():
            raise DomainError(
                "Le premier prénom de naissance est obligatoire.", field="first_birth_first_name"
            )
        if bool(self.matricule_ins) != bool(self.ins_oid):
            raise DomainError(
                "Le matricule INS et son OID vont toujours ensemble.", field="matricule_ins"
            )


@dataclass(frozen=True, slots=True)
class Patient:
    """One record as it stands in the base."""

    id: int
    uid: str
    dossier: int
    version: int
    created_by: str = field(repr=False)
    data: PatientDraft = field(repr=False)
    merged_into: int | None = None  # the record that took this one over

    @property
    def status(self) -> IdentityStatus:
        """Return the status of the identity."""
        return identity_status(
            insi_accepted=self.data.insi_accepted,
            identity_document=self.data.identity_document,
            doubtful=self.data.doubtful,
            fictitious=self.data.fictitious,
        )

    @property
    def shown_name(self) -> str:
        """Return the name the person goes by: used name, else birth name."""
        return self.data.used_name or self.data.birth_name

    @property
    def shown_first_name(self) -> str:
        """Return the first name the person goes by."""
        return self.data.used_first_name or self.data.first_birth_first_name

    @property
    def phone(self) -> str:
        """Return the first telephone number there is, mobile first, as it is dialled here."""
        return shown_phone(self.data.phone_mobile or self.data.phone_home or self.data.phone_work)


@dataclass(frozen=True, slots=True)
class PatientHit:
    """One line of a list of patients."""

    patient_id: int
    dossier: int
    birth_name: str = field(repr=False)
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    sex: Sex = field(repr=False)
    status: IdentityStatus
    deceased: bool
    archived: bool
    passing: bool
    rank: int
    near: bool = False  # found by a name spelt nearly so, shown under « Proches »

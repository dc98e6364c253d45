"""What the practice keeps of a patient's social life, cover, rights, comings and kin."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from almapy.errors import DomainError
from almapy.patients.model import Sex

FAMILY_SITUATIONS = (
    "Célibataire",
    "Marié(e)",
    "Pacsé(e)",
    "En union libre",
    "Séparé(e)",
    "Divorcé(e)",
    "Veuf, veuve",
)
SOCIO_CATEGORIES = (
    "Agriculteurs exploitants",
    "Artisans, commerçants et chefs d'entreprise",
    "Cadres et professions intellectuelles supérieures",
    "Professions intermédiaires",
    "Employés",
    "Ouvriers",
    "Retraités",
    "Autres personnes sans activité professionnelle",
)
"""The eight groups of the PCS (INSEE), level 1."""
PROTECTION_MEASURES = (
    "Sauvegarde de justice",
    "Curatelle simple",
    "Curatelle renforcée",
    "Tutelle",
    "Habilitation familiale",
    "Mandat de protection future",
)
_MOST_CHILDREN = 30


@dataclass(frozen=True, slots=True)
class Administrative:
    """« Données sociales », « Confidentiel » and the oppositions of « DMP & Droits spécifiques ».

    ``children`` is None when nobody asked. ``trusted_person`` is the « personne de confiance »,
    ``emergency_contact`` the « personne à prévenir ».
    """

    profession: str = field(default="", repr=False)
    socio_category: str = field(default="", repr=False)
    employer: str = field(default="", repr=False)
    family_situation: str = field(default="", repr=False)
    children: int | None = field(default=None, repr=False)
    housing: str = field(default="", repr=False)
    language: str = field(default="", repr=False)
    needs_interpreter: bool = field(default=False, repr=False)
    help_level: str = field(default="", repr=False)
    protection_measure: str = field(default="", repr=False)
    legal_representative: str = field(default="", repr=False)
    legal_representative_phone: str = field(default="", repr=False)
    no_call_home: bool = field(default=False, repr=False)
    no_call_mobile: bool = field(default=False, repr=False)
    no_message: bool = field(default=False, repr=False)
    no_mail: bool = field(default=False, repr=False)
    trusted_person: str = field(default="", repr=False)
    trusted_person_phone: str = field(default="", repr=False)
    emergency_contact: str = field(default="", repr=False)
    emergency_contact_phone: str = field(default="", repr=False)
    dmp_opposed: bool = field(default=False, repr=False)
    dmp_opposed_on: date | None = field(default=None, repr=False)
    mssante_opposed: bool = field(default=False, repr=False)
    vsm_refused: bool = field(default=False, repr=False)

    def __post_init__(self) -> None:
        if self.children is not None and not 0 <= self.children <= _MOST_CHILDREN:
            raise DomainError(
                f"Le nombre d'enfants va de 0 à {_MOST_CHILDREN}. Rien n'a été enregistré. "
                "Corrigez-le.",
                field="children",
            )


class CoverKind(StrEnum):
    """What pays: « régime obligatoire », « complémentaire », or the C2S."""

    MANDATORY = "amo"
    COMPLEMENTARY = "amc"
    C2S = "c2s"

    @property
    def label(self) -> str:
        """Return the words of the tab."""
        return {
            "amo": "Régime obligatoire (AMO)",
            "amc": "Complémentaire (AMC)",
            "c2s": "Complémentaire santé solidaire (C2S)",
        }[self.value]


@dataclass(frozen=True, slots=True)
class HealthCover:
    """One cover of « Couverture santé ».

    For AMO: ``scheme`` (régime), ``fund`` (caisse), ``centre``, the NIR of the insured person, the
    quality and the rank of the beneficiary. For AMC: ``organisation``, its number (AMC or
    préfectoral), the member number and the contract. ``source`` tells how it was read
    (``officiel``, ``apcv``, ``simulateur``) on ``read_on``; it is empty for what somebody typed.
    """

    kind: CoverKind
    scheme: str = field(default="", repr=False)
    fund: str = field(default="", repr=False)
    centre: str = field(default="", repr=False)
    insured_nir: str = field(default="", repr=False)
    beneficiary_quality: str = field(default="", repr=False)
    birth_rank: int | None = field(default=None, repr=False)
    organisation: str = field(default="", repr=False)
    organisation_number: str = field(default="", repr=False)
    member_number: str = field(default="", repr=False)
    contract: str = field(default="", repr=False)
    since: date | None = field(default=None, repr=False)
    until: date | None = field(default=None, repr=False)
    source: str = ""
    read_on: date | None = None

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


class RightKind(StrEnum):
    """A specific right of « DMP & Droits spécifiques »."""

    ALD = "ald"
    MATERNITY = "maternite"
    WORK_ACCIDENT = "at"
    INVALIDITY = "invalidite"
    C2S = "c2s"
    AME = "ame"
    ARTICLE_115 = "article_115"

    @property
    def label(self) -> str:
        """Return the words of the tab."""
        return {
            "ald": "ALD",
            "maternite": "Maternité",
            "at": "Accident du travail, maladie professionnelle",
            "invalidite": "Invalidité",
            "c2s": "Complémentaire santé solidaire (C2S)",
            "ame": "Aide médicale de l'État (AME)",
            "article_115": "Article 115 (ancien combattant)",
        }[self.value]


@dataclass(frozen=True, slots=True)
class SpecificRight:
    """One right with its dates, both included; None when open."""

    kind: RightKind
    since: date | None = field(default=None, repr=False)
    until: date | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        require_order(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Visit:
    """One coming to the practice, of « Données de venues »."""

    arrived_at: datetime = field(repr=False)
    reason: str = field(default="", repr=False)
    sent_by: str = field(default="", repr=False)
    means: str = field(default="", repr=False)
    left_at: datetime | None = field(default=None, repr=False)
    note: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.left_at is not None and self.left_at < self.arrived_at:
            raise DomainError(
                "La sortie précède l'arrivée. Rien n'a été enregistré. Corrigez l'une des heures.",
                field="left_at",
            )


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """A note of « Confidentiel »: where ``restricted``, its author alone reads it."""

    text: str = field(repr=False)
    restricted: bool = True

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise DomainError("La note est vide. Écrivez-la, ou annulez.", field="text")


class Kin(StrEnum):
    """What another record is to this one."""

    FATHER = "pere"
    MOTHER = "mere"
    CHILD = "enfant"
    PARTNER = "conjoint"
    SIBLING = "frere_soeur"
    INSURED = "assure"
    REPRESENTATIVE = "representant_legal"
    TO_WARN = "a_prevenir"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """Return the word that follows the other patient's name."""
        return _KIN_WORDS[self]

    def reciprocal(self, sex: Sex) -> str:
        """Return what the first patient, of this sex, is to the other one."""
        return _RECIPROCAL.get(self) or {Sex.MALE: "Père", Sex.FEMALE: "Mère"}.get(sex, "Parent")


_KIN_WORDS = {
    Kin.FATHER: "Père",
    Kin.MOTHER: "Mère",
    Kin.CHILD: "Enfant",
    Kin.PARTNER: "Conjoint",
    Kin.SIBLING: "Frère ou sœur",
    Kin.INSURED: "Assuré",
    Kin.REPRESENTATIVE: "Représentant légal",
    Kin.TO_WARN: "Personne à prévenir",
    Kin.OTHER: "Autre lien",
}
_RECIPROCAL = {
    Kin.FATHER: "Enfant",
    Kin.MOTHER: "Enfant",
    Kin.PARTNER: "Conjoint",
    Kin.SIBLING: "Frère ou sœur",
    Kin.INSURED: "Ayant droit",
    Kin.REPRESENTATIVE: "Personne représentée",
    Kin.TO_WARN: "À prévenir pour cette personne",
    Kin.OTHER: "Autre lien",
}


@dataclass(frozen=True, slots=True)
class PatientLink:
    """``other_id`` is the ``kind`` of the patient who holds the link."""

    other_id: int
    kind: Kin
    note: str = field(default="", repr=False)


def same_link(one: Kin, backwards: Kin) -> bool:
    """Tell whether a link and one held by the other record say the same thing."""
    parents = {Kin.FATHER, Kin.MOTHER}
    if one in {Kin.PARTNER, Kin.SIBLING, Kin.OTHER}:
        return one is backwards
    return (one in parents and backwards is Kin.CHILD) or (
        one is Kin.CHILD and backwards in parents
    )


def require_order(since: date | None, until: date | None) -> None:
    """Refuse an end before its beginning."""
    if since is not None and until is not None and until < since:
        raise DomainError(
            "La fin précède le début. Rien n'a été enregistré. Corrigez l'une des dates.",
            field="until",
        )

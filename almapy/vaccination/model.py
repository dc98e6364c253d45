"""One vaccination as it stands in a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from almapy.errors import DomainError
from almapy.partial_day import first_day

_LONGEST_LOT = 20


class ActState(StrEnum):
    """What became of the vaccination."""

    DONE = "fait"
    CONTRAINDICATED = "contre_indique"
    REFUSED = "refuse"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {"fait": "Fait", "contre_indique": "Contre-indiqué", "refuse": "Refusé"}[self.value]


class Origin(StrEnum):
    """How the practice knows of it."""

    HERE = "ici"
    ELSEWHERE = "ailleurs"
    DECLARED = "declare"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "ici": "Fait au cabinet",
            "ailleurs": "Fait ailleurs, sur document",
            "declare": "Déclaré par le patient",
        }[self.value]


class Route(StrEnum):
    """Way of giving, in HL7 v3 RouteOfAdministration codes (cve.md §1.1)."""

    UNKNOWN = ""
    INTRAMUSCULAR = "IM"
    SUBCUTANEOUS = "SQ"
    INTRADERMAL = "IDINJ"
    NASAL = "NASINHL"
    ORAL = "PO"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "": "non précisée",
            "IM": "intramusculaire",
            "SQ": "sous-cutanée",
            "IDINJ": "intradermique",
            "NASINHL": "nasale",
            "PO": "orale",
        }[self.value]


class Site(StrEnum):
    """Place and side, in HL7 v3 HumanSubstanceAdministrationSite codes (cve.md §1.1)."""

    UNKNOWN = ""
    LEFT_DELTOID = "LD"
    RIGHT_DELTOID = "RD"
    LEFT_THIGH = "LT"
    RIGHT_THIGH = "RT"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "": "non précisé",
            "LD": "deltoïde gauche",
            "RD": "deltoïde droit",
            "LT": "cuisse gauche",
            "RT": "cuisse droite",
        }[self.value]


class Severity(StrEnum):
    """How bad a reaction was; empty when there was none."""

    NONE = ""
    MILD = "legere"
    MODERATE = "moderee"
    SERIOUS = "grave"

    @property
    def label(self) -> str:
        """Return the French word."""
        return {"": "aucune", "legere": "légère", "moderee": "modérée", "grave": "grave"}[
            self.value
        ]


class EntryWay(StrEnum):
    """How the line came into the record."""

    SCAN = "scan"
    TYPED = "saisie"
    CARNET = "cve"


@dataclass(frozen=True, slots=True)
class Vaccination:
    """One vaccination, done, contraindicated or refused.

    ``given_on`` is « AAAA », « AAAA-MM » or « AAAA-MM-JJ » (for a refusal: its day). ``vaccine`` is
    a NUVA code, empty for a product that the reference does not know: ``label`` and ``gtin`` then
    tell, and ``diseases`` (NUVA codes, separated by spaces) what the doctor says it is against.
    ``dose`` is the number of the dose, 0 when unknown. ``expired_reason`` says why a box past its
    last day was given. ``performer`` is who gave it, in words; ``performer_id`` the account.
    """

    vaccine: str
    label: str = field(repr=False)
    given_on: str = field(repr=False)
    state: ActState = ActState.DONE
    origin: Origin = Origin.HERE
    diseases: str = field(default="", repr=False)
    cip13: str = field(default="", repr=False)
    gtin: str = field(default="", repr=False)
    dose: int = 0
    booster: bool = False
    lot: str = field(default="", repr=False)
    expiry: date | None = field(default=None, repr=False)
    expiry_raw: str = field(default="", repr=False)
    serial: str = field(default="", repr=False)
    route: Route = Route.UNKNOWN
    site: Site = Site.UNKNOWN
    performer_id: int | None = None
    performer: str = field(default="", repr=False)
    way: EntryWay = EntryWay.TYPED
    expired_reason: str = field(default="", repr=False)
    reason: str = field(default="", repr=False)
    comment: str = field(default="", repr=False)
    severity: Severity = Severity.NONE
    reaction: str = field(default="", repr=False)
    reaction_on: date | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise DomainError("Dites quel vaccin.", field="label")
        if not self.given_on:
            raise DomainError("Donnez la date, au moins l'année.", field="given_on")
        first_day(self.given_on)
        if len(self.lot) > _LONGEST_LOT:
            raise DomainError("Un numéro de lot a 20 caractères au plus.", field="lot")
        if len(self.serial) > _LONGEST_LOT:
            raise DomainError("Un numéro de série a 20 caractères au plus.", field="serial")
        if self.state is ActState.REFUSED and not self.reason.strip():
            raise DomainError("Notez pourquoi le patient refuse.", field="reason")
        if self.state is ActState.CONTRAINDICATED and not self.reason.strip():
            raise DomainError("Notez la contre-indication.", field="reason")

    @property
    def is_given(self) -> bool:
        """Tell whether a dose was given."""
        return self.state is ActState.DONE

    @property
    def day(self) -> date:
        """Return the first day that the date may mean; raises DomainError for no date."""
        return first_day(self.given_on)

    def is_past_expiry(self) -> bool:
        """Tell whether the box was past its last day when it was given."""
        return self.is_given and self.expiry is not None and self.expiry < self.day

"""What the public base of medicines says of one of them (BDPM, format note of 27/08/2025)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from almapy.months import MONTHS


class GenericKind(IntEnum):
    """What a speciality is in its group of generics."""

    PRINCEPS = 0
    GENERIC = 1
    POSOLOGY = 2
    SUBSTITUTABLE = 4

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            0: "princeps",
            1: "générique",
            2: "générique par complémentarité posologique",
            4: "générique substituable",
        }[self.value]


class SupplyState(IntEnum):
    """Whether a medicine can be had."""

    OUT_OF_STOCK = 1
    TENSION = 2
    STOPPED = 3
    BACK = 4

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            1: "rupture de stock",
            2: "tension d'approvisionnement",
            3: "arrêt de commercialisation",
            4: "remise à disposition",
        }[self.value]


class OpinionKind(IntEnum):
    """Which opinion the HAS gives."""

    SMR = 1
    ASMR = 2


@dataclass(frozen=True, slots=True)
class Speciality:
    """One medicine (CIS); ``withdrawn`` when the loaded base no longer names it.

    ``alert`` is « Alerte » or « Warning disponibilité », usually empty. ``watched`` is « sous
    surveillance renforcée ». ``atc`` is known for half of them only, those of CIS_MITM.
    """

    cis: str
    name: str
    form: str
    routes: tuple[str, ...]
    status: str
    procedure: str
    market: str
    authorised_on: date | None
    alert: str
    european: str
    holders: tuple[str, ...]
    watched: bool
    atc: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Presentation:
    """One box (CIP13); prices in euros, rates in per cent.

    ``speciality`` is the name of the medicine, empty when no file names it. ``withdrawn``: an
    earlier file held this code and the present one does not.
    """

    cip13: str
    cip7: str
    cis: str
    label: str
    status: str
    state: str
    declared_on: date | None
    communities: str
    rates: tuple[int, ...]
    price: Decimal | None
    public_price: Decimal | None
    fee: Decimal | None
    indications: str
    speciality: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Component:
    """One substance of one element; ``nature`` is SA (substance active) or FT (fraction)."""

    element: str
    substance_code: str
    substance: str
    dosage: str
    reference: str
    nature: str
    link: str


@dataclass(frozen=True, slots=True)
class GenericGroup:
    """A speciality in a group; ``name`` is empty for one that the base no longer names."""

    group: str
    label: str
    cis: str
    kind: GenericKind
    name: str


@dataclass(frozen=True, slots=True)
class Supply:
    """A shortage or its end; an empty ``cip13`` speaks of every box of the speciality."""

    cis: str
    cip13: str
    state: SupplyState
    begin: date | None
    updated: date | None
    back: date | None
    link: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion of the HAS on the benefit (SMR) or its improvement (ASMR)."""

    kind: OpinionKind
    case: str
    reason: str
    day: date | None
    value: str
    label: str
    link: str


@dataclass(frozen=True, slots=True)
class Notice:
    """An important piece of information about a medicine, with its link in HTML as published."""

    begin: date | None
    end: date | None
    text: str


@dataclass(frozen=True, slots=True)
class BdpmState:
    """What is loaded: the day of the newest fact of the files, and the rows of each file."""

    day: date
    rows: dict[str, int]
    missing: tuple[str, ...]

    @property
    def source(self) -> str:
        """Return the credit line that the licence asks for."""
        return (
            "Source\u00a0: base de données publique des médicaments, "
            f"{MONTHS[self.day.month - 1]} {self.day.year}"
        )

    @property
    def total(self) -> int:
        """Return the number of rows."""
        return sum(self.rows.values())

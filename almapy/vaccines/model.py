"""Vaccines, their valences and the diseases they protect from, as NUVA names them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MarketStatus(StrEnum):
    """Whether a vaccine can be had in France (BDPM)."""

    MARKETED = "commercialise"
    NOT_MARKETED = "non_commercialise"
    ABSENT = "absent_bdpm"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "commercialise": "commercialisé",
            "non_commercialise": "non commercialisé",
            "absent_bdpm": "retiré du marché",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Disease:
    """One target disease (NUVA « DISnnn »)."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Valence:
    """One valence (NUVA « VALnnn »), a node of a tree: a dose of it is one of its ancestors too."""

    code: str
    parent: str
    short: str
    label: str
    disease: str


@dataclass(frozen=True, slots=True)
class Vaccine:
    """One vaccine (NUVA « VACnnnn »): a brand, or « sans précision » when ``is_brand`` is false.

    ``cip13`` holds every French code it was ever sold under: boxes and old booklets keep them.
    ``schedule`` is the sort of use of vaccines.md §3.2 (« nourrisson », « saisonnier_grippe »,
    « passif_immunisation », « historique »…).
    """

    code: str
    name: str
    is_brand: bool
    cip13: tuple[str, ...]
    cis: tuple[str, ...]
    market: MarketStatus
    atc: str
    valences: tuple[str, ...]
    valence_words: str
    diseases: tuple[str, ...]
    disease_words: str
    schedule: str

"""The simulated cartes Vitale, and who is named on them (fictitious people of INS notes §4.8)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CardHolder:
    """One person named on a card, as the reading interface of the health insurance tells it.

    ``insured_nir`` and ``own_nir`` have 15 characters; ``own_nir`` is empty when the card does not
    tell it. ``birth_date`` is AAAA-MM-JJ; ``rank`` tells twins apart.
    """

    birth_name: str = field(repr=False)
    used_name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_date: str = field(repr=False)
    insured_nir: str = field(repr=False)
    own_nir: str = field(default="", repr=False)
    rank: str = "1"


@dataclass(frozen=True, slots=True)
class SimulatedCard:
    """One card that may be put into the simulated reader; ``label`` is French."""

    key: str
    label: str
    holders: tuple[CardHolder, ...] = field(repr=False)


_RUTH_NIR = "277076322082910"
_RUTH = CardHolder("NESSI", "DE VINCI", "RUTH", "1977-07-14", _RUTH_NIR, _RUTH_NIR)
# His number on the card is his mother's: his own matricule is another (§1.3).
_MICHELANGELO = CardHolder("NESSI", "NESSI", "MICHELANGELO", "2010-08-07", _RUTH_NIR)
_TOUSSAINT_NIR = "160012B02077713"
_TOUSSAINT = CardHolder(
    "ADRTROIS", "ADRTROIS", "TOUSSAINT", "1960-01-01", _TOUSSAINT_NIR, _TOUSSAINT_NIR
)
_DOMINIQUE = CardHolder(
    "ADRTROIS", "ADRTROIS", "DOMINIQUE", "1997-02-26", _TOUSSAINT_NIR, "297022A02077878"
)
_CORSE_NIR = "180032B02040123"
_PIERRE_ALAIN_NIR = "109076322083489"
_UNKNOWN_NIR = "255069999999934"

CARDS = (
    SimulatedCard("ruth", "Carte de RUTH NESSI", (_RUTH,)),
    SimulatedCard("ruth_enfant", "Carte de RUTH NESSI, avec un enfant", (_RUTH, _MICHELANGELO)),
    SimulatedCard(
        "plusieurs",
        "Carte d'une famille, trois personnes",
        (
            _TOUSSAINT,
            _DOMINIQUE,
            CardHolder("CORSE", "CORSE", "ANTHONY", "1980-03-02", _TOUSSAINT_NIR, _CORSE_NIR),
        ),
    ),
    SimulatedCard(
        "pierre_alain",
        "Carte de PIERRE-ALAIN ECETINSI",
        (
            CardHolder(
                "ECETINSI",
                "ECETINSI",
                "PIERRE-ALAIN",
                "2009-07-14",
                _PIERRE_ALAIN_NIR,
                _PIERRE_ALAIN_NIR,
            ),
        ),
    ),
    SimulatedCard(
        "inconnue",
        "Carte d'une personne inconnue d'INSi",
        (CardHolder("PERSONNE", "PERSONNE", "INCONNUE", "1955-06-15", _UNKNOWN_NIR, _UNKNOWN_NIR),),
    ),
)

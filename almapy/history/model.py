"""Antecedents and current problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

CIM10_SYSTEM = "2.16.840.1.113883.6.3"
"""OID of the CIM-10 in health documents (clinical notes §1)."""

SPECIALITIES = (
    "Addictologie",
    "Allergologie",
    "Cardiologie",
    "Chirurgie digestive",
    "Dermatologie",
    "Endocrinologie",
    "Gastro-entérologie",
    "Gériatrie",
    "Gynécologie-obstétrique",
    "Hématologie",
    "Infectiologie",
    "Médecine vasculaire",
    "Mode de vie",
    "Néphrologie",
    "Neurologie",
    "Oncologie",
    "Ophtalmologie",
    "ORL",
    "Orthopédie",
    "Pédiatrie",
    "Pneumologie",
    "Profession",
    "Psychiatrie",
    "Rhumatologie",
    "Stomatologie",
    "Urologie",
)
"""The usual headings of the « Histoire médicale »; any other may be typed."""

KINSHIPS = (
    "mère",
    "père",
    "sœur",
    "frère",
    "fille",
    "fils",
    "grand-mère maternelle",
    "grand-père maternel",
    "grand-mère paternelle",
    "grand-père paternel",
    "tante",
    "oncle",
)
"""The usual « lien de parenté » of a family antecedent; any other may be typed."""


class HistoryKind(StrEnum):
    """What an entry of the « Histoire médicale » is."""

    CURRENT = "pathologie"
    MEDICAL = "medical"
    SURGICAL = "chirurgical"
    FAMILY = "familial"
    LIFESTYLE = "mode_de_vie"
    OCCUPATIONAL = "professionnel"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "pathologie": "Pathologie en cours",
            "medical": "Antécédent médical",
            "chirurgical": "Antécédent chirurgical",
            "familial": "Antécédent familial",
            "mode_de_vie": "Facteur de risque",
            "professionnel": "Facteur de risque professionnel",
        }[self.value]


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One entry; ``started`` is « AAAA », « AAAA-MM » or « AAAA-MM-JJ », empty when unknown.

    ``ald_number`` is 1 to 30, 31 (hors liste) or 32 (polypathologie); ``ald_exempt`` tells whether
    it is « exonérante ». ``watch_point`` shows it among the « Points importants » of the banner.
    ``kinship`` is who of the family has it; ``cim10_version`` the edition of the code's list.
    """

    label: str = field(repr=False)
    speciality: str = field(repr=False)
    kind: HistoryKind = HistoryKind.CURRENT
    cim10: str = field(default="", repr=False)
    started: str = ""
    ended: str = ""
    active: bool = True
    ald_number: int | None = None
    in_vsm: bool = False
    kinship: str = field(default="", repr=False)
    cim10_version: str = ""
    ald_since: date | None = None
    ald_until: date | None = None
    ald_exempt: bool = True
    watch_point: bool = field(default=False, repr=False)
    note: str = field(default="", repr=False)

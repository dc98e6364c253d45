"""Antecedents and current problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


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
    """One entry; ``started`` is « AAAA », « AAAA-MM » or « AAAA-MM-JJ », empty when unknown."""

    label: str = field(repr=False)
    speciality: str = field(repr=False)
    kind: HistoryKind = HistoryKind.CURRENT
    cim10: str = field(default="", repr=False)
    started: str = ""
    ended: str = ""
    active: bool = True
    ald_number: int | None = None
    in_vsm: bool = False

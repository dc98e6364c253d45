"""Allergies and intolerances; « none known » is a statement, not an absence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

SEVERITIES = ("légère", "modérée", "grave", "anaphylaxie")
CERTAINTIES = ("suspectée", "probable", "confirmée")


class AllergyType(StrEnum):
    """How the body reacts (clinical notes §2.5)."""

    ALLERGY = "allergie"
    INTOLERANCE = "intolerance"
    SIDE_EFFECT = "effet_indesirable"

    @property
    def label(self) -> str:
        """Return the French words."""
        return {
            "allergie": "Allergie",
            "intolerance": "Intolérance",
            "effet_indesirable": "Effet indésirable",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Allergy:
    """One allergy; with ``none_known`` it states that the question was asked and answered no.

    ``severity`` is one of SEVERITIES, ``certainty`` one of CERTAINTIES, empty when not said.
    ``noted`` is when it was noted, « AAAA », « AAAA-MM » or « AAAA-MM-JJ ». A ``lifted`` one was
    believed once and is no more: it stays readable and warns nobody.
    """

    agent: str = field(default="", repr=False)
    reaction: str = field(default="", repr=False)
    severity: str = field(default="", repr=False)
    noted: str = ""
    none_known: bool = field(default=False, repr=False)
    type: AllergyType = field(default=AllergyType.ALLERGY, repr=False)
    certainty: str = field(default="", repr=False)
    lifted: bool = field(default=False, repr=False)
    note: str = field(default="", repr=False)

    @property
    def warns(self) -> bool:
        """Whether whoever prescribes must know it."""
        return not (self.none_known or self.lifted)

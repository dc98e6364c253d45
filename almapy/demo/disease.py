"""What the tables of diseases are made of."""

from __future__ import annotations

from dataclasses import dataclass

from almapy.history.model import HistoryKind
from almapy.patients.model import Sex

Prevalence = tuple[tuple[int, float], ...]
NO_CODES: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Drug:
    """One line of treatment; nobody gets two of the same ``group``."""

    group: str
    label: str
    posology: str
    from_age: int = 0
    until_age: int = 130

    def suits(self, age: int) -> bool:
        """Tell whether this dose is given at that age."""
        return self.from_age <= age <= self.until_age


@dataclass(frozen=True, slots=True)
class Disease:
    """A lasting disease and the way it is followed.

    ``prevalence``: pairs (from age, percent of people); ``first_age``: youngest age at which it
    begins; ``drugs``: one drug out of each tuple; ``every``: months between two visits, 0 when it
    needs none of its own; ``remarks``: sentences of the visits, whose braces are filled with
    figures; ``excludes``: diseases that the same person does not have; ``blocks``: groups of drugs
    that must not be given with it; ``heavier``: what it adds to the body mass index; ``within``:
    it began at most so many years ago; ``renal``: creatinine is followed once a year.
    """

    code: str
    label: str
    speciality: str
    cim10: str
    prevalence: Prevalence
    first_age: int
    remarks: tuple[str, ...] = ()
    drugs: tuple[tuple[Drug, ...], ...] = ()
    every: int = 0
    sex: Sex | None = None
    ald: int | None = None
    title: str = "Renouvellement d'ordonnance"
    kind: HistoryKind = HistoryKind.CURRENT
    excludes: frozenset[str] = NO_CODES
    blocks: frozenset[str] = NO_CODES
    heavier: float = 0.0
    within: float = 120.0
    renal: bool = False

    def percent(self, age: int, sex: Sex) -> float:
        """Return how many out of 100 people of that age and sex have it."""
        if self.sex not in (None, sex):
            return 0.0
        found = 0.0
        for from_age, percent in self.prevalence:
            if age < from_age:
                break
            found = percent
        return found

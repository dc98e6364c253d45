"""A vaccination in the words of a list: what the booklet and the screen both show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from almapy.record.model import Fact
from almapy.text import sort_key
from almapy.vaccination.doses import diseases_of
from almapy.vaccination.model import Vaccination
from almapy.vaccines.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class VaccinationLine:
    """One vaccination with the words of the reference; ``diseases`` are in French order."""

    fact: Fact[Vaccination] = field(repr=False)
    valences: str = field(repr=False)
    diseases: tuple[str, ...] = field(repr=False)

    @property
    def data(self) -> Vaccination:
        """Return what the record says."""
        return self.fact.data

    @property
    def rank(self) -> str:
        """Return « dose 2 », « rappel », both, or nothing."""
        parts = [f"dose {self.data.dose}" if self.data.dose else ""]
        parts.append("rappel" if self.data.booster else "")
        return ", ".join(part for part in parts if part)

    @property
    def title(self) -> str:
        """Return the product, with the dose when there is one."""
        return f"{self.data.label} – {self.rank}" if self.rank else self.data.label


def lines_of(facts: Iterable[Fact[Vaccination]], catalogue: Catalogue) -> list[VaccinationLine]:
    """Return the lines of a list, in its order."""
    return [line_of(fact, catalogue) for fact in facts]


def line_of(fact: Fact[Vaccination], catalogue: Catalogue) -> VaccinationLine:
    """Return one vaccination with the words of the reference."""
    data = fact.data
    vaccine = catalogue.vaccine(data.vaccine)
    words = (catalogue.disease(code).label for code in diseases_of(data, catalogue))
    return VaccinationLine(
        fact,
        vaccine.valence_words if vaccine is not None else "",
        tuple(sorted(words, key=sort_key)),
    )

"""The vaccines, valences and diseases of the reference, and how one leads to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from almapy.vaccines.model import Disease, Vaccine, Valence
from almapy.vaccines.search import VaccineFound, VaccineIndex

REFERENCE_RELEASE = "1.3.23"
REFERENCE_DAY = date(2026, 8, 17)
LOW_DIPHTHERIA = "VAL034"
LOW_PERTUSSIS = "VAL017"
LOW_DOSES = frozenset({LOW_DIPHTHERIA, LOW_PERTUSSIS})
"""d and ca (REVAXIS, REPEVAX, BOOSTRIXTETRA): they do not replace D and Ca in a primary series."""

_PASSIVE = ("immunoglobuline", "anticorps", "antitoxine")
_EITHER = "anticorps ou vaccin"
_GTIN_LENGTH = 14
_CIP13_LENGTH = 13


class Catalogue:
    """Immutable once built; every question is answered in memory.

    A box is known by its CIP13 first and by its CIS second: some CIS of the alignment belong to
    two vaccines (vaccines.md §3.1). A code claimed twice goes to the vaccine that claims the
    fewest CIS: what EFLUELDA took over from EFLUELDA TETRA is EFLUELDA.
    """

    def __init__(
        self, vaccines: Iterable[Vaccine], valences: Iterable[Valence], diseases: Iterable[Disease]
    ) -> None:
        self._vaccines = {one.code: one for one in vaccines}
        self._valences = {one.code: one for one in valences}
        self._diseases = {one.code: one for one in diseases}
        self._lines = {code: frozenset(self._up(code)) for code in self._valences}
        self._passive = frozenset(
            code
            for code, one in self._valences.items()
            if any(word in one.label.casefold() for word in _PASSIVE)
            and _EITHER not in one.label.casefold()
        )
        claims = sorted(self._vaccines.values(), key=lambda one: (-len(one.cis), one.code))
        self._by_cip13 = {code: one for one in claims for code in one.cip13}
        first_last = sorted(claims, key=lambda one: one.code, reverse=True)
        first_last.sort(key=lambda one: -len(one.cis))
        self._by_cis = {code: one for one in first_last for code in one.cis}

    def vaccine(self, code: str) -> Vaccine | None:
        """Return the vaccine of a NUVA code."""
        return self._vaccines.get(code)

    def vaccines(self) -> tuple[Vaccine, ...]:
        """Return all of them, in the order of their codes."""
        return tuple(self._vaccines.values())

    def of_cip13(self, cip13: str, cis: str = "") -> Vaccine | None:
        """Return the vaccine sold under this CIP13, else the one of the speciality ``cis``."""
        return self._by_cip13.get(cip13) or self._by_cis.get(cis)

    def of_cis(self, cis: str) -> Vaccine | None:
        """Return the vaccine of a speciality; ask by CIP13 first."""
        return self._by_cis.get(cis)

    def of_gtin(self, gtin: str, cis: str = "") -> Vaccine | None:
        """Return the vaccine of a box by its GTIN-14 (« 0 » and the CIP13 in France)."""
        if len(gtin) == _CIP13_LENGTH:
            return self.of_cip13(gtin, cis)
        if len(gtin) != _GTIN_LENGTH or not gtin.startswith("0"):
            return None
        return self.of_cip13(gtin[1:], cis)

    def valence(self, code: str) -> Valence | None:
        """Return the valence of a NUVA code."""
        return self._valences.get(code)

    def disease(self, code: str) -> Disease:
        """Return the disease of a NUVA code; an unknown one bears its code as its label."""
        return self._diseases.get(code) or Disease(code, code)

    def diseases(self) -> tuple[Disease, ...]:
        """Return all target diseases, in the order of their codes."""
        return tuple(self._diseases.values())

    def valences_with_ancestors(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the codes of its valences and of all that they are a kind of.

        A dose of D (VAL097) and a dose of d (``LOW_DIPHTHERIA``) share an ancestor,
        and neither is the other.
        """
        return frozenset(
            code for own in self._known(vaccine) for code in self._lines.get(own, (own,))
        )

    def covers(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the diseases that one dose counts for: those of its valences and their ancestors.

        Antibodies are told apart by ``is_passive``; ``doses_for`` leaves them out.
        """
        return self._targets(self.valences_with_ancestors(vaccine))

    def doses_for(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the diseases in whose count of doses it stands: never those of antibodies."""
        own = (code for code in self._known(vaccine) if code not in self._passive)
        return self._targets(line for code in own for line in self._lines.get(code, ()))

    def is_passive(self, vaccine: Vaccine | str) -> bool:
        """Tell whether it holds antibodies only: no vaccine in a count of doses."""
        own = self._known(vaccine)
        return bool(own) and all(code in self._passive for code in own)

    def low_dose(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the diseases against which it holds a reduced dose only (d, ca)."""
        own = self._known(vaccine)
        return self._targets(code for code in own if code in LOW_DOSES)

    def search(
        self, text: str, *, limit: int = 50, on: date | None = None
    ) -> tuple[VaccineFound, ...]:
        """Find by product, disease, valence, usual word (« DTP ») or code; misspellings tolerated.

        Marketed brands come first, then the most general « sans précision », then brands no
        longer sold. ``on`` is the day of the act: for one long past, a brand no longer sold is as
        likely as another.
        """
        old = on is not None and on < REFERENCE_DAY.replace(year=REFERENCE_DAY.year - 3)
        return self._index.search(text, limit=limit, long_past=old)

    def warm(self) -> None:
        """Build what a search needs, so that the first one does not wait."""
        _ = self._index

    def depth(self, vaccine: Vaccine) -> int:
        """Return how precise it is: the steps from its valences to the tops of the tree."""
        return sum(len(self._lines.get(code, ())) for code in vaccine.valences)

    @cached_property
    def _index(self) -> VaccineIndex:
        return VaccineIndex(
            self._vaccines.values(),
            self._diseases.values(),
            is_passive=self.is_passive,
            depth=self.depth,
        )

    def _known(self, vaccine: Vaccine | str) -> tuple[str, ...]:
        if isinstance(vaccine, Vaccine):
            return vaccine.valences
        known = self._vaccines.get(vaccine)
        return known.valences if known else ()

    def _targets(self, valences: Iterable[str]) -> frozenset[str]:
        targets = (self._valences[code].disease for code in valences if code in self._valences)
        return frozenset(code for code in targets if code)

    def _up(self, code: str) -> Iterator[str]:
        seen: set[str] = set()
        while code in self._valences and code not in seen:
            seen.add(code)
            yield code
            code = self._valences[code].parent

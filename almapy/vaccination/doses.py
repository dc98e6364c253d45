"""Counting doses: what a vaccination protects from, and which number the next dose has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from almapy.vaccination.model import Vaccination
from almapy.vaccines.model import Vaccine

_SEASONAL = frozenset({"DIS015", "DIS057"})
"""Seasonal influenza and Covid-19, given anew each year."""
_BOOSTER = "rappel_ado_adulte"


class Products(Protocol):
    """What is asked of the reference of vaccines."""

    def covers(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the codes of the diseases a vaccine is against, none for an unknown code."""
        ...

    def doses_for(self, vaccine: Vaccine | str) -> frozenset[str]:
        """Return the diseases in whose count of doses it stands: none for antibodies."""
        ...


def diseases_of(data: Vaccination, products: Products) -> frozenset[str]:
    """Return the diseases of a vaccination: those of its product, else those that were told."""
    known = products.covers(data.vaccine) if data.vaccine else frozenset()
    return known or frozenset(data.diseases.split())


def next_dose(vaccine: Vaccine, given: Iterable[Vaccination], products: Products) -> int:
    """Return the number of the next dose of a vaccine, 0 where doses are not numbered.

    A combined vaccine follows the disease that was vaccinated least; doses of one day are one dose
    (vaccines.md §3.3). What is given anew each season, and antibodies, have no number.
    """
    wanted = products.doses_for(vaccine) - _SEASONAL
    if not wanted:
        return 0
    days: dict[str, set[str]] = {disease: set() for disease in wanted}
    for one in given:
        if one.is_given:
            counted = products.doses_for(one.vaccine) or diseases_of(one, products)
            for disease in counted & wanted:
                days[disease].add(one.given_on)
    return 1 + min(len(one) for one in days.values())


def is_booster(vaccine: Vaccine, dose: int) -> bool:
    """Tell whether a dose is proposed as a booster: a vaccine of grown-ups, not the first time."""
    return vaccine.schedule == _BOOSTER and dose > 1


def same_act(one: Vaccination, other: Vaccination, products: Products) -> bool:
    """Tell whether two lines may be the same dose: same day, same vaccine or same diseases."""
    if one.given_on != other.given_on or not (one.is_given and other.is_given):
        return False
    if one.vaccine and one.vaccine == other.vaccine:
        return True
    if one.cip13 and one.cip13 == other.cip13:
        return True
    diseases = diseases_of(one, products)
    return bool(diseases) and diseases == diseases_of(other, products)

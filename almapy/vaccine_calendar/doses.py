"""From the vaccinations of a record to the doses that the calendar counts."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from almapy.partial_day import first_day, shown_partial_day
from almapy.vaccination.model import ActState, Vaccination
from almapy.vaccine_calendar.history import Barrier, Dose, History
from almapy.vaccines.catalogue import Catalogue

_DECEMBER = 12
_YEAR_ALONE = 4
_YEAR_AND_MONTH = 7


class ActLine(NamedTuple):
    """What is wanted of one vaccination; ``diseases`` are codes separated by spaces."""

    given_on: str
    vaccine: str
    label: str
    diseases: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Product:
    counts: frozenset[str]
    low: frozenset[str]
    passive: frozenset[str]
    live: bool


class DoseReader:
    """Turns vaccinations into doses; one for a catalogue, safe from any thread."""

    def __init__(self, catalogue: Catalogue, live: frozenset[str]) -> None:
        self._catalogue = catalogue
        self._live = live
        self._product = lru_cache(maxsize=None)(self._read_product)

    def history(self, lines: Iterable[ActLine]) -> History:
        """Return what the calendar counts; a product that tells no disease is only numbered."""
        doses, barriers, unknown = [], [], 0
        for line in lines:
            product = self._product(line.vaccine, line.diseases)
            if line.state != ActState.DONE.value:
                barriers.append(self._barrier(line, product))
            elif product.counts or product.passive:
                doses.append(_dose(line, product))
            else:
                unknown += 1
        return History.of(tuple(doses), tuple(barriers), unknown)

    def _read_product(self, vaccine: str, diseases: str) -> _Product:
        told = frozenset(diseases.split())
        known = self._catalogue.covers(vaccine) if vaccine else frozenset()
        if not known:
            return _Product(told, frozenset(), frozenset(), live=False)
        valences = self._catalogue.valences_with_ancestors(vaccine)
        counts = self._catalogue.doses_for(vaccine)
        return _Product(
            counts,
            self._catalogue.low_dose(vaccine),
            known - counts,
            live=not self._live.isdisjoint(valences),
        )

    @staticmethod
    def _barrier(line: ActLine, product: _Product) -> Barrier:
        return Barrier(
            first_day(line.given_on),
            shown_partial_day(line.given_on),
            product.counts | product.passive,
            line.state == ActState.REFUSED.value,
            line.reason,
        )


def line_of(data: Vaccination) -> ActLine:
    """Return what the calendar wants of a vaccination."""
    return ActLine(
        data.given_on, data.vaccine, data.label, data.diseases, data.state.value, data.reason
    )


def last_possible(kept: str) -> date:
    """Return the last day that a kept date may mean."""
    day = first_day(kept)
    if len(kept) == _YEAR_ALONE:
        return date(day.year, _DECEMBER, 31)
    if len(kept) <= _YEAR_AND_MONTH:
        return day.replace(day=months.monthrange(day.year, day.month)[1])
    return day


@lru_cache(maxsize=32_768)  # the days of a life, asked again and again for a whole practice
def _days(kept: str) -> tuple[date, date, str]:
    return first_day(kept), last_possible(kept), shown_partial_day(kept)


def _dose(line: ActLine, product: _Product) -> Dose:
    return Dose(
        *_days(line.given_on),
        line.label,
        line.vaccine,
        product.counts,
        product.low,
        product.passive,
        product.live,
    )

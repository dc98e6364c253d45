"""Writing the vaccinations of one person, one dose after the other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from almapy.demo.chance import happens, working_day
from almapy.demo.person import Person
from almapy.demo.vaccine_products import Product, lot_of
from almapy.vaccination.model import ActState, EntryWay, Origin, Route, Site, Vaccination

_SERIAL_SINCE = date(2019, 2, 9)
_TOLD_ONLY_BEFORE = date(1998, 1, 1)
_HERE_PERCENT, _TOLD_PERCENT, _SCANNED_PERCENT = 55, 6, 55
_LOTS_HERE, _LOTS_ELSEWHERE = 2, 40
_THIGH_UNTIL_DAYS = 700
_Values = dict[str, Any]  # fields of Vaccination, made at the end: three times sooner
_YEARS_TOLD = timedelta(days=4 * 365)


@dataclass(slots=True)
class Syringe:
    """What one person received; ``visits`` are the days and titles of what was written of them.

    A dose after the last day on which the practice knew the person, or before birth, is not given:
    ``give`` then says so.
    """

    rng: Random
    person: Person
    visits: tuple[tuple[date, str], ...] = ()
    _lines: list[tuple[str, _Values]] = field(default_factory=list)
    _same_day: Counter[date] = field(default_factory=Counter)

    def visit(self, title: str) -> date | None:
        """Return the day of the visit that bears this title, the last one."""
        return next((day for day, one in reversed(self.visits) if one == title), None)

    def give(
        self,
        product: Product,
        day: date,
        *,
        series: str = "",
        booster: bool = False,
        here: bool | None = None,
        performer: str = "",
        comment: str = "",
    ) -> bool:
        """Write a dose; ``here`` None: drawn. ``series`` numbers the doses that count together."""
        if here is None:
            here = day >= self.person.since and happens(self.rng, _HERE_PERCENT)
        day = working_day(day)
        if not self.person.born <= day <= self.person.until:
            return False
        origin = self._origin(day, here=here)
        values: _Values = {
            "vaccine": product.code,
            "label": product.name,
            "given_on": day.isoformat(),
            "origin": origin,
            "booster": booster,
            "performer": "" if here else performer,
            "comment": comment,
        }
        if origin is Origin.DECLARED:
            old = self.person.until - day > _YEARS_TOLD
            values["given_on"] = f"{day:%Y}" if old else f"{day:%Y-%m}"
        else:
            values |= self._boxed(origin, product, day)
        self._lines.append((series, values))
        return True

    def refuse(self, product: Product, day: date, reason: str) -> None:
        """Write that a vaccine was offered and refused."""
        self._not_given(ActState.REFUSED, product, day, reason)

    def bar(self, product: Product, day: date, reason: str) -> None:
        """Write that a vaccine must not be given."""
        self._not_given(ActState.CONTRAINDICATED, product, day, reason)

    def has(self, *products: Product) -> bool:
        """Tell whether one of these was given."""
        codes = {one.code for one in products}
        return any(
            values["vaccine"] in codes and "state" not in values for _, values in self._lines
        )

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written."""
        return not self._lines

    def finished(self) -> list[Vaccination]:
        """Return the lines, the oldest first, each dose with its number in its series."""
        doses: Counter[str] = Counter()
        finished = []
        for series, values in sorted(self._lines, key=lambda one: str(one[1]["given_on"])):
            doses[series] += 1
            finished.append(Vaccination(**values, dose=doses[series] if series else 0))
        return finished

    def _not_given(self, state: ActState, product: Product, day: date, reason: str) -> None:
        day = working_day(day)
        if self.person.since <= day <= self.person.until:
            values: _Values = {
                "vaccine": product.code,
                "label": product.name,
                "given_on": day.isoformat(),
                "state": state,
                "reason": reason,
            }
            self._lines.append(("", values))

    def _origin(self, day: date, *, here: bool) -> Origin:
        if here:
            return Origin.HERE
        if day < _TOLD_ONLY_BEFORE or happens(self.rng, _TOLD_PERCENT):
            return Origin.DECLARED
        return Origin.ELSEWHERE

    def _boxed(self, origin: Origin, product: Product, day: date) -> _Values:
        """Return what the box told; boxes of elsewhere were not always noted."""
        here = origin is Origin.HERE
        if not product.cip13 or not (here or happens(self.rng, 85)):
            return {}
        lot = lot_of(product, day, self._which(product, here=here))
        values: _Values = {
            "cip13": product.cip13,
            "lot": lot.number,
            "route": product.route,
            "site": self._site(product, day),
        }
        if here:
            values |= {"expiry": lot.expiry, "expiry_raw": lot.expiry_raw}
            if day >= _SERIAL_SINCE and happens(self.rng, _SCANNED_PERCENT):
                values |= {
                    "gtin": f"0{product.cip13}",
                    "serial": f"{self.rng.randrange(10**11, 10**12)}",
                    "way": EntryWay.SCAN,
                }
        return values

    def _which(self, product: Product, *, here: bool) -> int:
        """Draw a lot: the boxes of a winter are bought at once, so many people share one."""
        if not here:
            return _LOTS_HERE + self.rng.randrange(_LOTS_ELSEWHERE)
        return 0 if product.seasonal else self.rng.randrange(_LOTS_HERE)

    def _site(self, product: Product, day: date) -> Site:
        if product.route is Route.ORAL:
            return Site.UNKNOWN
        infant = (day - self.person.born).days < _THIGH_UNTIL_DAYS
        sides = (Site.LEFT_THIGH, Site.RIGHT_THIGH) if infant else _DELTOIDS
        place = self._same_day[day]
        self._same_day[day] += 1
        if not infant and not place and happens(self.rng, 25):
            return Site.RIGHT_DELTOID
        return sides[place % 2]


_DELTOIDS = (Site.LEFT_DELTOID, Site.RIGHT_DELTOID)

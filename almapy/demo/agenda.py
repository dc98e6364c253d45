"""On which days a person came, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from almapy.demo.chance import day_between, happens, working_day, years_after, years_before
from almapy.demo.childhood import EXAMINATIONS, Examination
from almapy.demo.complaints import ADULTS, CHILDREN, Complaint
from almapy.demo.health import Health
from almapy.demo.person import Person

MOST_ENCOUNTERS = 40

_ADULT = 18
_TODDLER = 6
_MOST_FOLLOW_UPS = 22
_MOST_COMPLAINTS = 11
_YEARS_LOOKED_BACK = 8
_TRIES = 12
_FIRST_WEEK, _LAST_WEEK = 8, 42


class Planned(Enum):
    """A reason that needs no more than its name."""

    FOLLOW_UP = auto()
    PREGNANCY = auto()
    DEATH = auto()


Reason = Examination | Complaint | Planned


def full_years(born: date, day: date) -> int:
    """Return the age that day, to the nearest birthday or so: faster than exact, and enough."""
    return int((day - born).days / 365.25)


@dataclass(frozen=True, slots=True)
class Agenda:
    """Draws the visits of one person while the practice knew them."""

    rng: Random
    person: Person
    health: Health

    def days(self) -> list[tuple[date, Reason]]:
        """Return the last ``MOST_ENCOUNTERS`` visits, oldest first, one a day."""
        reasons: list[tuple[date, Reason]] = [
            *self._complaints(),
            *self._follow_ups(),
            *self._pregnancy(),
            *self._examinations(),
        ]
        if self.person.died:
            reasons.append((self.person.died, Planned.DEATH))
        since, until = self.person.since, self.person.until
        planned = {day: reason for day, reason in reasons if since <= day <= until}
        return sorted(planned.items(), key=lambda visit: visit[0])[-MOST_ENCOUNTERS:]

    def _examinations(self) -> Iterator[tuple[date, Examination]]:
        if self.person.since > years_after(self.person.born, _ADULT):
            return
        for one in EXAMINATIONS:
            late = self.rng.randint(0, max(2, one.days // 40))
            if happens(self.rng, 88):
                yield working_day(self.person.born + timedelta(days=one.days + late)), one

    def _pregnancy(self) -> Iterator[tuple[date, Planned]]:
        if self.health.pregnant_since is None:
            return
        for weeks in range(_FIRST_WEEK, _LAST_WEEK, 4):
            days = 7 * weeks + self.rng.randint(-4, 4)
            day = working_day(self.health.pregnant_since + timedelta(days=days))
            yield day, Planned.PREGNANCY

    def _follow_ups(self) -> Iterator[tuple[date, Planned]]:
        """Go back from the last one, as often as the diseases known by then ask for."""
        followed = [(disease, onset) for disease, onset in self.health.diseases if disease.every]
        if self.person.passing:
            return
        day = self.person.until - timedelta(days=self.rng.randint(2, 60))
        for _ in range(_MOST_FOLLOW_UPS):
            known = [disease.every for disease, onset in followed if onset <= day]
            if not known or day < self.person.since:
                return
            yield working_day(day), Planned.FOLLOW_UP
            day -= timedelta(days=30 * min(known) + self.rng.randint(-12, 20))

    def _complaints(self) -> Iterator[tuple[date, Complaint]]:
        first = max(self.person.since, years_before(self.person.until, _YEARS_LOOKED_BACK))
        seen: set[tuple[str, int]] = set()
        for _ in range(self._how_many(first)):
            day = working_day(day_between(self.rng, first, self.person.until))
            complaint = self._complaint(day)
            if complaint is None:
                continue
            mark = (complaint.title, 0 if complaint.once else day.year)
            if mark not in seen:
                seen.add(mark)
                yield day, complaint

    def _how_many(self, first: date) -> int:
        """Return how often they come unplanned: small children most."""
        if self.person.passing:
            return self.rng.choice((1, 1, 2))
        years = (self.person.until - first).days / 365.25
        age = full_years(self.person.born, self.person.until)
        rate = 2.2 if age < _TODDLER else 1.1 if age < _ADULT else 0.75
        middle = rate * years
        return max(0, min(_MOST_COMPLAINTS, round(self.rng.gauss(middle, 0.4 + middle**0.5))))

    def _complaint(self, day: date) -> Complaint | None:
        age = full_years(self.person.born, day)
        table = CHILDREN if age < _ADULT else ADULTS
        for _ in range(_TRIES):
            drawn = self.rng.choice(table)
            if drawn.suits(age, self.person.sex, day, self.health.codes):
                return drawn
        return None

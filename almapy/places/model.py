"""Birth places: communes present and past, countries, and what is told about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

UNKNOWN_CODE = "99999"
_CODE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
_ONE_DAY = timedelta(days=1)


class PlaceKind(StrEnum):
    """What a code names, in the words of INSEE's files."""

    COMMUNE = "COM"
    ARRONDISSEMENT = "ARM"
    DELEGATED = "COMD"
    ASSOCIATED = "COMA"
    OVERSEAS = "COMER"
    COUNTRY = "PAYS"
    FORMER_COUNTRY = "PAYX"
    EXTENSION = "EXT"  # second code of a place whose ranks in the NIR ran out

    @property
    def is_country(self) -> bool:
        """Tell a country from a place in France."""
        return self in {PlaceKind.COUNTRY, PlaceKind.FORMER_COUNTRY}

    @property
    def is_past(self) -> bool:
        """Tell a kind that is no commune or country of its own any more."""
        return self in {PlaceKind.DELEGATED, PlaceKind.ASSOCIATED, PlaceKind.FORMER_COUNTRY}


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a code and its name were in force; ``until`` is the first day they were not.

    None is « since ever » and « still »: INSEE's history begins on 1 January 1943.
    """

    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether the period has that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )

    def __str__(self) -> str:
        last = f"{self.until - _ONE_DAY:%d/%m/%Y}" if self.until else ""
        if self.since is None:
            return f"jusqu'au {last}" if last else ""
        first = f"{self.since:%d/%m/%Y}"
        return f"du {first} au {last}" if last else f"depuis le {first}"


@dataclass(frozen=True, slots=True)
class Place:
    """One code under one of its names, both in capitals as INSEE writes them.

    No ``periods`` means that the dates are not known, not that it always existed.
    """

    code: str
    name: str
    kind: PlaceKind = PlaceKind.COMMUNE
    departement: str = ""
    periods: tuple[Period, ...] = ()

    @property
    def is_former(self) -> bool:
        """Tell that nothing bears this code and name today."""
        if self.periods:
            return all(period.until is not None for period in self.periods)
        return self.kind.is_past

    @property
    def existence(self) -> str:
        """Return the dates in French, or an empty text when they are not known."""
        return ", puis ".join(str(period) for period in self.periods if str(period))

    def may_have_existed(self, day: date) -> bool:
        """Tell whether nothing speaks against that day."""
        return not self.periods or any(period.holds(day) for period in self.periods)


UNKNOWN_PLACE = Place(UNKNOWN_CODE, "")


@dataclass(frozen=True, slots=True)
class PlaceRemark:
    """Something to look at in a birth place, never a refusal.

    ``proposed`` is the place to take instead; ``is_warning`` tells a doubt from a help.
    """

    text: str = field(repr=False)
    proposed: Place | None = field(default=None, repr=False)
    is_warning: bool = True


def typed_code(text: str) -> str | None:
    """Return the place code that was typed, « 2a004 » in capitals; None when it is none."""
    code = text.strip().upper()
    return code if _CODE.fullmatch(code) else None


def is_unknown(code: str) -> bool:
    """Tell « place unknown »: 99999, and INSEE's xx990 (97x90 overseas, 99990 abroad)."""
    overseas = code[:2] in {"97", "98"}
    return code == UNKNOWN_CODE or (code[3:] == "90" if overseas else code[2:] == "990")

"""What a carte Vitale, or its application, told at one reading.

None means « non lu »: this means of reading does not give it. An empty value means that the card
says there is none (card notes §5).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Origin(StrEnum):
    """How the card was read."""

    DIRECT = "pcsc"  # the files that anybody may read; no official interface
    OFFICIAL = "officiel"  # API de lecture Vitale, SSV or jFSE
    APCV = "apcv"

    @property
    def label(self) -> str:
        """Return how screens tell it."""
        return {
            "pcsc": "lecture directe, non certifiée",
            "officiel": "interface officielle",
            "apcv": "application carte Vitale",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Period:
    """Days between which a right is in force, both included; None where nothing bounds it."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """One « couverture » of the obligatory scheme: its days, its ALD code, its situation code."""

    period: Period
    ald_code: str = field(default="", repr=False)
    situation_code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Complementary:
    """The complementary cover of a bearer (groups 107 to 109 of SSV)."""

    name: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    member_number: str = field(default="", repr=False)
    period: Period = Period()
    is_c2s: bool = False


@dataclass(frozen=True, slots=True)
class Insured:
    """The « assuré » of the card: whose number, which scheme, fund and centre (group 101).

    ``nir`` has 15 characters with its key; the codes have 2, 3 and 4 digits.
    """

    nir: str = field(repr=False)
    scheme: str = ""
    fund: str = ""
    centre: str = ""


@dataclass(frozen=True, slots=True)
class Bearer:
    """One person named on the card.

    ``name`` is what the card calls « nom »: for a direct reading nobody tells whether it is the
    birth name or the used one, and ``birth_name`` is None. ``birth_text`` is the date as the card
    has it, AAAAMMJJ, which need not be in the calendar; ``birth_date`` the day when it is.
    ``own_nir`` is the person's own certified number, 15 characters with its key: empty when the
    card holds none for this person, None when it was not read, and ``number_note`` then says why,
    in French, without the number. ``quality`` is the SSV code (0 assuré, 6 enfant…).
    """

    name: str = field(repr=False)
    first_name: str = field(repr=False)
    birth_text: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    birth_name: str | None = field(default=None, repr=False)
    own_nir: str | None = field(default=None, repr=False)
    rank: int | None = None
    quality: str | None = None
    rights: tuple[Period, ...] | None = None
    coverages: tuple[Coverage, ...] | None = field(default=None, repr=False)
    complementary: Complementary | None = field(default=None, repr=False)
    no_complementary: bool = False
    number_note: str = ""

    @property
    def complementary_was_read(self) -> bool:
        """Tell whether the card was asked for a complementary cover, found or not."""
        return self.complementary is not None or self.no_complementary


@dataclass(frozen=True, slots=True)
class VitaleReading:
    """One reading of one card. ``certified`` is true of the official interface only.

    ``insured`` is None when this means does not tell who the assuré is. ``test_card`` is None when
    nothing tells a test card from a real one.
    """

    origin: Origin
    bearers: tuple[Bearer, ...] = field(repr=False)
    read_at: datetime
    insured: Insured | None = field(default=None, repr=False)
    certified: bool = False
    simulated: bool = False
    test_card: bool | None = None
    ends_at: datetime | None = None  # of an ApCV context: over then

"""What the official interface would tell of each simulated card (card notes §2.5).

Plain data, made up: régime, caisse et centre 349 and 0349 are those of test cards. Years count
from the present one, so that a right in force stays so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

APCV_MARK = "SIMULATEUR-APCV"
"""Begins the code that the simulated telephone shows: nothing of the real one is public."""
TELEPHONE = "ruth"
"""The card whose application the telephone on the simulated NFC reader holds."""
_MOMENT = "%Y%m%d%H%M%S"
_LONGEST_CODE = 200
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Years:
    """A right from 1 January of one year to 31 December of another, counted from this year."""

    since: int = -1
    until: int = 0


@dataclass(frozen=True, slots=True)
class SimulatedAmc:
    """A complementary cover (groups 107 to 109)."""

    name: str
    number: str
    member_number: str
    years: Years = Years(0, 0)
    is_c2s: bool = False


@dataclass(frozen=True, slots=True)
class SimulatedBenefits:
    """What is told of one person of a card, in the order of its holders.

    ``quality`` is the SSV code; ``amo`` is empty for a person without rights; ``amc`` is None when
    the card says that there is none. ``ald`` is the code of an exemption, if any.
    """

    quality: str
    amo: tuple[Years, ...] = (Years(),)
    amc: SimulatedAmc | None = None
    ald: str = ""


@dataclass(frozen=True, slots=True)
class SimulatedVitale:
    """The group 101 of a card, and what is told of its people."""

    key: str
    people: tuple[SimulatedBenefits, ...] = field(repr=False)
    scheme: str = "01"
    fund: str = "349"
    centre: str = "0349"


_MUTUELLE = SimulatedAmc("MUTUELLE DES TILLEULS", "99999999", "20260001")
_C2S = SimulatedAmc("C2S CAISSE 349", "88888888", "", is_c2s=True)
_INSURED, _CHILD, _PARTNER = "0", "6", "2"

VITALE_CARDS = (
    SimulatedVitale("ruth", (SimulatedBenefits(_INSURED, amc=_MUTUELLE, ald="4"),)),
    SimulatedVitale(
        "ruth_enfant",
        (
            SimulatedBenefits(_INSURED, amc=_MUTUELLE, ald="4"),
            SimulatedBenefits(_CHILD, amc=_MUTUELLE),
        ),
    ),
    SimulatedVitale(
        "plusieurs",
        (
            SimulatedBenefits(_INSURED, amc=_C2S),
            SimulatedBenefits(_CHILD, amc=_C2S),
            SimulatedBenefits(_PARTNER),
        ),
        scheme="02",
    ),
    SimulatedVitale("pierre_alain", (SimulatedBenefits(_INSURED, amo=(Years(-3, -1),)),)),
    SimulatedVitale("inconnue", (SimulatedBenefits(_INSURED, amo=()),)),
    SimulatedVitale(
        "famille",
        (
            SimulatedBenefits(_INSURED, amc=_MUTUELLE),
            SimulatedBenefits(_PARTNER, amc=_MUTUELLE),
            SimulatedBenefits(_CHILD, amc=_MUTUELLE),
            SimulatedBenefits(_CHILD, amc=_MUTUELLE),
            SimulatedBenefits(_CHILD, amc=_MUTUELLE),
        ),
        scheme="91",
    ),
    SimulatedVitale("dates", (SimulatedBenefits(_INSURED), SimulatedBenefits(_PARTNER))),
)


def vitale_card(key: str) -> SimulatedVitale | None:
    """Return what is told of a card, None for one that the interface does not know."""
    return next((one for one in VITALE_CARDS if one.key == key), None)


def apcv_code(key: str, ends_at: datetime) -> str:
    """Return the code that a simulated telephone shows for the application of a card."""
    return f"{APCV_MARK}:{key}:{ends_at.astimezone(UTC):{_MOMENT}}"


def read_apcv_code(payload: bytes) -> tuple[str, datetime] | None:
    """Return the card and the end of a code made by ``apcv_code``, None for anything else."""
    try:
        parts = payload[:_LONGEST_CODE].decode("ascii").strip().split(":")
        if len(parts) != _PARTS or parts[0] != APCV_MARK:
            return None
        return parts[1], datetime.strptime(parts[2], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None

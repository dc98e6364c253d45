"""Whether a card is that of the person at work (card notes §3.6)."""

from __future__ import annotations

from almapy.cps.model import CpsIdentity
from almapy.practice.model import RPPS_LENGTH, Practitioner
from almapy.text import digits

_RPPS_PREFIX = "8"


def is_own(identity: CpsIdentity, practitioner: Practitioner) -> bool | None:
    """Tell whether the card names this person; None when they have recorded no number.

    The RPPS decides; « N° CPS » stands for it, as 8 and 11 digits or the 11 alone. A card without
    RPPS is compared by the whole « N° CPS ».
    """
    number = practitioner.cps_number.strip()
    rpps = rpps_of(practitioner.rpps) or rpps_of(number)
    if not rpps and not number:
        return None
    if identity.rpps:
        return identity.rpps == rpps
    return bool(number) and identity.national_id == number


def rpps_of(number: str) -> str:
    """Return the 11 digits of an idNat or of a bare RPPS, empty for another number."""
    bare = digits(number)
    if len(bare) == 1 + RPPS_LENGTH and bare.startswith(_RPPS_PREFIX):
        return bare[1:]
    return bare if len(bare) == RPPS_LENGTH else ""

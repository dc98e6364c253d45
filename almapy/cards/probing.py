"""What a card of unknown answer to reset says it is (card notes §1.4)."""

from __future__ import annotations

from typing import Final

from almapy.cards.apdu import exchange
from almapy.cards.model import CardFamily
from almapy.cards.ports import Transmit

VITALE_AID: Final = bytes.fromhex("D250000002564954414C45")
CPS_AID: Final = bytes.fromhex("E828BD080F8025000001FF0010")
_SELECT_BY_NAME: Final = bytes.fromhex("00A40400")


def family_by_application(transmit: Transmit) -> CardFamily:
    """Return the kind of a card by the applications that it lets select."""
    for family, aid in ((CardFamily.VITALE_2, VITALE_AID), (CardFamily.CPS, CPS_AID)):
        if exchange(transmit, _SELECT_BY_NAME + bytes([len(aid)]) + aid).done:
            return family
    return CardFamily.UNKNOWN

"""Which card answers a reset so (card notes §1.4).

Bytes that vary from one series to the next are masked: cards newer than the notes are recognised.
"""

from __future__ import annotations

from typing import Final

from almapy.cards.model import CardFamily

_ANY: Final = ".."

_MASKS: Final = (
    # Vitale 2: the sixth byte changes with the series, the eighth is EA, FA once.
    (CardFamily.VITALE_2, "3B 75 13 00 00 .. 09 EA 90 00"),
    (CardFamily.VITALE_2, "3B 75 13 00 00 .. 09 FA 90 00"),
    # Vitale 1: no mask, bank cards of the same years differ by one byte.
    (CardFamily.VITALE_1, "3F 65 25 00 22 09 69 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 22 09 F9 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 2C 09 69 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 2C 09 F9 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 52 09 6A 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 A3 09 6A 90 00"),
    (CardFamily.VITALE_1, "3F 65 25 00 A4 09 6A 90 00"),
    # CPS2ter, CPS3 and CPS4 by contact: interface bytes and version are ignored, as by the
    # Cryptolib; the last byte is a status or a check byte.
    (CardFamily.CPS, "3B .. .. .. .. 00 12 25 00 64 80 .. .. .. 00 90 .."),
    (CardFamily.CPS, "3B 8F 80 01 00 31 B8 64 04 B0 EC C1 73 94 01 80 82 90 00 0E"),
)


def family_of(atr: bytes) -> CardFamily:
    """Return the kind of the card that answered a reset so; UNKNOWN when no mask fits."""
    return next((family for family, mask in _MASKS if _fits(atr, mask.split())), CardFamily.UNKNOWN)


def _fits(atr: bytes, mask: list[str]) -> bool:
    return len(atr) == len(mask) and all(
        wanted in {_ANY, f"{byte:02X}"} for byte, wanted in zip(atr, mask, strict=True)
    )

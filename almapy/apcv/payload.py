"""What a scanned code is, told without understanding an ApCV, whose content is not public."""

from __future__ import annotations

import re

from almapy.apcv.faults import BoxCodeShown, CodeTooLong, InsCodeShown, NothingScanned
from almapy.apcv.model import LONGEST_PAYLOAD
from almapy.identity.keyboard_scan import as_qwerty

_AIM = r"(?:[\]$]\w\d)?"
_INS_HEADER = re.compile(rf"\s*{_AIM}IS01", re.IGNORECASE)
_BOX = re.compile(rf"\s*{_AIM}\x1d?010340\d{{10}}(?:1[07]|21)", re.IGNORECASE | re.ASCII)
"""GTIN of a French medicine (card notes on boxes: 01, then 0 and a CIP13), then lot or date."""


def require_apcv(payload: bytes) -> None:
    """Refuse what is surely no ApCV, before anything of it leaves; anything else may be one.

    Raises NothingScanned, CodeTooLong, InsCodeShown, BoxCodeShown.
    """
    if not payload:
        raise NothingScanned
    if len(payload) > LONGEST_PAYLOAD:
        raise CodeTooLong
    text = payload.decode("utf-8", errors="replace")
    for shown in (text, as_qwerty(text)):
        if _INS_HEADER.match(shown):
            raise InsCodeShown
        if _BOX.match(shown):
            raise BoxCodeShown

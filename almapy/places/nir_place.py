"""The birth place inside a NIR (characters 6 to 10; INS notes §1.1 and §1.3)."""

from __future__ import annotations

import re
from datetime import date

from almapy.places.model import UNKNOWN_CODE, is_unknown

_NIR = re.compile(r"[1-478]\d{4}((?:\d\d|2[AB])\d{3})\d{3}(?:\d\d)?", re.ASCII)
_SEPARATORS = re.compile(r"[\s.]+")
# Départements 91 to 95 of today begin that day; the same digits named North Africa before.
_NEW_DEPARTEMENTS = date(1968, 1, 1)
_NORTH_AFRICA = {
    "91": "99352",
    "92": "99352",
    "93": "99352",
    "94": "99352",
    "95": "99350",
    "96": "99351",
}
# Until 1975 these numbered Guadeloupe, Martinique, Guyane and Réunion, in an order not published.
_OLD_OVERSEAS = frozenset({"975", "976", "977", "978"})
_OLD_OVERSEAS_END = date(1976, 1, 1)


def place_digits(nir: str) -> str | None:
    """Return characters 6 to 10 of a NIR or NIA of 13 or 15, separators ignored."""
    shaped = _NIR.fullmatch(_SEPARATORS.sub("", nir).upper())
    return shaped[1] if shaped else None


def place_in_nir(nir: str, birth_date: date | None = None) -> str | None:
    """Return the place code that a NIR tells, 99999 when it tells « unknown », None when nothing.

    Algeria, Morocco and Tunisia before their own country code (91–96) are told from today's
    départements by the birth date; without it these digits tell nothing. The code need not be in
    the COG: INSEE gives second codes to places whose ranks run out.
    """
    digits = place_digits(nir)
    if digits is None or is_unknown(digits):
        return digits and UNKNOWN_CODE
    if digits[:2] in _NORTH_AFRICA:
        return _north_african_or_french(digits, birth_date)
    if digits[:3] in _OLD_OVERSEAS and (birth_date is None or birth_date < _OLD_OVERSEAS_END):
        return None
    return digits


def _north_african_or_french(digits: str, birth_date: date | None) -> str | None:
    country = _NORTH_AFRICA[digits[:2]]
    if digits.startswith("96"):  # no French département has that number
        return country
    if birth_date is None:
        return None
    return country if birth_date < _NEW_DEPARTEMENTS else digits

"""Rules on single fields: check digit of a GTIN, date of expiry.

Sources: GS1 General Specifications §7.9 (check digit) and §7.12 (century of a date); vaccines.md
§2.2, §2.3.
"""

from __future__ import annotations

import calendar
from datetime import date

CIP_START = "34009"
_CIP_LENGTH = 13
_GTIN_LENGTH = 14
_DATE_LENGTH = 6
_CENTURY = 100
_PREVIOUS_FROM, _NEXT_TO = 51, -50


def check_digit(body: str) -> str:
    """Return the last digit of a GTIN whose other digits are ``body``."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def is_gtin(text: str) -> bool:
    """Tell whether this is a GTIN of 14 digits with the right check digit."""
    return _is_digits(text, _GTIN_LENGTH) and check_digit(text[:-1]) == text[-1]


def is_cip13(text: str) -> bool:
    """Tell whether this is a CIP13: 13 digits, the French beginning, the right check digit."""
    return (
        text.startswith(CIP_START)
        and _is_digits(text, _CIP_LENGTH)
        and check_digit(text[:-1]) == text[-1]
    )


def expiry_day(raw: str, today: date) -> date | None:
    """Return the last day of use that six digits YYMMDD mean, None for no such day.

    Day 00 is the last day of the month. The century is the one that lies nearest to ``today``.
    """
    if not _is_digits(raw, _DATE_LENGTH):
        return None
    year, month, day = _year(int(raw[:2]), today), int(raw[2:4]), int(raw[4:])
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _year(short: int, today: date) -> int:
    century, current = divmod(today.year, _CENTURY)
    apart = short - current
    if apart >= _PREVIOUS_FROM:
        century -= 1
    elif apart <= _NEXT_TO:
        century += 1
    return century * _CENTURY + short


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()

"""Values of an answer of the booklet service, read with bounds: a stranger wrote them.

Everything raises CarnetNonsense for a wrong type, a missing field or a giant text.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from almapy.cve.faults import CarnetNonsense

LONGEST_TEXT = 4000
MOST_LINES = 2000
_HIGHEST = 10**9
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
Values = Mapping[str, Any]


def as_object(found: object) -> Values:
    """Return a JSON object."""
    if not isinstance(found, dict):
        raise CarnetNonsense
    return found


def as_list(found: object, most: int = MOST_LINES) -> list[Any]:
    """Return a JSON array of at most so many values."""
    if not isinstance(found, list) or len(found) > most:
        raise CarnetNonsense
    return found


def text(values: Values, name: str, longest: int = 300, *, needed: bool = False) -> str:
    """Return a text without control characters; an absent or null one is empty."""
    found = values.get(name)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or len(found) > longest or (needed and not found.strip()):
        raise CarnetNonsense
    if any(not one.isprintable() and one not in "\n\t" for one in found):
        raise CarnetNonsense
    return found


def truth(values: Values, name: str) -> bool:
    """Return a boolean; an absent or null one is false."""
    found = values.get(name)
    if found is None:
        return False
    if not isinstance(found, bool):
        raise CarnetNonsense
    return found


def number(values: Values, name: str, highest: int = _HIGHEST, default: int = 0) -> int:
    """Return a whole number from 0 to ``highest``, ``default`` for an absent or null one."""
    found = values.get(name)
    if found is None:
        return default
    if type(found) is not int or not 0 <= found <= highest:
        raise CarnetNonsense
    return found


def name_of(values: Values, name: str) -> str:
    """Return what names a line: a whole number or a short text, as a text."""
    found = values.get(name)
    if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
        found = str(found)
    if not isinstance(found, str) or not 0 < len(found) <= 40:  # noqa: PLR2004  (its column)
        raise CarnetNonsense
    if not found.replace("-", "").isalnum() or not found.isascii():
        raise CarnetNonsense
    return found


def day(values: Values, name: str) -> date | None:
    """Return a civil day, None for an absent or null one."""
    found = text(values, name, 10)
    if not found:
        return None
    try:
        read = date.fromisoformat(found)
    except ValueError:
        raise CarnetNonsense from None
    if len(found) != 10 or not _FIRST_YEAR <= read.year <= _LAST_YEAR:  # noqa: PLR2004
        raise CarnetNonsense
    return read


def needed_day(values: Values, name: str) -> date:
    """Return a civil day that must be there."""
    found = day(values, name)
    if found is None:
        raise CarnetNonsense
    return found


def moment(values: Values, name: str) -> datetime | None:
    """Return an aware moment, None for an absent or null one."""
    found = text(values, name, 40)
    if not found:
        return None
    try:
        read = datetime.fromisoformat(found)
    except ValueError:
        raise CarnetNonsense from None
    if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
        raise CarnetNonsense
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)

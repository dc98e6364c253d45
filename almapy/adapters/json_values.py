"""Values of an answer of Pro Santé Connect, read with bounds; nonsense is a breakdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from almapy.psc.faults import PscUnavailable


def visible_text(found: object, longest: int) -> str:
    """Return a text that may stand in a header: ASCII, without space, not empty, not too long.

    Raises PscUnavailable for anything else.
    """
    if not isinstance(found, str) or not 0 < len(found) <= longest:
        raise PscUnavailable
    if not found.isascii() or not found.isprintable() or " " in found:
        raise PscUnavailable
    return found


def number(
    values: Mapping[str, Any], name: str, highest: float, default: float | None = None
) -> float:
    """Return a number between 0 and ``highest``, ``default`` where none was given.

    Raises PscUnavailable for anything else.
    """
    found = values.get(name, default)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise PscUnavailable
    if not 0 <= found <= highest:  # neither for « not a number »
        raise PscUnavailable
    return float(found)

"""A birth place in the words of a list."""

from __future__ import annotations

from almapy.places.model import Place


def place_name(place: Place) -> str:
    """Return the name; a place of the past says until when it was one."""
    if not place.is_former:
        return place.name
    past = "ancien code" if place.kind.is_country else "ancienne commune"
    return f"{place.name} ({place.existence or past})"


def place_line(place: Place) -> str:
    """Return « TOULON  ·  83137  ·  VAR »."""
    return "  ·  ".join(filter(None, (place_name(place), place.code, place.departement)))


def code_and_name(place: Place) -> str:
    """Return « 83137 TOULON »."""
    return f"{place.code} {place.name}".strip()

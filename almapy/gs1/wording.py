"""What a box says, in French words."""

from __future__ import annotations

from datetime import date

from almapy.gs1.box import bare
from almapy.gs1.model import GS
from almapy.months import MONTHS


def long_date(day: date) -> str:
    """Return « 31 Décembre 2023 », the form that boxes were always shown in (A-VDM-04)."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def shown_elements(content: bytes | str) -> str:
    """Return an element string without prefix, its separators shown as « <GS> »."""
    text = content.decode("latin-1") if isinstance(content, bytes) else content
    return bare(text).replace(GS, "<GS>")

"""Values as a French doctor reads them: decimal comma, thousands apart, unit behind."""

from __future__ import annotations

from almapy.measures.model import Measure, MeasureKind
from almapy.text import NO_BREAK_SPACE

THOUSANDS = "\u202f"
_MOST_DECIMALS = 3


def number_text(value: float, decimals: int = _MOST_DECIMALS) -> str:
    """Return « 8 000 » or « 56,5 »: no more decimals than asked, none that is zero."""
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", THOUSANDS).replace(".", ",")


def value_text(kind: MeasureKind, value: float, second: float | None = None) -> str:
    """Return « 120/80 » or « 56,5 », without unit."""
    text = number_text(value, kind.decimals)
    return text if second is None else f"{text}/{number_text(second, kind.decimals)}"


def measure_text(measure: Measure) -> str:
    """Return « 56 kg » or « 130/80 mmHg »."""
    text = value_text(measure.kind, measure.value, measure.second)
    return with_unit(text, measure.kind.shown_unit)


def with_unit(text: str, unit: str) -> str:
    """Return the value with its unit behind it; « 6/10 » has no space."""
    if not unit or unit.startswith("/1"):
        return text + unit
    return text + NO_BREAK_SPACE + unit

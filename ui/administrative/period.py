"""« du … au … » of a right or a cover, in words."""

from __future__ import annotations

from datetime import date


def period_text(since: date | None, until: date | None) -> str:
    """Return « du 01/01/2026 au 31/12/2026 », « depuis le … », « jusqu'au … » or nothing."""
    if since and until:
        return f"du {since:%d/%m/%Y} au {until:%d/%m/%Y}"
    if since:
        return f"depuis le {since:%d/%m/%Y}"
    return f"jusqu'au {until:%d/%m/%Y}" if until else ""


def is_over(until: date | None, today: date) -> bool:
    """Tell whether the last day is past."""
    return until is not None and until < today

"""How a recommendation is told, on screen and on paper."""

from __future__ import annotations

from almapy.cve.model import RecommendationLight, RecommendationLine, Recommendations

LIGHT_ICONS = {
    RecommendationLight.GREEN: "ok",
    RecommendationLight.ORANGE: "warning",
    RecommendationLight.RED: "error",
    RecommendationLight.GREY: "neutral",
}


def next_words(line: RecommendationLine) -> str:
    """Return when the next dose is due, empty when none is."""
    if line.next_from is None:
        return f"avant le {line.next_to:%d/%m/%Y}" if line.next_to is not None else ""
    if line.next_to is None or line.next_to == line.next_from:
        return f"{line.next_from:%d/%m/%Y}"
    return f"du {line.next_from:%d/%m/%Y} au {line.next_to:%d/%m/%Y}"


def status_words(line: RecommendationLine) -> str:
    """Return the word of the light, then the status where it says more."""
    same = not line.status or line.status == line.light.label
    return line.light.label if same else f"{line.light.label} ({line.status})"


def computed_words(found: Recommendations) -> str:
    """Return when it was computed, and by which service or table."""
    told = f"Calculé le {found.computed_on:%d/%m/%Y} par {found.engine}."
    return f"{told} {found.notice.capitalize()}." if found.notice else told

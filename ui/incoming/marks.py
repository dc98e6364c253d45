"""Where the evidence of a candidate stands on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from almapy.matching.model import Match
from almapy.ocr.model import DocumentText
from ui.documents.marks import PageMark


def marks_of(match: Match, patient_id: int | None) -> tuple[PageMark, ...]:
    """Return the places of one candidate's evidence, of the first one when None is wanted.

    What speaks against is drawn weaker; who was chosen by hand has no place on the pages.
    """
    wanted = [one for one in match.candidates if patient_id in {None, one.patient_id}]
    if not wanted:
        return ()
    return tuple(
        PageMark(place.page, place.box, evidence.words, strong=evidence.weight > 0)
        for evidence in wanted[0].evidence
        for place in evidence.places
    )


def turns_of(text: DocumentText | None) -> Mapping[int, int]:
    """Return by page how it must be turned to be read upright."""
    if text is None:
        return {}
    return {page.number: page.turn for page in text.pages if page.turn}

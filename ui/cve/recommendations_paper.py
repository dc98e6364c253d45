"""« Recommandation CVE » on paper: one line a disease, who, when and by which engine."""

from __future__ import annotations

from html import escape

from almapy.cve.model import RecommendationLine, Recommendations
from almapy.headers.html import FRAMED, simulated_html
from almapy.patients.model import Patient
from ui.cve.recommendation_words import computed_words, next_words, status_words
from ui.headers.paper import Printed

TITLE = "Recommandations vaccinales"
_HEADS = ("Maladie", "État", "Prochaine date", "Recommandation", "Source")


def recommendations_paper(patient: Patient, found: Recommendations, *, simulated: bool) -> Printed:
    """Return the page; the word of the light stands where a printer has no colour."""
    who = escape(
        f"{patient.shown_name} {patient.shown_first_name}"
        + (f", né(e) le {patient.data.birth_date:%d/%m/%Y}" if patient.data.birth_date else "")
    )
    heads = "".join(f"<th align='left'>{head}</th>" for head in _HEADS)
    rows = "".join(_row(line) for line in found.lines)
    band = simulated_html() if simulated else ""
    html = (
        f"{band}<h2>{TITLE}</h2><p><b>{who}</b></p><p>{escape(computed_words(found))}</p>"
        f"<table {FRAMED} width='100%' cellspacing='0' cellpadding='4'><tr>{heads}</tr>{rows}"
        "</table>"
    )
    footer = f"<p>{escape(computed_words(found))}</p>"
    return Printed(TITLE, html, footer)


def _row(line: RecommendationLine) -> str:
    cells = (
        line.disease,
        status_words(line),
        next_words(line),
        line.text,
        line.source,
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"

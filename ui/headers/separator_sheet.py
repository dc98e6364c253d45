"""« Imprimer une feuille séparatrice »: the sheet as what printers and PDF writers take."""

from __future__ import annotations

from almapy.headers.separator_sheet import TITLE, separator_sheet_html
from ui.headers.paper import Printed, as_pdf


def separator_sheet() -> Printed:
    """Return the sheet for ``ui.headers.paper.draw`` (on a printer: ``ways.ask_printer``).

    May run in a worker: drawing the code takes some tens of milliseconds. Raises ExternalError,
    in French, when the code cannot be drawn on this computer.
    """
    return Printed(TITLE, separator_sheet_html())


def separator_sheet_pdf() -> bytes:
    """Return the sheet as a PDF of one A4 page; raises ExternalError as ``separator_sheet``."""
    return as_pdf(separator_sheet())

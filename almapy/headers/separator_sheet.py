"""The sheet laid between two documents of a batch: the reader cuts where it finds it."""

from __future__ import annotations

from base64 import b64encode

from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import png_of
from almapy.matching.page_marks import SEPARATOR_CODE

TITLE = "Feuille séparatrice"
_PIXELS_PER_MM = 96 / 25.4  # pixels of HTML
_SIDE_MM = 60  # modules of some 4 mm: read by the worst scanner or fax
_PICTURE_PIXELS = 24
_QUIET_MODULES = 2


def separator_sheet_html() -> str:
    """Return the sheet as HTML for one A4 page; nobody's name stands on it.

    The same code stands twice, high and low, and the same sheet serves again and again. Raises
    ExternalError when the code cannot be drawn on this computer: a sheet without it is worthless.
    """
    code = _code()
    return (
        f'<p align="center" style="margin-top:40px">{code}</p>'
        '<p align="center" style="font-size:40pt; font-weight:700; margin-top:30px">'
        "FEUILLE<br/>SÉPARATRICE</p>"
        '<p align="center" style="font-size:14pt; margin-top:30px">'
        "Posez cette feuille entre deux documents avant de les numériser ensemble\u00a0:<br/>"
        "AlmaPy les sépare ici et ne garde pas cette page.</p>"
        '<p align="center" style="font-size:11pt; margin-top:12px">'
        "Imprimez-la une fois et réutilisez-la. Le verso peut rester blanc.</p>"
        f'<p align="center" style="margin-top:30px">{code}</p>'
    )


def _code() -> str:
    modules = write_datamatrix(SEPARATOR_CODE)
    png = png_of(modules, _PICTURE_PIXELS, quiet_modules=_QUIET_MODULES)
    side = round(_SIDE_MM * _PIXELS_PER_MM)
    data = b64encode(png).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" width="{side}" height="{side}"/>'

"""The Datamatrix and the bar code of a header, as pictures inside its HTML.

Each was read back by the program when it was written. One that cannot be drawn is left out, and
the reason is told: a document is worth printing without it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

from almapy.adapters.code128 import QUIET_MODULES, write_code128
from almapy.adapters.datamatrix import write_datamatrix
from almapy.adapters.symbol_picture import Modules, png_of
from almapy.errors import AlmaPyError
from almapy.headers.fields import MergeField
from almapy.practice.model import RPPS_LENGTH
from almapy.text import digits

_PIXELS_PER_MM = 96 / 25.4  # pixels of HTML
_DOT_MM = 25.4 / 300  # modules are whole dots of a usual printer
_PICTURE_PIXELS = 8  # a module: sharp whatever enlarges it
_DATAMATRIX_DOTS, _DENSE_DATAMATRIX_DOTS = 8, 6
_DENSE_FROM = 44  # modules across; the square grows by a quarter at most for the longest names
_DATAMATRIX_QUIET = 2
_BAR_DOTS = 4
_BAR_ROWS = 20  # modules high, some 7 mm
_BORDER = 1  # white that the picture adds by itself on its four sides


@dataclass(frozen=True, slots=True)
class Pictures:
    """``img`` elements by field, and why one is missing, in French."""

    html: Mapping[MergeField, str] = field(repr=False)
    warnings: tuple[str, ...] = ()


def pictures(datamatrix: bytes, rpps: str) -> Pictures:
    """Draw what a header shows: the content of the Datamatrix and an RPPS, each may be empty."""
    number = digits(rpps)
    wanted: dict[MergeField, Callable[[], str]] = {}
    if datamatrix:
        wanted[MergeField.DATAMATRIX] = lambda: datamatrix_img(datamatrix)
    if len(number) == RPPS_LENGTH:
        wanted[MergeField.RPPS_BARS] = lambda: rpps_img(number)
    drawn: dict[MergeField, str] = {}
    warnings: list[str] = []
    for one, draw in wanted.items():
        try:
            drawn[one] = draw()
        except AlmaPyError as error:
            warnings.append(error.message)
    return Pictures(drawn, tuple(warnings))


def datamatrix_img(content: bytes) -> str:
    """Return the Datamatrix, some 28 mm wide with its quiet zone; raises ExternalError."""
    modules = write_datamatrix(content)
    across = len(modules) + 2 * _DATAMATRIX_QUIET
    dots = _DATAMATRIX_DOTS if across <= _DENSE_FROM else _DENSE_DATAMATRIX_DOTS
    png = png_of(modules, _PICTURE_PIXELS, quiet_modules=_DATAMATRIX_QUIET)
    side = across * dots * _DOT_MM
    return _img(png, side, side, "Datamatrix INS")


def rpps_img(number: str) -> str:
    """Return the small bar code of an RPPS, some 45 mm wide; raises ExternalError."""
    margin = (False,) * (QUIET_MODULES - _BORDER)
    modules: Modules = tuple((*margin, *row, *margin) for row in write_code128(number))
    png = png_of(modules, _PICTURE_PIXELS, quiet_modules=_BORDER, rows_high=_BAR_ROWS)
    module = _BAR_DOTS * _DOT_MM
    width, height = len(modules[0]) + 2 * _BORDER, _BAR_ROWS + 2 * _BORDER
    return _img(png, width * module, height * module, f"Code-barres du RPPS {number}")


def _img(png: bytes, width_mm: float, height_mm: float, told: str) -> str:
    data = b64encode(png).decode("ascii")
    width, height = (round(side * _PIXELS_PER_MM) for side in (width_mm, height_mm))
    return (
        f'<img src="data:image/png;base64,{data}" width="{width}" height="{height}" '
        f'alt="{escape(told)}" />'
    )

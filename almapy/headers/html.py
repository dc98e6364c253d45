"""Headers and cartouches as HTML that Qt's QTextDocument lays out: tables, no floating boxes.

QTextDocument knows widths in percent, borders and spacing of tables, sizes in points and colours
by attribute; what stands side by side is a table here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from almapy.headers.block import HeaderTemplate, Placement
from almapy.headers.cartouche import Caption, Cartouche, Item, cartouche_of, separator
from almapy.headers.fields import MergeField, field_values, merged
from almapy.headers.heading import Heading
from almapy.headers.pictures import pictures

SIMULATED = "Simulateur – personnes fictives"
_SIMULATED_COLORS = ("#E9DDF7", "#4B2382")  # paper is light whatever the screen shows
_FRAME = "#52616A"
_SMALL = 8  # points
_GAP = "margin-top:8px; margin-bottom:8px"
_PLAIN = 'width="100%" cellspacing="0" cellpadding="0"'
FRAMED = (
    'width="100%" border="1" cellspacing="0" cellpadding="4" '
    f'style="border-color:{_FRAME}; border-style:solid; border-collapse:collapse; {_GAP}"'
)
"""Attributes of a table with lines around its cells."""
_CODE_WIDTH = {Placement.BELOW: "20%", Placement.LEFT: "34%", Placement.RIGHT: "34%"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A header and the foot of its pages with their values.

    ``warnings``, to be told before anything is printed, name the unknown fields and why a picture
    is missing.
    """

    html: str = field(repr=False)
    footer: str = field(default="", repr=False)
    warnings: tuple[str, ...] = ()


def rendered(template: HeaderTemplate, heading: Heading, caption: Caption) -> Rendered:
    """Return the header of a document: doctor's part and cartouche as placed, patient's line."""
    cartouche = cartouche_of(heading.patient, caption, template.cartouche)
    drawn = pictures(cartouche.datamatrix, heading.doctor.professional.rpps)
    values = field_values(heading, drawn.html)
    parts = [merged(text, values) for text in (template.doctor, template.patient, template.footer)]
    doctor, patient, footer = (part.html for part in parts)
    frame = cartouche_html(cartouche, drawn.html, template.placement)
    remark = (cartouche.remark,) if cartouche.remark else ()
    told = (*(one for part in parts for one in part.warnings), *drawn.warnings, *remark)
    html = f"{_placed(doctor, frame, template.placement)}{patient}"
    return Rendered(html, footer, tuple(dict.fromkeys(told)))


def cartouche_html(
    cartouche: Cartouche,
    images: Mapping[MergeField, str],
    placement: Placement = Placement.BELOW,
) -> str:
    """Return the frame with its lines, the Datamatrix and its caption, and the names used below."""
    lines = "<br/>".join(_line(line) for line in cartouche.lines)
    code = images.get(MergeField.DATAMATRIX, "")
    beside = ""
    if code:
        beside = (
            f'<td width="{_CODE_WIDTH[placement]}" align="center" valign="middle">{code}<br/>'
            f'<span style="font-size:{_SMALL}pt">{escape(cartouche.caption)}</span></td>'
        )
    used = _line(cartouche.below)
    size = f"font-size:{_SMALL + (placement is Placement.BELOW)}pt"
    return (
        f"<table {FRAMED}><tr><td>"
        f'<table {_PLAIN}><tr><td valign="middle" style="{size}">{lines}</td>{beside}</tr></table>'
        f'</td></tr></table><p style="{size}; margin-top:0px">{used}</p>'
    )


def _line(line: tuple[Item, ...]) -> str:
    """Return the items of a line; those after the first stay beside their short value."""
    leads = [item.lead if item is line[0] else item.lead.replace(" ", "\u00a0") for item in line]
    written = [
        f"{escape(lead)}<b>{escape(item.value)}</b>" for lead, item in zip(leads, line, strict=True)
    ]
    return separator(line).join(written)


def simulated_html() -> str:
    """Return the band of a document about people who do not exist."""
    ground, ink = _SIMULATED_COLORS
    return (
        f'<table width="100%" cellspacing="0" cellpadding="4" style="{_GAP}"><tr>'
        f'<td align="center" bgcolor="{ground}" style="color:{ink}"><b>{SIMULATED}</b></td>'
        "</tr></table>"
    )


def _placed(doctor: str, frame: str, placement: Placement) -> str:
    if placement is Placement.BELOW:
        return f"{doctor}{frame}"
    cells = (doctor, frame) if placement is Placement.RIGHT else (frame, doctor)
    widths = (40, 60) if placement is Placement.RIGHT else (60, 40)
    columns = "".join(
        f'<td width="{width}%">{cell}</td>' for width, cell in zip(widths, cells, strict=True)
    )
    return f'<table width="100%" cellspacing="0" cellpadding="3"><tr>{columns}</tr></table>'

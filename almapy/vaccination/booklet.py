"""« Carnet de vaccination »: every vaccination of a record on A4 pages, in the usual order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from almapy.headers.block import Family, default_template
from almapy.headers.cartouche import Caption, printed_ins
from almapy.headers.heading import Heading
from almapy.headers.html import FRAMED, SIMULATED, rendered, simulated_html
from almapy.partial_day import shown_partial_day
from almapy.record.model import Fact
from almapy.vaccination.doses import diseases_of
from almapy.vaccination.lines import VaccinationLine, line_of
from almapy.vaccination.model import ActState, Origin, Severity, Site, Vaccination
from almapy.vaccines.catalogue import Catalogue

TITLE = "Carnet de vaccination"
_NOTHING = "Aucune vaccination n'est inscrite dans ce dossier."
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "Diphtérie, tétanos, poliomyélite, coqueluche, Haemophilus influenzae b",
        frozenset({"DIS001", "DIS002", "DIS003", "DIS004", "DIS005"}),
    ),
    ("Pneumocoque", frozenset({"DIS025"})),
    ("Rougeole, oreillons, rubéole", frozenset({"DIS008", "DIS009", "DIS010"})),
    (
        "Méningocoques",
        frozenset({"DIS043", "DIS044", "DIS045", "DIS046", "DIS047", "DIS048", "DIS080"}),
    ),
    ("Hépatite B", frozenset({"DIS006"})),
    ("Papillomavirus", frozenset({"DIS038"})),
    ("Tuberculose (BCG)", frozenset({"DIS014"})),
    ("Rotavirus", frozenset({"DIS032"})),
    ("Varicelle et zona", frozenset({"DIS011", "DIS033"})),
    ("Grippe", frozenset({"DIS015", "DIS050"})),
    ("Covid-19", frozenset({"DIS057"})),
    ("Virus respiratoire syncytial", frozenset({"DIS058"})),
)
_GROUND = "#E8EDF0"  # paper is light whatever the screen shows
_OTHERS = "Autres vaccins"
_UNGIVEN = "Contre-indications et refus"
_HEADS = (
    ("Date", 14),
    ("Vaccin", 26),
    ("Lot", 15),
    ("Maladies", 23),
    ("Fait par, remarques", 22),
)


@dataclass(frozen=True, slots=True)
class Booklet:
    """The pages as HTML with their foot; ``count`` is the number of lines on them.

    ``is_ins_shown`` tells that a matricule stands on it. ``warnings`` are told on the screen.
    """

    html: str = field(repr=False)
    footer: str = field(repr=False)
    count: int
    is_ins_shown: bool
    warnings: tuple[str, ...] = ()


def booklet(
    heading: Heading,
    facts: Sequence[Fact[Vaccination]],
    catalogue: Catalogue,
    caption: Caption,
    *,
    simulated: bool,
) -> Booklet:
    """Return the booklet of a patient; ``simulated`` marks people who do not exist."""
    head = rendered(default_template(Family.CERTIFICATE), heading, caption)
    band = simulated_html() if simulated else ""
    groups = grouped(facts, catalogue)
    body = _table(groups) if groups else f"<p>{_NOTHING}</p>"
    return Booklet(
        html=f"{band}{head.html}{_title()}{body}",
        footer=_footer(heading, simulated=simulated),
        count=len(facts),
        is_ins_shown=bool(printed_ins(heading.patient).matricule),
        warnings=head.warnings,
    )


def grouped(
    facts: Sequence[Fact[Vaccination]], catalogue: Catalogue
) -> list[tuple[str, list[VaccinationLine]]]:
    """Return the groups of diseases in the order of booklets, each from its first dose on.

    A combined vaccine stands once, in the first group that it touches; what was not given stands
    at the end.
    """
    groups: dict[str, list[VaccinationLine]] = {title: [] for title, _ in _GROUPS}
    groups |= {_OTHERS: [], _UNGIVEN: []}
    for fact in sorted(facts, key=lambda one: (one.data.given_on, one.id)):
        groups[_group(fact.data, catalogue)].append(line_of(fact, catalogue))
    return [(title, lines) for title, lines in groups.items() if lines]


def _group(data: Vaccination, catalogue: Catalogue) -> str:
    if not data.is_given:
        return _UNGIVEN
    diseases = diseases_of(data, catalogue)
    return next((title for title, codes in _GROUPS if codes & diseases), _OTHERS)


def _title() -> str:
    return (
        '<p align="center" style="margin-top:12px; margin-bottom:0px">'
        f'<span style="font-size:17pt; font-weight:600">{TITLE}</span></p>'
    )


def _table(groups: Sequence[tuple[str, Sequence[VaccinationLine]]]) -> str:
    """Return one table: its head comes back at the top of each page."""
    heads = "".join(f'<th align="left" width="{width}%">{name}</th>' for name, width in _HEADS)
    rows = "".join(
        f'<tr><td colspan="{len(_HEADS)}" bgcolor="{_GROUND}"><b>{escape(title)}</b></td></tr>'
        + "".join(_row(line) for line in lines)
        for title, lines in groups
    )
    return f"<table {FRAMED}><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(line: VaccinationLine) -> str:
    data = line.data
    cells = (
        shown_partial_day(data.given_on),
        line.title,
        _lot(data),
        ", ".join(line.diseases),
        " · ".join(_remarks(data)),
    )
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def _lot(data: Vaccination) -> str:
    expiry = f"(exp. {data.expiry:%m/%Y})" if data.expiry else ""
    return " ".join(part for part in (data.lot, expiry) if part)


def _remarks(data: Vaccination) -> list[str]:
    told = [] if data.state is ActState.DONE else [data.state.label, data.reason]
    if data.origin is not Origin.HERE:
        told.append(data.origin.label)
    told.append(data.performer)
    if data.site is not Site.UNKNOWN:
        told.append(data.site.label)
    if data.severity is not Severity.NONE:
        told.append(f"réaction {data.severity.label}")
    return [part for part in told if part]


def _footer(heading: Heading, *, simulated: bool) -> str:
    parts = [f"{TITLE} imprimé le {heading.today:%d/%m/%Y}", heading.practice.name]
    if simulated:
        parts.append(SIMULATED)
    text = " · ".join(escape(part) for part in parts if part)
    return f'<p align="center" style="font-size:8pt">{text}</p>'

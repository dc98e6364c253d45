"""« Feuille d'identité INS »: one page with the identity of a patient and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html import escape

from almapy.headers.block import Family, default_template
from almapy.headers.cartouche import (
    Caption,
    Cartouche,
    CartoucheForm,
    Item,
    cartouche_of,
    printed_ins,
)
from almapy.headers.heading import Heading
from almapy.headers.html import FRAMED, SIMULATED, cartouche_html, rendered, simulated_html
from almapy.headers.pictures import pictures
from almapy.identity.documents import IDENTITY_DOCUMENTS
from almapy.identity.transitions import status_of
from almapy.patients.age import age_text
from almapy.patients.model import IdentityStatus, PatientDraft

TITLE = "Feuille d'identité INS"
_MEANINGS = {
    IdentityStatus.PROVISIONAL: (
        "Les traits n'ont été ni vérifiés par un justificatif, ni obtenus du téléservice INSi."
    ),
    IdentityStatus.RETRIEVED: (
        "Les traits viennent du téléservice INSi. Il reste à les vérifier avec un justificatif "
        "d'identité de haut niveau de confiance."
    ),
    IdentityStatus.VALIDATED: (
        "Les traits ont été vérifiés avec un justificatif d'identité de haut niveau de confiance. "
        "Il reste à obtenir l'INS du téléservice INSi."
    ),
    IdentityStatus.QUALIFIED: (
        "Les traits viennent du téléservice INSi et ont été vérifiés avec un justificatif "
        "d'identité de haut niveau de confiance\u00a0: le matricule INS peut référencer des "
        "données de santé."
    ),
}
NOT_QUALIFIED = "Identité non qualifiée\u00a0: le matricule INS n'est pas imprimé."
"""Told on the page and on the screen."""


@dataclass(frozen=True, slots=True)
class IdentitySheet:
    """The page, what its footer says, and the cartouche alone for other programs.

    ``is_ins_shown`` tells that a matricule stands on it. ``warnings`` are told on the screen.
    """

    html: str = field(repr=False)
    footer: str = field(repr=False)
    cartouche: str = field(repr=False)
    status: IdentityStatus
    is_ins_shown: bool
    warnings: tuple[str, ...] = ()


def identity_sheet(
    heading: Heading, dossier: int, caption: Caption, *, simulated: bool
) -> IdentitySheet:
    """Return the sheet of a patient; ``simulated`` marks people who do not exist."""
    template = default_template(Family.IDENTITY_SHEET)
    body = rendered(replace(template, doctor=f"{template.doctor}{_title()}"), heading, caption)
    band = simulated_html() if simulated else ""
    status = status_of(heading.patient)
    ins = printed_ins(heading.patient)
    return IdentitySheet(
        html=f"{band}{body.html}{_status(heading.patient, status)}{_details(heading, dossier)}",
        footer=_footer(heading, simulated=simulated),
        cartouche=_cartouche_alone(heading.patient, caption),
        status=status,
        is_ins_shown=bool(ins.matricule),
        warnings=body.warnings,
    )


def _title() -> str:
    return (
        '<p align="center" style="margin-top:18px; margin-bottom:0px">'
        f'<span style="font-size:17pt; font-weight:600">{TITLE}</span></p>'
    )


def _status(patient: PatientDraft, status: IdentityStatus) -> str:
    lines = [f"<b>{status.label}.</b> {escape(_MEANINGS[status])}"]
    if patient.doubtful or patient.fictitious:
        lines.append(f"<b>Identité {'douteuse' if patient.doubtful else 'fictive'}.</b>")
    if status is not IdentityStatus.QUALIFIED:
        lines.append(NOT_QUALIFIED)
    return f'<p style="margin-top:16px; margin-bottom:0px">{"<br/>".join(lines)}</p>'


def _details(heading: Heading, dossier: int) -> str:
    rows = "".join(
        f'<tr><td width="38%">{escape(item.label)}</td><td width="62%">{_value(item)}</td></tr>'
        for item in _items(heading, dossier)
    )
    return f"<table {FRAMED}>{rows}</table>"


def _value(item: Item) -> str:
    return f"<b>{escape(item.value)}</b>" if item.value else "<i>non renseigné</i>"


def _items(heading: Heading, dossier: int) -> tuple[Item, ...]:
    patient = heading.patient
    last_day = (patient.deceased_on if patient.deceased else None) or heading.today
    ins = printed_ins(patient)
    return (
        Item("Statut de l'identité", status_of(patient).label),
        Item(
            "Nature just. d'identité",
            IDENTITY_DOCUMENTS.get(patient.identity_document, patient.identity_document),
        ),
        *((Item("OID", patient.ins_oid),) if ins.matricule else ()),
        Item("Nom utilisé", patient.used_name),
        Item("Prénom utilisé", patient.used_first_name),
        Item("Civilité", patient.civility),
        Item("Âge", age_text(patient.birth_date, last_day)),
        *((Item("Date de naissance incertaine", "Oui"),) if patient.birth_date_uncertain else ()),
        Item("Ville de naiss.", patient.birth_place_name),
        Item("Dossier", str(dossier)),
    )


def _footer(heading: Heading, *, simulated: bool) -> str:
    parts = [f"{TITLE} imprimée le {heading.today:%d/%m/%Y}", heading.practice.name]
    if simulated:
        parts.append(SIMULATED)
    text = " · ".join(escape(part) for part in parts)
    return f'<p align="center" style="font-size:8pt">{text}</p>'


def _cartouche_alone(patient: PatientDraft, caption: Caption) -> str:
    cartouche: Cartouche = cartouche_of(patient, caption, CartoucheForm.DOCUMENT)
    return cartouche_html(cartouche, pictures(cartouche.datamatrix, "").html)

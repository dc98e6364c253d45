"""The header of a family of documents: what its author wrote, and where the cartouche goes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from almapy.headers.cartouche import CartoucheForm


class Placement(StrEnum):
    """Where the cartouche stands beside the doctor's part (A-HDR-03)."""

    BELOW = "en_dessous"
    LEFT = "a_gauche"
    RIGHT = "a_droite"

    @property
    def label(self) -> str:
        """Return the words of the editor's menu."""
        return {
            "en_dessous": "Insérer en dessous",
            "a_gauche": "Insérer à gauche",
            "a_droite": "Insérer à droite",
        }[self.value]


class Family(StrEnum):
    """The families of documents that have a header of their own."""

    PRESCRIPTION_ADULT = "Prescription (adulte)"
    PRESCRIPTION_CHILD = "Prescription (enfant)"
    LETTER = "Courrier"
    CERTIFICATE = "Certificat"
    IDENTITY_SHEET = "Feuille d'identité INS"


@dataclass(frozen=True, slots=True)
class HeaderTemplate:
    """What an author of headers chooses; every text is HTML with merge fields.

    ``doctor`` stands beside or above the cartouche, ``patient`` after both, ``footer`` at the foot
    of each page. Tables lay out what stands side by side.
    """

    family: str
    doctor: str
    patient: str = ""
    placement: Placement = Placement.BELOW
    cartouche: CartoucheForm = CartoucheForm.HEADER
    footer: str = ""


_NAME = "<b>Docteur &lt;NOMPrenomMEDECIN&gt;</b>"
_PLACE = (
    "&lt;ADRESSEL1MEDECIN&gt;<br/>&lt;CODEPOSTALMEDECIN&gt; &lt;VILLEMEDECIN&gt;<br/>"
    "Tél\u00a0: &lt;TELEPHONEPROMEDECIN&gt;"
)
_RPPS = "RPPS\u00a0: &lt;ID_RPPS&gt;"
_ADELI = "ADELI\u00a0: &lt;NUMADELI&gt;"
_DAY = "&lt;VILLEMEDECIN&gt;, le &lt;DATEJOURETENDUE&gt;"
_WIDE = (
    '<table width="100%" cellspacing="0" cellpadding="0"><tr>'
    f'<td width="52%">{_NAME}<br/>{_PLACE}</td>'
    f'<td width="48%">&lt;PROFESSIONMEDECIN&gt;<br/>{_RPPS} - {_ADELI}<br/>'
    f"&lt;CODEBARRERPPSPETTIT&gt;<br/>{_DAY}</td></tr></table>"
)
_NARROW = (
    f"<p>{_NAME}<br/>&lt;PROFESSIONMEDECIN&gt;<br/>{_PLACE}<br/>{_ADELI}<br/>{_RPPS}<br/>"
    f"&lt;CODEBARRERPPSPETTIT&gt;<br/>{_DAY}</p>"
)
_PATIENT = (
    "<p>&lt;CIVILITE&gt; &lt;PRENOMPATIENT&gt; &lt;NOMPATIENT&gt;, &lt;AGEPATIENT&gt;, "
    "&lt;SEXEPATIENT&gt;</p>"
)
_WITH_FIRST_FIRST_NAME = frozenset(
    {Family.PRESCRIPTION_ADULT, Family.PRESCRIPTION_CHILD, Family.IDENTITY_SHEET}
)


def default_template(family: Family, placement: Placement = Placement.BELOW) -> HeaderTemplate:
    """Return the header that a family has until somebody writes another."""
    return HeaderTemplate(
        family=family.value,
        doctor=_WIDE if placement is Placement.BELOW else _NARROW,
        patient="" if family is Family.IDENTITY_SHEET else _PATIENT,
        placement=placement,
        cartouche=(
            CartoucheForm.DOCUMENT if family in _WITH_FIRST_FIRST_NAME else CartoucheForm.HEADER
        ),
    )

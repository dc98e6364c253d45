"""A card in the words of the screen: « non lu » is not « aucun »."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from almapy.identity.nir import shown_nir
from almapy.patients.model import PatientHit
from almapy.text import fold
from almapy.vitale.covers import QUALITIES
from almapy.vitale.reading import Bearer, Complementary, Insured, Period, VitaleReading
from almapy.vitale.results import BearerMatch, Likeness
from ui.patients.words import hit_states

NOT_READ: Final = "non lu"
LIKENESS: Final = MappingProxyType(
    {
        Likeness.NUMBER: "N° identique",
        Likeness.TRAITS: "Même nom, prénom et date",
        Likeness.CLOSE: "Proche\u00a0: à vérifier",
        Likeness.NONE: "Inconnu au cabinet",
    }
)
LIKENESS_ICONS: Final = MappingProxyType(
    {
        Likeness.NUMBER: "ok",
        Likeness.TRAITS: "ok",
        Likeness.CLOSE: "warning",
        Likeness.NONE: "patient-new",
    }
)
_CARD_DATE = 8
_WHOLE_NUMBER = 15
_ASSURE, _CHILD = "0", "6"
_SCHEMES = {
    "01": "régime général",
    "02": "régime agricole",
    "03": "AMPI",
    "04": "SNCF",
    "05": "RATP",
    "06": "ENIM",
    "07": "mines",
    "08": "CNMSS",
    "09": "Banque de France",
    "10": "CRPCEN",
    "12": "CCIP",
    "14": "Assemblée nationale",
    "15": "Sénat",
    "16": "port de Bordeaux",
    "90": "CAVIMAC",
    "91": "MGEN",
    "92": "MGPTT",
    "93": "MGP",
    "94": "MFP",
    "95": "MNH",
    "96": "MNAM",
    "99": "SLM",
}
"""Codes of SSV (card notes §2.5)."""


def bearer_name(bearer: Bearer) -> str:
    """Return « DE VINCI RUTH (nom de naissance NESSI) »."""
    name = f"{bearer.name} {bearer.first_name}".strip()
    if bearer.birth_name and fold(bearer.birth_name) != fold(bearer.name):
        name += f" (nom de naissance {bearer.birth_name})"
    return name


def birth_words(bearer: Bearer) -> str:
    """Return JJ/MM/AAAA, as the card writes it where it is no day of the calendar."""
    if bearer.birth_date is not None:
        return f"{bearer.birth_date:%d/%m/%Y}"
    text = bearer.birth_text
    if len(text) == _CARD_DATE and text.isdecimal():
        return f"{text[6:]}/{text[4:6]}/{text[:4]} (date de la carte)"
    return text or "date non lue"


def masked_number(number: str | None) -> str:
    """Return « 2 77 07 •• ••• ••• 10 »: enough to compare with a card in hand."""
    if number is None:
        return f"n°\u00a0{NOT_READ}"
    if not number:
        return "sans n° propre"
    if len(number) != _WHOLE_NUMBER:
        return f"{number[:1]}…{number[-2:]}"
    return f"{number[0]} {number[1:3]} {number[3:5]} •• ••• ••• {number[13:]}"


def bearer_line(bearer: Bearer) -> str:
    """Return the first line of a person of the card."""
    rank = f"rang {bearer.rank}" if bearer.rank not in {None, 1} else ""
    parts = (bearer_name(bearer), birth_words(bearer), rank, masked_number(bearer.own_nir))
    return " · ".join(part for part in parts if part)


def why_line(match: BearerMatch) -> str:
    """Return the second line: why a record is proposed, and which."""
    why = LIKENESS[match.likeness]
    if not match.records:
        return why
    if len(match.records) == 1:
        return f"{why} · {record_words(match.records[0])}"
    return f"{why} · {len(match.records)} dossiers\u00a0: à choisir"


def record_words(hit: PatientHit) -> str:
    """Return « dossier 23 DE VINCI RUTH, décédée »."""
    name = f"dossier {hit.dossier} {hit.used_name or hit.birth_name} {hit.first_name}"
    return ", ".join(part for part in (name, hit_states(hit)) if part)


def details_of(reading: VitaleReading, bearer: Bearer) -> list[tuple[str, str]]:
    """Return what the card says of one person: a label and a text a row.

    The number of the insured and the person's own never share a row.
    """
    rows = [
        ("Nom sur la carte", bearer_name(bearer)),
        ("Date de naissance", birth_words(bearer)),
        ("N° propre", _number(bearer.own_nir)),
        *((("À vérifier", bearer.number_note),) if bearer.number_note else ()),
        (_insured_label(reading, bearer), _insured_number(reading.insured)),
        ("Qualité", _quality(bearer.quality)),
        ("Rang de naissance", NOT_READ if bearer.rank is None else str(bearer.rank)),
        *_cover_rows(reading.insured),
        ("Droits", _rights(bearer.rights)),
        ("ALD", _ald(bearer)),
        ("Complémentaire", complementary_words(bearer)),
    ]
    if reading.ends_at is not None:
        rows.append(("Valable jusqu'à", f"{reading.ends_at.astimezone():%H:%M}"))
    return rows


def complementary_words(bearer: Bearer) -> str:
    """Return the complementary cover, « aucune », or « non lu »."""
    if bearer.complementary is not None:
        return _complementary(bearer.complementary)
    return "aucune" if bearer.complementary_was_read else NOT_READ


def period_words(period: Period) -> str:
    """Return « du … au … », open where nothing bounds it."""
    since = f"du {period.since:%d/%m/%Y}" if period.since else ""
    until = f"au {period.until:%d/%m/%Y}" if period.until else ""
    return " ".join(part for part in (since, until) if part) or "sans date"


def _complementary(cover: Complementary) -> str:
    parts = (
        "C2S" if cover.is_c2s else "",
        cover.name,
        f"n° {cover.number}" if cover.number else "",
        f"adhérent {cover.member_number}" if cover.member_number else "",
        period_words(cover.period) if cover.period != Period() else "",
    )
    return " · ".join(part for part in parts if part) or "sans précision"


def _number(number: str | None) -> str:
    if number is None:
        return NOT_READ
    if len(number) != _WHOLE_NUMBER:
        return shown_nir(number) if number else "aucun"
    # By position: cards bear months that are none, which the rules of the NIR do not know.
    parts = (number[0], number[1:3], number[3:5], number[5:7], number[7:10], number[10:13])
    return " ".join((*parts, number[13:]))


def _insured_number(insured: Insured | None) -> str:
    return _number(insured.nir if insured is not None else None)


def _insured_label(reading: VitaleReading, bearer: Bearer) -> str:
    insured = reading.insured
    is_own = insured is not None and bool(insured.nir) and insured.nir == bearer.own_nir
    if is_own or bearer.quality == _ASSURE:
        return "N° de l'assuré"
    return "N° de l'assuré (parent)" if bearer.quality == _CHILD else "N° de l'assuré (autre)"


def _quality(code: str | None) -> str:
    return NOT_READ if code is None else QUALITIES.get(code, code or "aucune")


def _cover_rows(insured: Insured | None) -> list[tuple[str, str]]:
    if insured is None:
        return [(label, NOT_READ) for label in ("Régime", "Caisse", "Centre")]
    scheme = " ".join(part for part in (insured.scheme, _SCHEMES.get(insured.scheme)) if part)
    return [
        ("Régime", scheme or "aucun"),
        ("Caisse", insured.fund or "aucune"),
        ("Centre", insured.centre or "aucun"),
    ]


def _rights(rights: Iterable[Period] | None) -> str:
    if rights is None:
        return NOT_READ
    return ", ".join(period_words(one) for one in rights) or "aucun"


def _ald(bearer: Bearer) -> str:
    if bearer.coverages is None:
        return NOT_READ
    found = [
        f"code {one.ald_code}, {period_words(one.period)}"
        for one in bearer.coverages
        if one.ald_code
    ]
    return " · ".join(found) or "aucune"

"""What came back from a call, in the words of the histories (INS notes §3.10)."""

from __future__ import annotations

from almapy.insi.acceptance import PlaceName
from almapy.insi.comparison import UNKNOWN_TO_THE_COG, shown_day
from almapy.insi.model import CallKind, Exchange, Identity, Ins, Outcome

RETURNED = "Données INS du patient récupérées"
NO_HISTORY = "Pas d'historique d'INS"
VERIFIED = "Vérification terminée NIR et Traits d'identité corrects"
SAID_OF_NOBODY = frozenset({Outcome.FOUND, Outcome.NOBODY, Outcome.SEVERAL})
"""Ends whose « LibelleCR » is always the same; in a refusal INSi may quote what it was sent."""


def detail_of(exchange: Exchange, place_name: PlaceName) -> str:
    """Return « Détail » of a call: the returned data, or what no code tells."""
    parts = [exchange.detail] if exchange.detail else []
    if exchange.outcome is Outcome.FOUND:
        if exchange.kind is CallKind.VERIFICATION:
            parts.append(VERIFIED)
        elif exchange.identity is not None:
            parts.append(f"{RETURNED}\u00a0: {_identity(exchange.identity, place_name)}")
    return " · ".join(parts)


def without_identity(detail: str, outcome: Outcome) -> str:
    """Return a « Détail » for those who may not see identities."""
    if outcome is not Outcome.FOUND:
        return detail
    return VERIFIED if VERIFIED in detail else RETURNED if RETURNED in detail else ""


def label_without_identity(label: str, outcome: Outcome) -> str:
    """Return a « Log Retour » for those who may not see identities."""
    return label if outcome in SAID_OF_NOBODY else ""


def _identity(identity: Identity, place_name: PlaceName) -> str:
    traits = identity.traits
    names = " ".join(part for part in (traits.birth_name, _first_names(identity)) if part)
    born = f"né(e) le {shown_day(traits.birth_date)}" if traits.birth_date else ""
    code = traits.birth_place_code
    place = f"à {place_name(code, None) or UNKNOWN_TO_THE_COG} (code INSEE {code})" if code else ""
    former = ", ".join(_ins(one) for one in identity.former)
    return " · ".join(
        part
        for part in (
            " ".join(one for one in (names, f"({traits.sex})", born, place) if one),
            f"INS\u00a0: {_ins(identity.active)}",
            f"Historique\u00a0: {former}" if former else NO_HISTORY,
        )
        if part
    )


def _first_names(identity: Identity) -> str:
    return identity.traits.first_names or identity.traits.first_name


def _ins(one: Ins) -> str:
    days = " au ".join(shown_day(day) for day in (one.starts_on, one.ends_on) if day)
    return f"{one.matricule} (OID {one.oid}{f', {days}' if days else ''})"

"""From the claims of Pro Santé Connect's userinfo to a professional (PSC notes §6).

What a service sends is not trusted to be whole: any key may be missing, empty or of another type,
unknown ones are ignored, texts and lists are bounded.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from typing import Any

from almapy.psc.faults import NotTrusted
from almapy.psc.model import Activity, OtherId, PscIdentity

LONGEST_TEXT = 200
LONGEST_SUBJECT = 40
MOST_LISTED = 20
MOST_ACTIVITIES = 50
_SUBJECT_SIGNS = frozenset(string.ascii_letters + string.digits + "-_./")
_STUDENT = "E"


def identity_of(issuer: str, claims: Mapping[str, Any]) -> PscIdentity:
    """Return who the claims name.

    Raises NotTrusted when nobody is named: SubjectNameID is missing or is no identifier. Nothing
    else stands for it (rule L2).
    """
    subject = _text(claims.get("SubjectNameID"))
    if not subject or len(subject) > LONGEST_SUBJECT or not _SUBJECT_SIGNS.issuperset(subject):
        raise NotTrusted
    practices = _practices(claims)
    return PscIdentity(
        issuer=issuer,
        subject=subject,
        family_name=_text(claims.get("family_name")),
        first_name=_text(claims.get("given_name")),
        profession_codes=_professions(practices) or _roles(claims.get("SubjectRole")),
        student=bool(practices) and all(_is_student(one) for one in practices),
        activities=tuple(_activities(practices))[:MOST_ACTIVITIES],
        means=_code(claims.get("Palier_Authentification")),
        other_ids=tuple(_other_ids(claims.get("otherIds"))),
    )


def _practices(claims: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the « exercices »: a profession each, with the places where it is exercised."""
    found = claims.get("SubjectRefPro")
    return _objects(found.get("exercices") if isinstance(found, Mapping) else None)


def _professions(practices: list[Mapping[str, Any]]) -> frozenset[str]:
    """Return the professions exercised; those of studies only when there is no other."""
    exercised = [one for one in practices if not _is_student(one)] or practices
    return frozenset(filter(None, (_text(one.get("codeProfession")) for one in exercised)))


def _roles(found: object) -> frozenset[str]:
    """Return the profession codes of « SubjectRole »: ``10^1.2.250.1.213.1.1.5.5``."""
    values = found if isinstance(found, list) else [found]
    return frozenset(filter(None, (_code(one) for one in values[:MOST_LISTED])))


def _activities(practices: list[Mapping[str, Any]]) -> Iterator[Activity]:
    for practice in practices:
        for place in _objects(practice.get("activities")):
            yield Activity(
                profession_code=_text(practice.get("codeProfession")),
                mode_code=_text(place.get("codeModeExercice")),
                sector_code=_text(place.get("codeSecteurDactivite")),
                structure_id=_text(place.get("identifiantTechniqueDeLaStructure")),
                name=_text(place.get("raisonSocialeSite"))
                or _text(place.get("enseigneCommercialeSite")),
            )


def _other_ids(found: object) -> Iterator[OtherId]:
    for one in _objects(found):
        identifier = _text(one.get("identifiant"))
        if identifier:
            yield OtherId(identifier, _text(one.get("origine")))


def _is_student(practice: Mapping[str, Any]) -> bool:
    return _text(practice.get("codeCategorieProfessionnelle")) == _STUDENT


def _objects(found: object) -> list[Mapping[str, Any]]:
    values = found if isinstance(found, list) else []
    return [one for one in values[:MOST_LISTED] if isinstance(one, Mapping)]


def _code(found: object) -> str:
    return _text(found).partition("^")[0]


def _text(found: object) -> str:
    """Return one line of text; what is no text is empty."""
    if not isinstance(found, str):
        return ""
    kept = "".join(sign if sign.isprintable() else " " for sign in found[:LONGEST_TEXT])
    return " ".join(kept.split())

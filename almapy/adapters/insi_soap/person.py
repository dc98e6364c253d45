"""INDIVIDU of an answer: the matricule in force, the former ones, the traits (INS notes §4.5).

Read by element name: files of the certification put the dates first, repeat the active matricule
in the history and carry keys that the rule would refuse. None of that is a reason to refuse.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from almapy.adapters.insi_soap.parts import UnusableAnswer, clean, leaf, only
from almapy.identity.oids import INS_OIDS
from almapy.insi.model import AnsweredTraits, Identity, Ins, Outcome

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = re.compile(r"[0-9]{6}[A-Za-z0-9][0-9]{6}")
_KEY = re.compile(r"[0-9]{2}")
_OID = re.compile(r"[0-9]+(\.[0-9]+)+")
_PLACE = re.compile(r"[0-9AB]{5}")
_LONGEST_NAME = 100
_LONGEST_DAY = 10
_LONGEST_OID = 40


def read_person(individual: _Element) -> tuple[Identity, tuple[str, ...]]:
    """Return the identity, and in French what of it could not be taken over.

    Raises UnusableAnswer when the matricule in force or its OID cannot be used.
    """
    notes: list[str] = []
    active = only(individual, "INSACTIF")
    if active is None:
        raise UnusableAnswer("La réponse ne contient pas de matricule INS en vigueur.")
    identity = Identity(
        _active(active), _traits(only(individual, "TIQ"), notes), _former(individual, notes)
    )
    return identity, tuple(notes)


def _active(element: _Element) -> Ins:
    holder = only(element, "IdIndividu")
    number, key = leaf(holder, "NumIdentifiant"), leaf(holder, "Cle")
    if not _NUMBER.fullmatch(number) or not _KEY.fullmatch(key):
        raise UnusableAnswer(
            "Le matricule INS de la réponse n'a pas la forme prévue (13 caractères et une clé de "
            "2 chiffres)."
        )
    oid = leaf(element, "OID")
    if not _OID.fullmatch(oid):
        raise UnusableAnswer("L'OID de la réponse manque ou n'est pas un OID.")
    if oid not in INS_OIDS:
        raise UnusableAnswer(
            f"L'OID de la réponse ({oid[:_LONGEST_OID]}) n'est pas celui d'un matricule INS.",
            Outcome.OTHER,
        )
    return Ins(f"{number}{key}".upper(), oid, *_days(element))


def _former(individual: _Element, notes: list[str]) -> tuple[Ins, ...]:
    """Return INSHISTO untouched and in its order; the key may be missing there."""
    from lxml import etree

    space = etree.QName(individual).namespace
    found = []
    for element in individual.findall(f"{{{space}}}INSHISTO"):
        try:
            holder = only(element, "IdIndividu")
            number, key = leaf(holder, "NumIdentifiant"), leaf(holder, "Cle")
            oid = leaf(element, "OID")
            days = _days(element)
        except UnusableAnswer:
            number = key = oid = ""
        if _NUMBER.fullmatch(number) and _KEY.fullmatch(key or "00") and _shown_oid(oid):
            found.append(Ins(f"{number}{key}".upper(), oid, *days))
        else:
            notes.append(
                "Une ligne de l'historique des INS n'a pas la forme prévue\u00a0: elle reste "
                "lisible dans la réponse conservée."
            )
    return tuple(found)


def _traits(element: _Element | None, notes: list[str]) -> AnsweredTraits:
    traits = AnsweredTraits(
        birth_name=_name(element, "NomNaissance"),
        first_name=_name(element, "Prenom"),
        first_names=_name(element, "ListePrenom"),
        sex=_name(element, "Sexe"),
        birth_date=_name(element, "DateNaissance"),
        birth_place_code=_place(leaf(element, "LieuNaissance"), notes),
    )
    if traits.sex not in {"", "F", "M"}:
        raise UnusableAnswer("Le sexe de la réponse n'est ni F ni M.")
    if len(traits.birth_date) > _LONGEST_DAY:
        raise UnusableAnswer("La date de naissance de la réponse n'a pas la forme prévue.")
    return traits


def _name(element: _Element | None, name: str) -> str:
    text = leaf(element, name)
    if len(text) > _LONGEST_NAME or text != clean(text):
        raise UnusableAnswer(f"«\u00a0{name}\u00a0» de la réponse n'est pas lisible.")
    return text


def _place(code: str, notes: list[str]) -> str:
    """Return five characters, known of the COG or not; anything else is left aside."""
    if not code or _PLACE.fullmatch(code):
        return code
    notes.append(
        "Le code du lieu de naissance de la réponse n'a pas cinq caractères\u00a0: il n'est pas "
        "repris."
    )
    return ""


def _days(element: _Element) -> tuple[str, str]:
    """Return DateDeb and DateFin as received; they may be in any order and are not checked."""
    starts, ends = leaf(element, "DateDeb"), leaf(element, "DateFin")
    return starts[:_LONGEST_DAY], ends[:_LONGEST_DAY]


def _shown_oid(oid: str) -> bool:
    return len(oid) <= _LONGEST_OID and _OID.fullmatch(oid) is not None

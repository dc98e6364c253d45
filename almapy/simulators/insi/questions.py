"""What a call asks: the bodies of the three operations, their order and their forms (§4.5, §4.6).

Format non publié for the verification: the request tree is that of the published draft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from almapy.insi.standard import (
    BY_CARD,
    BY_TRAITS,
    SEARCH_BY_CARD,
    SEARCH_BY_TRAITS,
    VERIFICATION,
)
from almapy.simulators.insi.people import CardQuestion, Person, Question, starts
from almapy.simulators.insi.refusals import NO_BIRTH_NAME, Refused, malformed
from almapy.simulators.insi.tree import in_order, only, text

_MOST_NAME = 100
# §3.2: A–Z, space, apostrophe, hyphen; spaces and apostrophes neither doubled nor combined.
_BIRTH_NAME = re.compile(r"(?!.*(?:  |''|' | '|---))[A-Z'][A-Z' -]*")
_GIVEN_NAME = re.compile(r"(?!.*(?:  |''|' | '|--))[A-Z'][A-Z' -]*(?<![-' ])")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LUNAR = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACE = re.compile(r"\d[\dAB]\d{3}")
_NUMBER = re.compile(r"\d{6}[A-Za-z0-9]\d{6}")
_KEY = re.compile(r"\d{2}")
_OID = re.compile(r"1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11)")
_UNKNOWN_PLACE = "99999"
_TRAITS = ("NomNaissance", "Prenom", "Sexe", "DateNaissance", "LieuNaissance")
_MATRICULE = ("NumIdentifiant", "Cle", "TypeMatricule")


@dataclass(frozen=True, slots=True)
class Check:
    """A matricule and the traits to compare with it; ``first_names`` is empty when not sent."""

    number: str = field(repr=False)
    key: str = field(repr=False)
    oid: str
    traits: Question
    first_names: str = field(default="", repr=False)

    def fits(self, person: Person) -> bool:
        """Tell whether the traits are those of the person."""
        if self.first_names and not starts(person.first_names, self.first_names):
            return False
        return self.traits.fits(person)


Asked = Question | CardQuestion | Check


def asked_by(action: str, payload: etree._Element) -> Asked:
    """Return what the body of this operation asks; raises Refused."""
    if action == SEARCH_BY_TRAITS:
        _named(payload, BY_TRAITS, "RECSANSVITALE")
        in_order_but_names(payload)
        return _traits(payload, BY_TRAITS)
    if action == SEARCH_BY_CARD:
        _named(payload, BY_CARD, "RECVITALE")
        return _card(payload)
    _named(payload, VERIFICATION, "RequeteUnitaire")
    return _check(payload)


def in_order_but_names(payload: etree._Element) -> None:
    """Check the order of the traits of a search; given names other than one are refused apart."""
    names = payload.findall(f"{{{BY_TRAITS}}}Prenom")
    if len(names) != 1:
        raise malformed("prenom", f"Un appel porte un seul Prenom, celui-ci {len(names)}.")
    in_order(payload, BY_TRAITS, _TRAITS)


def _named(payload: etree._Element, namespace: str, name: str) -> None:
    if payload.tag != f"{{{namespace}}}{name}":
        raise malformed("corps", f"Le corps de cette opération est {name}.")


def _traits(parent: etree._Element, namespace: str) -> Question:
    name = parent.findtext(f"{{{namespace}}}NomNaissance", "").strip()
    if not name:
        raise Refused(NO_BIRTH_NAME)
    if len(name) > _MOST_NAME or not _BIRTH_NAME.fullmatch(name):
        raise malformed("nom", "Le nom de naissance a des caractères refusés.")
    either = "Prenom" if parent.find(f"{{{namespace}}}Prenom") is not None else "ListePrenom"
    given = _given_name(parent, namespace, either)
    sex = text(only(parent, namespace, "Sexe"))
    if sex not in {"M", "F"}:
        raise malformed("sexe", "Le sexe est M ou F.")
    birth_date = text(only(parent, namespace, "DateNaissance"))
    if not _DATE.fullmatch(birth_date):
        raise malformed("date", "La date de naissance s'écrit AAAA-MM-JJ.")
    return Question(name, given, sex, birth_date, _place(parent, namespace))


def _given_name(parent: etree._Element, namespace: str, name: str) -> str:
    given = text(only(parent, namespace, name))
    if len(given) > _MOST_NAME or not _GIVEN_NAME.fullmatch(given):
        raise malformed("prenom", "Le prénom a des caractères refusés.")
    return given


def _place(parent: etree._Element, namespace: str) -> str:
    if parent.find(f"{{{namespace}}}LieuNaissance") is None:
        return ""
    place = text(only(parent, namespace, "LieuNaissance"))
    if not _PLACE.fullmatch(place) or place == _UNKNOWN_PLACE:
        raise malformed("lieu", "Le lieu de naissance est un code connu de cinq caractères.")
    return place


def _card(payload: etree._Element) -> CardQuestion:
    in_order(
        payload,
        BY_CARD,
        ("MatriculeIndividu", "MatriculeOD", "NomNaissance", "DateNaissance", "RangNaissance"),
    )
    own, insured = _matricule(payload, "MatriculeIndividu"), _matricule(payload, "MatriculeOD")
    if not own and not insured:
        raise malformed("matricule", "Aucun matricule de la carte n'a été envoyé.")
    name, birth_date, rank = (
        payload.findtext(f"{{{BY_CARD}}}{tag}", "").strip()
        for tag in ("NomNaissance", "DateNaissance", "RangNaissance")
    )
    if name and (len(name) > _MOST_NAME or not _BIRTH_NAME.fullmatch(name)):
        raise malformed("nom", "Le nom de naissance a des caractères refusés.")
    if not _LUNAR.fullmatch(birth_date):
        raise malformed("date", "La date de naissance s'écrit AAAA-MM-JJ.")
    if rank and not (rank.isascii() and rank.isdigit() and len(rank) == 1):
        raise malformed("rang", "Le rang de naissance est un chiffre.")
    return CardQuestion(own, insured, name, birth_date, rank)


def _matricule(payload: etree._Element, name: str) -> str:
    found = payload.find(f"{{{BY_CARD}}}{name}")
    return _number(found, BY_CARD)[0] if found is not None else ""


def _number(parent: etree._Element, namespace: str) -> tuple[str, str]:
    in_order(parent, namespace, _MATRICULE)
    number = text(only(parent, namespace, "NumIdentifiant"))
    key = text(only(parent, namespace, "Cle"))
    kind = parent.findtext(f"{{{namespace}}}TypeMatricule", "NIR").strip()
    if not (_NUMBER.fullmatch(number) and _KEY.fullmatch(key) and kind in {"NIR", "NIA"}):
        raise malformed("matricule", "Un matricule a treize caractères, sa clé deux, NIR ou NIA.")
    return number.upper(), key


def _check(payload: etree._Element) -> Check:
    in_order(payload, VERIFICATION, ("IndividuVerifie",))
    person = only(payload, VERIFICATION, "IndividuVerifie")
    in_order(person, VERIFICATION, ("INSFourni", "TraitsIdentiteIndividu"))
    given = only(person, VERIFICATION, "INSFourni")
    in_order(given, VERIFICATION, ("IdIndividu", "OID"))
    number, key = _number(only(given, VERIFICATION, "IdIndividu"), VERIFICATION)
    oid = text(only(given, VERIFICATION, "OID"))
    if not _OID.fullmatch(oid):
        raise malformed("oid", "Cet OID n'est pas celui d'un INS.")
    traits = only(person, VERIFICATION, "TraitsIdentiteIndividu")
    in_order(
        traits,
        VERIFICATION,
        ("NomNaissance", "Prenom", "ListePrenom", "Sexe", "DateNaissance", "LieuNaissance"),
    )
    names = ""
    if traits.find(f"{{{VERIFICATION}}}ListePrenom") is not None:
        names = _given_name(traits, VERIFICATION, "ListePrenom")
    return Check(number, key, oid, _traits(traits, VERIFICATION), names)

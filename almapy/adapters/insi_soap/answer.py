"""The liberal, bounded reading of what INSi answers (INS notes §4.5 and §4.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from almapy.adapters.bounded_xml import UnreadableXml, parse
from almapy.adapters.insi_soap.faults import Fault, read_fault
from almapy.adapters.insi_soap.parts import UnusableAnswer, clean, leaf, only
from almapy.adapters.insi_soap.person import read_person
from almapy.identity.oids import NEVER_IN_PRODUCTION
from almapy.insi.model import OUTCOME_OF_CODE, CallKind, Identity, Outcome
from almapy.insi.settings import Environment
from almapy.insi.standard import FOUND, NOBODY, RESULT, SEVERAL, SOAP, VERIFIED

if TYPE_CHECKING:
    from lxml.etree import _Element

_SAFE = "Rien n'a été modifié dans le dossier."
_HTTP_OK = range(200, 300)
_REDIRECTED = range(300, 400)
_LONGEST_CODE = 40
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer says: outcome, code, the service's words, French detail, identity, fault."""

    outcome: Outcome
    code: str = ""
    label: str = ""
    detail: str = ""
    identity: Identity | None = field(default=None, repr=False)
    fault: Fault | None = None


def read_answer(
    kind: CallKind,
    body: bytes,
    *,
    status: int = 200,
    environment: Environment = Environment.PRODUCTION,
) -> Reading:
    """Read an answer; never raises, whatever came.

    FOUND needs CR 00, exactly one person, a matricule of the schema's shape and a known OID; never
    a right key nor a known birth place. The verification (WS_INS3) has a format non publié: code
    and words are looked for by name anywhere in the answer.
    """
    try:
        content = _content(parse(body))
        return _read(kind, content, status, environment)
    except UnreadableXml as error:
        return Reading(Outcome.UNREADABLE, detail=_unreadable(body, status, error.message))
    except UnusableAnswer as error:
        return Reading(error.outcome, detail=_unusable(error.detail))


def _read(kind: CallKind, content: _Element, status: int, environment: Environment) -> Reading:
    if content.tag == f"{{{SOAP}}}Fault":
        fault = read_fault(content)
        return Reading(
            Outcome.FAULT, fault.shown_code, fault.reason, fault.words, identity=None, fault=fault
        )
    if status not in _HTTP_OK:
        raise UnusableAnswer(f"Une réponse est venue avec le statut HTTP {status}, contradictoire.")
    if kind is CallKind.VERIFICATION:
        return _verified(content)
    if content.tag != f"{{{RESULT}}}RESULTAT":
        raise UnusableAnswer("La réponse n'est pas un résultat d'INSi.")
    return _found(content, environment)


def _content(root: _Element) -> _Element:
    """Return the one element of the SOAP body; a saved answer may be that element alone."""
    if root.tag != f"{{{SOAP}}}Envelope":
        return root
    body = only(root, "Body")
    if body is None or len(body) != 1:
        raise UnusableAnswer("Le message reçu ne contient pas exactement une réponse.")
    return body[0]


def _found(result: _Element, environment: Environment) -> Reading:
    report = only(result, "CR")
    code, label = leaf(report, "CodeCR"), clean(leaf(report, "LibelleCR"))
    if report is None or not code:
        raise UnusableAnswer("La réponse ne porte pas de code de résultat (CR).")
    if code != FOUND:
        outcome = OUTCOME_OF_CODE.get(code, Outcome.OTHER)
        return Reading(outcome, clean(code)[:_LONGEST_CODE], label, _of_code(outcome))
    people = list(result.iter(f"{{{RESULT}}}INDIVIDU"))
    person = only(result, "INDIVIDU")
    if person is None or len(people) != 1:
        raise UnusableAnswer("La réponse annonce une identité et n'en contient pas exactement une.")
    try:
        identity, notes = read_person(person)
    except UnusableAnswer as error:
        return Reading(error.outcome, code, label, _unusable(error.detail))
    if environment is Environment.PRODUCTION and identity.active.oid in NEVER_IN_PRODUCTION:
        return Reading(
            Outcome.OTHER,
            code,
            label,
            "Le téléservice a répondu par une identité de test ou de démonstration, qui n'entre "
            f"pas dans une base de production. {_SAFE} Vérifiez dans «\u00a0Téléservices\u00a0» "
            "l'adresse appelée et l'environnement.",
        )
    return Reading(Outcome.FOUND, code, label, " ".join(notes), identity)


def _verified(content: _Element) -> Reading:
    """Read the answer to a verification: format non publié, hence by name alone.

    00 is « corrects »; 01 and 02, which elsewhere mean that no one person has these traits, are
    taken as discordant; any other code decides nothing.
    """
    from lxml import etree

    if etree.QName(content).namespace not in {VERIFIED, RESULT}:
        raise UnusableAnswer("La réponse n'est pas celle d'une vérification d'INSi.")
    codes = list(content.iter("{*}CodeCR"))
    if len(codes) != 1 or len(codes[0]):
        raise UnusableAnswer("La réponse ne porte pas exactement un code de résultat (CR).")
    code = (codes[0].text or "").strip(" \t\r\n")
    labels = [clean(one.text) for one in content.iter("{*}LibelleCR")]
    label = labels[0] if labels else ""
    if code == FOUND:
        return Reading(Outcome.FOUND, code, label)
    if code in {NOBODY, SEVERAL}:
        return Reading(Outcome.DISCORDANT, code, label)
    if not code:
        raise UnusableAnswer("La réponse ne porte pas de code de résultat (CR).")
    return Reading(Outcome.OTHER, clean(code)[:_LONGEST_CODE], label, _of_code(Outcome.OTHER))


def _of_code(outcome: Outcome) -> str:
    if outcome is not Outcome.OTHER:
        return ""
    return (
        "Le téléservice a répondu par un code que ce logiciel ne connaît pas\u00a0: aucune "
        f"identité n'en est tirée. {_SAFE} Transmettez l'historique de l'appel au support."
    )


def _unusable(why: str) -> str:
    return (
        f"{why} Elle n'est pas utilisée. {_SAFE} Recommencez\u00a0; si cela persiste, transmettez "
        "l'historique de l'appel au support."
    )


def _unreadable(body: bytes, status: int, why: str) -> str:
    start = body[:4096].lstrip().lower()
    if start.startswith(_HTML) or b"<html" in start:
        why = "Une page web est venue à la place de la réponse d'INSi (proxy ou portail d'accès)."
    elif status in _REDIRECTED:
        why = "Le serveur renvoie vers une autre adresse, qui n'a pas été suivie."
    elif status not in _HTTP_OK:
        why = f"Le serveur a répondu par l'erreur HTTP {status}, sans message d'INSi."
    return (
        f"{why} {_SAFE} Vérifiez la connexion à Internet, le proxy et l'adresse du service, puis "
        "recommencez."
    )

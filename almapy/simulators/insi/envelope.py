"""The HTTP and SOAP wrapping of a call: method, media type, envelope, addressing (§4.1, §4.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from almapy.insi.standard import (
    BAM,
    LPS,
    MEDIA_TYPE,
    PATH,
    SEARCH_BY_CARD,
    SEARCH_BY_TRAITS,
    SOAP,
    VERIFY,
    WSA,
    WSSE,
)
from almapy.simulators.insi.refusals import malformed
from almapy.simulators.insi.tree import elements, only, parsed, text
from almapy.simulators.web import BodyProblem, HttpRequest

OPERATIONS = (SEARCH_BY_CARD, SEARCH_BY_TRAITS, VERIFY)
_UUID4 = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
UUID4 = re.compile(_UUID4, re.IGNORECASE)
_MESSAGE_ID = re.compile(f"uuid:{_UUID4}", re.IGNORECASE)
_UNDERSTOOD = {BAM, LPS, WSA, WSSE}
_BODY_PROBLEMS = {
    BodyProblem.NO_LENGTH: ("longueur", "La longueur du message n'est pas annoncée.", 411),
    BodyProblem.TOO_LONG: ("longueur", "Le message est trop long.", 413),
    BodyProblem.CUT: ("longueur", "Le message est plus court qu'annoncé.", 400),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call whose wrapping is right; what it asks is in ``payload``."""

    action: str
    message_id: str
    header: etree._Element = field(repr=False)
    payload: etree._Element = field(repr=False)


def announced_action(request: HttpRequest) -> str:
    """Check what HTTP says of a call and return its action; raises Refused."""
    if request.method != "POST":
        raise malformed("methode", "Ce service ne répond qu'à POST.", status=405)
    if request.problem is not None:
        detail, words, status = _BODY_PROBLEMS[request.problem]
        raise malformed(detail, words, status=status)
    if request.path != PATH:
        raise malformed("adresse", f"Ce service répond à l'adresse {PATH}.", status=404)
    headers = request.headers
    if headers.get_content_type() != MEDIA_TYPE:
        raise malformed("type", f"Le type du message doit être {MEDIA_TYPE}.", status=415)
    if (headers.get_content_charset() or "").lower() != "utf-8":
        raise malformed("jeu", "Le message doit être en UTF-8.", status=415)
    action = headers.get_param("action")
    if not isinstance(action, str) or not action:
        raise malformed("action", "Content-Type ne dit pas l'action.")
    return action


def message_id_in(root: etree._Element) -> str:
    """Return the identifier a fault has to quote, empty when there is none to read."""
    found = root.find(f"{{{SOAP}}}Header/{{{WSA}}}MessageID")
    return (found.text or "").strip() if found is not None else ""


def opened(root: etree._Element, announced: str) -> Call:
    """Check the envelope and the addressing of a call; raises Refused."""
    if root.tag != f"{{{SOAP}}}Envelope":
        wrong = etree.QName(root).localname == "Envelope"
        raise malformed(
            "enveloppe",
            "Une enveloppe SOAP 1.2 est attendue.",
            code="VersionMismatch" if wrong else "",
        )
    if [child.tag for child in elements(root)] != [f"{{{SOAP}}}Header", f"{{{SOAP}}}Body"]:
        raise malformed("enveloppe", "L'enveloppe a un Header puis un Body, rien d'autre.")
    header, body = only(root, SOAP, "Header"), only(root, SOAP, "Body")
    _understood(header)
    action = text(only(header, WSA, "Action"))
    if action != announced:
        raise malformed("action", "wsa:Action et Content-Type ne disent pas la même action.")
    if action not in OPERATIONS:
        raise malformed("operation", "Cette opération n'existe pas.")
    message_id = text(only(header, WSA, "MessageID"))
    if not _MESSAGE_ID.fullmatch(message_id):
        raise malformed("message", "wsa:MessageID doit être «\u00a0uuid:\u00a0» et un UUID v4.")
    payload = elements(body)
    if len(payload) != 1:
        raise malformed("corps", "Le corps du message a un et un seul élément.")
    return Call(action, message_id, header, payload[0])


def read(request: HttpRequest) -> etree._Element:
    """Return the root of the message; raises Refused."""
    if not request.body.strip():
        raise malformed("xml", "Le message est vide.")
    return parsed(request.body)


def _understood(header: etree._Element) -> None:
    for element in elements(header):
        must = element.get(f"{{{SOAP}}}mustUnderstand", "")
        if must in {"1", "true"} and etree.QName(element).namespace not in _UNDERSTOOD:
            raise malformed(
                "entete", "Un en-tête obligatoire n'est pas compris.", code="MustUnderstand"
            )

"""The bodies of the three questions, in the order of the schemas, and their envelope (§4.5, §4.6).

A trait that is empty, or an unknown place, is not sent: every element is optional in the schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from almapy.adapters.insi_soap.contexts import Sender, addressing, bam_context, lps_context
from almapy.identity.oids import MatriculeKind
from almapy.insi.model import Beneficiary, Ins, Traits
from almapy.insi.standard import BY_CARD, BY_TRAITS, SOAP, VERIFICATION, WSSE

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element

UNKNOWN_PLACE = "99999"
_THIRTEEN = 13


def by_traits(traits: Traits, given_name: str) -> _Element:
    """Return RECSANSVITALE (WS_INS2) with one « Prenom »."""
    body = _root(BY_TRAITS, "RECSANSVITALE")
    _add(body, "NomNaissance", traits.birth_name)
    _add(body, "Prenom", given_name)
    _add(body, "Sexe", traits.sex)
    _add(body, "DateNaissance", traits.birth_date)
    _add(body, "LieuNaissance", _known(traits.birth_place_code))
    return body


def by_card(beneficiary: Beneficiary) -> _Element:
    """Return RECVITALE (WS_INS1): which elements INSi insists on is not known."""
    body = _root(BY_CARD, "RECVITALE")
    _matricule(body, "MatriculeIndividu", beneficiary.own_nir, "NIR")
    _matricule(body, "MatriculeOD", beneficiary.insured_nir, "NIR")
    _add(body, "NomNaissance", beneficiary.birth_name)
    _add(body, "DateNaissance", beneficiary.birth_date)
    _add(body, "RangNaissance", beneficiary.rank)
    return body


def verification(ins: Ins, traits: Traits) -> _Element:
    """Return RequeteUnitaire (WS_INS3): format non publié.

    « ListePrenom » carries the whole list; « Prenom » is left out, since which words of the list
    make the first name is not known here.
    """
    body = _root(VERIFICATION, "RequeteUnitaire")
    person = _add(body, "IndividuVerifie")
    given = _add(person, "INSFourni")
    _matricule(
        given, "IdIndividu", ins.matricule, "NIA" if ins.kind is MatriculeKind.NIA else "NIR"
    )
    _add(given, "OID", ins.oid)
    shown = _add(person, "TraitsIdentiteIndividu")
    _add(shown, "NomNaissance", traits.birth_name)
    _add(shown, "ListePrenom", traits.first_names)
    _add(shown, "Sexe", traits.sex)
    _add(shown, "DateNaissance", traits.birth_date)
    _add(shown, "LieuNaissance", _known(traits.birth_place_code))
    return body


def envelope(
    body: _Element,
    *,
    action: str,
    message_id: str,
    sender: Sender,
    now: datetime,
    assertion: bytes = b"",
) -> bytes:
    """Return the whole message; the headers stand in the order seen in accepted ones (§4.3)."""
    from lxml import etree

    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    header = etree.SubElement(root, f"{{{SOAP}}}Header")
    header.append(bam_context(sender, now))
    header.append(lps_context(sender, now))
    header.extend(addressing(action, message_id))
    if assertion:
        security = etree.SubElement(header, f"{{{WSSE}}}Security", nsmap={"wsse": WSSE})
        security.append(etree.fromstring(assertion))
    etree.SubElement(root, f"{{{SOAP}}}Body").append(body)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _root(space: str, name: str) -> _Element:
    from lxml import etree

    return etree.Element(f"{{{space}}}{name}", nsmap={"insi": space})


def _add(parent: _Element, name: str, text: str | None = None) -> _Element:
    """Add a child of the same namespace; an empty text adds nothing to the document."""
    from lxml import etree

    child = etree.Element(f"{{{etree.QName(parent).namespace}}}{name}")
    if text != "":
        child.text = text
        parent.append(child)
    return child


def _matricule(parent: _Element, name: str, number: str, kind: str) -> None:
    if not number:
        return
    holder = _add(parent, name)
    _add(holder, "NumIdentifiant", number[:_THIRTEEN])
    _add(holder, "Cle", number[_THIRTEEN:])
    _add(holder, "TypeMatricule", kind)


def _known(place: str) -> str:
    return "" if place == UNKNOWN_PLACE else place

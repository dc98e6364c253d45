"""The SAML 2.0 assertion of a CPS (INS notes §4.4), signed by the card or a software key."""

from __future__ import annotations

import base64
import hashlib
import threading
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from almapy.adapters.insi_soap.contexts import instant
from almapy.adapters.insi_soap.subject import distinguished_name, national_number
from almapy.insi.ports import Signer
from almapy.insi.standard import (
    BILLING_ATTRIBUTE,
    CARD_NAME_FORMAT,
    CARD_QUALIFIER,
    DSIG,
    ENVELOPED,
    EXCLUSIVE_C14N,
    RSA_SHA256,
    SAML,
    SECTOR_ATTRIBUTE,
    SHA256,
    SPECIALITY_ATTRIBUTE,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

KEPT_FOR = timedelta(minutes=50)
"""The teleservice accepts an assertion for about an hour."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the assertion says beyond the card: billing number, sector, speciality."""

    billing_number: str
    sector: str
    speciality: str = ""


class Assertions:
    """Keeps the assertion of a card in memory, so that a PIN is not asked at every call.

    One signature at a time: two calls that start together ask for one.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._drops = 0
        self._key: tuple[bytes, Claims] | None = None
        self._made_at: datetime | None = None
        self._text = b""

    def current(self, signer: Signer, claims: Claims, now: datetime) -> bytes:
        """Return a signed assertion made less than fifty minutes ago.

        Raises AccessError or ExternalError when the key does not sign.
        """
        certificate = signer.certificate
        key = (hashlib.sha256(certificate).digest(), claims)
        with self._turn:
            with self._guard:
                fresh = self._made_at is not None and timedelta() <= now - self._made_at < KEPT_FOR
                if key == self._key and fresh:
                    return self._text
                self._key, drops = None, self._drops
            text = signed_assertion(signer, claims, now)
            with self._guard:
                if drops == self._drops:
                    self._key, self._made_at, self._text = key, now, text
            return text

    def drop(self) -> None:
        """Forget it: the card left the reader, or the teleservice refused it.

        Returns at once; one that is being signed meanwhile is not kept.
        """
        with self._guard:
            self._drops += 1
            self._key, self._made_at, self._text = None, None, b""


def signed_assertion(signer: Signer, claims: Claims, now: datetime) -> bytes:
    """Return a new assertion, signed, as XML.

    Raises AccessError or ExternalError when the key does not sign.
    """
    from lxml import etree

    certificate = signer.certificate
    assertion = _unsigned(certificate, claims, now)
    # The digest is that of the assertion without its signature: the « enveloped » transform.
    digest = hashlib.sha256(_canonical(assertion)).digest()
    signature = etree.Element(f"{{{DSIG}}}Signature", nsmap={"ds": DSIG})
    signed_info = _signed_info(signature, assertion.get("ID", ""), digest)
    assertion.insert(1, signature)
    value = etree.SubElement(signature, f"{{{DSIG}}}SignatureValue")
    value.text = base64.b64encode(signer.sign(_canonical(signed_info))).decode()
    key_info = etree.SubElement(signature, f"{{{DSIG}}}KeyInfo")
    holder = etree.SubElement(key_info, f"{{{DSIG}}}X509Data")
    shown = etree.SubElement(holder, f"{{{DSIG}}}X509Certificate")
    shown.text = base64.b64encode(certificate).decode()
    return etree.tostring(assertion)


def _unsigned(certificate: bytes, claims: Claims, now: datetime) -> _Element:
    from lxml import etree

    assertion = etree.Element(
        f"{{{SAML}}}Assertion",
        {"Version": "2.0", "ID": f"_{uuid.uuid4()}", "IssueInstant": instant(now)},
        nsmap={"saml": SAML},
    )
    issuer = etree.SubElement(assertion, f"{{{SAML}}}Issuer", {"Format": CARD_NAME_FORMAT})
    issuer.text = distinguished_name(certificate)
    subject = etree.SubElement(assertion, f"{{{SAML}}}Subject")
    name = etree.SubElement(subject, f"{{{SAML}}}NameID", {"NameQualifier": CARD_QUALIFIER})
    name.text = national_number(certificate)
    statement = etree.SubElement(assertion, f"{{{SAML}}}AttributeStatement")
    for label, text in (
        (BILLING_ATTRIBUTE, claims.billing_number),
        (SECTOR_ATTRIBUTE, claims.sector),
        (SPECIALITY_ATTRIBUTE, claims.speciality),
    ):
        if text:
            attribute = etree.SubElement(statement, f"{{{SAML}}}Attribute", {"Name": label})
            etree.SubElement(attribute, f"{{{SAML}}}AttributeValue").text = text
    return assertion


def _signed_info(signature: _Element, identifier: str, digest: bytes) -> _Element:
    from lxml import etree

    info = etree.SubElement(signature, f"{{{DSIG}}}SignedInfo")
    _algorithm(info, "CanonicalizationMethod", EXCLUSIVE_C14N)
    _algorithm(info, "SignatureMethod", RSA_SHA256)
    reference = etree.SubElement(info, f"{{{DSIG}}}Reference", {"URI": f"#{identifier}"})
    transforms = etree.SubElement(reference, f"{{{DSIG}}}Transforms")
    _algorithm(transforms, "Transform", ENVELOPED)
    _algorithm(transforms, "Transform", EXCLUSIVE_C14N)
    _algorithm(reference, "DigestMethod", SHA256)
    value = etree.SubElement(reference, f"{{{DSIG}}}DigestValue")
    value.text = base64.b64encode(digest).decode()
    return info


def _algorithm(parent: _Element, name: str, algorithm: str) -> None:
    from lxml import etree

    etree.SubElement(parent, f"{{{DSIG}}}{name}", {"Algorithm": algorithm})


def _canonical(element: _Element) -> bytes:
    from lxml import etree

    return etree.tostring(element, method="c14n", exclusive=True, with_comments=False)

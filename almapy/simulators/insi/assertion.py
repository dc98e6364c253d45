"""The assertion that a CPS signs: its structure, its signature, its age (§4.4)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

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
    WSSE,
)
from almapy.simulators.insi.contexts import moment
from almapy.simulators.insi.refusals import forbidden
from almapy.simulators.insi.tree import elements, local, only, text

LIFE = timedelta(hours=1)
_LATE = timedelta(minutes=5)
_EARLY = timedelta(minutes=1)
_ID = re.compile(
    "_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
_MILLISECONDS = re.compile(r".*\.\d{3}Z")
_DOCTORS = frozenset({"médecin", "medecin", "docteur"})
_NAMES = {
    NameOID.GIVEN_NAME: "2.5.4.42",
    NameOID.COMMON_NAME: "CN",
    NameOID.SURNAME: "SN",
    NameOID.TITLE: "T",
}
_RANK = {oid: rank for rank, oid in enumerate(_NAMES)}
_FORMS = {
    BILLING_ATTRIBUTE: re.compile(r"\d{9}"),
    SECTOR_ATTRIBUTE: re.compile(r"SA\d{2}"),
    SPECIALITY_ATTRIBUTE: re.compile(r"\d{2}"),
}
_SIGNATURE = SignatureConfiguration(
    location="./",
    expect_references=1,
    signature_methods=frozenset({SignatureMethod.RSA_SHA256}),
    digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
    default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
)


def check_assertion(
    header: etree._Element,
    authority: x509.Certificate,
    now: datetime,
    believes: Callable[[bytes], bool],
) -> str:
    """Check who calls with a card; return the national identifier. Raises Refused.

    The card comes from the authority, or its certificate is one that ``believes`` knows. What is
    believed of the rest is read from what the signature covers, never from around it.
    """
    assertion = _found(header)
    certificate = _certificate(assertion, authority, believes)
    signed = _verified(assertion, certificate)
    return _believed(signed, certificate, now)


def subject_name(certificate: x509.Certificate) -> str:
    """Return the subject as Issuer writes it: the most specific first, GN by its dotted name."""
    parts = [
        x509.RelativeDistinguishedName(sorted(part, key=lambda one: _RANK.get(one.oid, len(_RANK))))
        for part in certificate.subject.rdns
    ]
    return x509.Name(parts).rfc4514_string(_NAMES)


def _found(header: etree._Element) -> etree._Element:
    everything = header.getroottree().getroot()
    for name, namespace in (("Assertion", SAML), ("Signature", DSIG)):
        if len(list(everything.iter(f"{{{namespace}}}{name}"))) > 1:
            raise forbidden("assertion", f"Le message a plusieurs éléments {name}.")
    security = header.findall(f"{{{WSSE}}}Security")
    if len(security) != 1 or [child.tag for child in elements(security[0])] != [
        f"{{{SAML}}}Assertion"
    ]:
        raise forbidden("assertion", "wsse:Security doit contenir une assertion, rien d'autre.")
    assertion = elements(security[0])[0]
    expected = [
        f"{{{SAML}}}Issuer",
        f"{{{DSIG}}}Signature",
        f"{{{SAML}}}Subject",
        f"{{{SAML}}}AttributeStatement",
    ]
    if [child.tag for child in elements(assertion)] != expected:
        raise forbidden(
            "assertion", "L'assertion a Issuer, Signature, Subject puis AttributeStatement."
        )
    identifier = assertion.get("ID", "")
    if not _ID.fullmatch(identifier):
        raise forbidden("assertion", "L'ID de l'assertion est «\u00a0_\u00a0» et un UUID v4.")
    same = [
        element
        for element in everything.iter("*")
        if identifier in {element.get(name) for name in ("ID", "Id", "id")}
    ]
    if same != [assertion]:
        raise forbidden("assertion", "L'ID de l'assertion sert à plusieurs éléments.")
    _check_algorithms(elements(assertion)[1], identifier)
    return assertion


def _check_algorithms(signature: etree._Element, identifier: str) -> None:
    parts = [local(child) for child in elements(signature)]
    if parts != ["SignedInfo", "SignatureValue", "KeyInfo"]:
        raise forbidden("signature", "La signature a SignedInfo, SignatureValue puis KeyInfo.")
    info = elements(signature)[0]
    if [local(child) for child in elements(info)] != [
        "CanonicalizationMethod",
        "SignatureMethod",
        "Reference",
    ]:
        raise forbidden("signature", "La signature doit porter une seule référence.")
    canonical, method, reference = elements(info)
    transforms = [one.get("Algorithm") for one in reference.iter(f"{{{DSIG}}}Transform")]
    digests = [one.get("Algorithm") for one in reference.iter(f"{{{DSIG}}}DigestMethod")]
    used = (canonical.get("Algorithm"), method.get("Algorithm"), transforms, digests)
    if used != (EXCLUSIVE_C14N, RSA_SHA256, [ENVELOPED, EXCLUSIVE_C14N], [SHA256]):
        raise forbidden("signature", "Les algorithmes de la signature ne sont pas ceux attendus.")
    if reference.get("URI") != f"#{identifier}":
        raise forbidden("signature", "La référence signée n'est pas l'assertion.")


def _certificate(
    assertion: etree._Element, authority: x509.Certificate, believes: Callable[[bytes], bool]
) -> x509.Certificate:
    data = [
        child
        for info in assertion.iter(f"{{{DSIG}}}KeyInfo")
        for part in elements(info)
        for child in elements(part)
    ]
    if [child.tag for child in data] != [f"{{{DSIG}}}X509Certificate"]:
        raise forbidden("signature", "KeyInfo doit contenir le certificat de signature seul.")
    try:
        binary = base64.b64decode("".join(text(data[0]).split()), validate=True)
        certificate = x509.load_der_x509_certificate(binary)
        if not believes(binary):
            certificate.verify_directly_issued_by(authority)
    except (binascii.Error, ValueError, TypeError, InvalidSignature):
        raise forbidden("certificat", "Le certificat n'est pas d'une autorité connue.") from None
    # By the clock of the machine, as TLS does: that of a test says nothing of certificates.
    if not certificate.not_valid_before_utc <= _machine_time() <= certificate.not_valid_after_utc:
        raise forbidden("certificat", "Le certificat de signature est périmé.")
    usages = [one.value for one in certificate.extensions if isinstance(one.value, x509.KeyUsage)]
    if not any(usage.content_commitment for usage in usages):
        raise forbidden("certificat", "Ce certificat n'est pas celui de la clé de signature.")
    return certificate


def _machine_time() -> datetime:
    return datetime.now(UTC)


def _verified(assertion: etree._Element, certificate: x509.Certificate) -> etree._Element:
    alone = etree.fromstring(etree.tostring(assertion, with_tail=False))
    try:
        result = XMLVerifier().verify(
            alone, x509_cert=certificate, expect_config=_SIGNATURE, id_attribute="ID"
        )
    except (SignXMLException, InvalidSignature, ValueError, etree.LxmlError):
        raise forbidden("signature", "La signature de l'assertion est fausse.") from None
    assert not isinstance(result, list)
    signed: etree._Element | None = result.signed_xml
    if signed is None or signed.get("ID") != assertion.get("ID"):
        raise forbidden("signature", "La signature ne couvre pas l'assertion.")
    return signed


def _believed(signed: etree._Element, certificate: x509.Certificate, now: datetime) -> str:
    if signed.get("Version") != "2.0":
        raise forbidden("assertion", "L'assertion est en version 2.0.")
    _check_age(signed.get("IssueInstant", ""), now)
    issuer = only(signed, SAML, "Issuer")
    if issuer.get("Format") != CARD_NAME_FORMAT or text(issuer) != subject_name(certificate):
        raise forbidden("emetteur", "Issuer n'est pas le sujet du certificat de signature.")
    subject = only(signed, SAML, "Subject")
    name = only(subject, SAML, "NameID")
    common = _value(certificate, NameOID.COMMON_NAME)
    if (
        elements(subject) != [name]
        or name.get("NameQualifier") != CARD_QUALIFIER
        or text(name) != common
    ):
        raise forbidden("sujet", "NameID n'est pas l'identifiant national du certificat.")
    _check_attributes(
        only(signed, SAML, "AttributeStatement"),
        doctor=_value(certificate, NameOID.TITLE).lower() in _DOCTORS,
    )
    return common


def _check_age(written: str, now: datetime) -> None:
    issued = moment(written)
    if not _MILLISECONDS.fullmatch(written):
        raise forbidden("assertion", "IssueInstant s'écrit avec les millisecondes.")
    if issued > now + _EARLY:
        raise forbidden("age", "L'assertion est datée de l'avenir.")
    if issued < now - LIFE - _LATE:
        raise forbidden("age", "L'assertion a plus d'une heure.")


def _check_attributes(statement: etree._Element, *, doctor: bool) -> None:
    given: dict[str, str] = {}
    for attribute in elements(statement):
        if attribute.tag != f"{{{SAML}}}Attribute" or set(attribute.attrib) != {"Name"}:
            raise forbidden("attributs", "Un attribut de l'assertion n'a que son nom.")
        value = only(attribute, SAML, "AttributeValue")
        if value.attrib or len(elements(attribute)) != 1:
            raise forbidden("attributs", "Un attribut de l'assertion a une valeur simple.")
        name = str(attribute.get("Name"))
        form = _FORMS.get(name)
        if name in given or form is None or not form.fullmatch(text(value)):
            raise forbidden("attributs", "Un attribut de l'assertion est faux ou inconnu.")
        given[name] = text(value)
    needed = {BILLING_ATTRIBUTE, SECTOR_ATTRIBUTE} | ({SPECIALITY_ATTRIBUTE} if doctor else set())
    missing = sorted(needed - set(given))
    if missing:
        raise forbidden("attributs", f"Il manque à l'assertion\u00a0: {', '.join(missing)}.")


def _value(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""

"""The software certificate of a practice: a PKCS#12 file, opened, checked, described."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from almapy.adapters.call_errors import Untrusted
from almapy.insi.standard import CALLED_BY_MACHINE, CALLED_BY_PERSON

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates

ISSUER = "AC IGC-SANTE ELEMENTAIRE ORGANISATIONS"
"""Issuer of the software certificates; « TEST » stands before it on test ones (INS notes §4.4)."""

_WRONG = (
    "Le fichier du certificat ne s'ouvre pas avec ce mot de passe, ou n'est pas un fichier "
    "PKCS#12 (.p12, .pfx). Il n'a pas été utilisé. Vérifiez le mot de passe et le fichier."
)


@dataclass(frozen=True, slots=True)
class Described:
    """What to show of a certificate; ``unit`` is the OU of its subject: the structure."""

    subject: str
    name: str
    unit: str
    issuer: str
    starts_at: datetime
    expires_at: datetime

    @property
    def last_day(self) -> str:
        """Return the civil day of the end, JJ/MM/AAAA."""
        return _day(self.expires_at)


def describe(p12: bytes, password: str) -> Described:
    """Return what a PKCS#12 file holds; Untrusted when it does not open or holds no key."""
    return described(_leaf(_opened(p12, password)))


def described(certificate: x509.Certificate) -> Described:
    """Return what a certificate tells."""
    from cryptography.x509.oid import NameOID

    return Described(
        certificate.subject.rfc4514_string(),
        _first(certificate.subject, NameOID.COMMON_NAME),
        _first(certificate.subject, NameOID.ORGANIZATIONAL_UNIT_NAME),
        _first(certificate.issuer, NameOID.COMMON_NAME),
        certificate.not_valid_before_utc,
        certificate.not_valid_after_utc,
    )


def certificate_faults(p12: bytes, password: str, now: datetime) -> list[str]:
    """Return in French all that would make INSi refuse a certificate; empty when nothing does.

    Wrong password or file, validity at ``now`` (aware), name and issuer (INS notes §4.4: another
    name is refused with desir_560).
    """
    try:
        seen = describe(p12, password)
    except Untrusted as error:
        return [error.message]
    faults = []
    if now > seen.expires_at:
        faults.append(f"Ce certificat a expiré le {seen.last_day}\u00a0: demandez-en un.")
    elif now < seen.starts_at:
        faults.append(
            f"Ce certificat n'est valable qu'à partir du {_day(seen.starts_at)}\u00a0: vérifiez "
            "l'horloge de ce poste."
        )
    if seen.name not in {CALLED_BY_PERSON, CALLED_BY_MACHINE}:
        faults.append(
            f"Ce certificat est au nom de «\u00a0{seen.name}\u00a0»\u00a0: INSi n'accepte que "
            f"{CALLED_BY_PERSON} ou {CALLED_BY_MACHINE}, en capitales."
        )
    if seen.issuer.removeprefix("TEST ") != ISSUER:
        faults.append(
            f"Ce certificat vient de «\u00a0{seen.issuer}\u00a0», non de «\u00a0{ISSUER}\u00a0»."
        )
    if not seen.unit.strip():
        faults.append("Ce certificat ne porte pas le numéro de la structure (OU).")
    return faults


def key_and_chain(p12: bytes, password: str, passphrase: str) -> bytes:
    """Return the key, encrypted by ``passphrase``, then the certificates, PEM.

    Raises Untrusted when the file does not open or holds no key.
    """
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    found = _opened(p12, password)
    if found.key is None:
        raise Untrusted(_WRONG)
    key = found.key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    chain = [_leaf(found), *(one.certificate for one in found.additional_certs)]
    return key + b"".join(one.public_bytes(Encoding.PEM) for one in chain)


def _opened(p12: bytes, password: str) -> PKCS12KeyAndCertificates:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        return pkcs12.load_pkcs12(p12, password.encode() if password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Untrusted(_WRONG) from error


def _leaf(found: PKCS12KeyAndCertificates) -> x509.Certificate:
    if found.cert is None or found.key is None:
        raise Untrusted(_WRONG)
    return found.cert.certificate


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y}"

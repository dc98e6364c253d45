"""The two keys of a simulated CPS and their certificates, made once and kept beside the demo base.

They are fictitious and open fictitious patients only; keeping them in a file is what no card does.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from almapy.clock import Clock
from almapy.durable_file import write
from almapy.errors import ExternalError
from almapy.simulators.authority import Authority, Issued, name_of
from almapy.simulators.cps.cards import SimulatedCpsCard

AUTHORITY = "TEST AC IGC-SANTE FORT PERSONNES"
_PEM = serialization.Encoding.PEM
_KEY = re.compile(rb"-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", re.DOTALL)
_LIFETIME = timedelta(days=3 * 365)
_COUNTRY = ((NameOID.COUNTRY_NAME, "FR"),)
_MARK = "CPS fictive du simulateur d'AlmaPy : cette clé ne protège rien.\n"


@dataclass(frozen=True, slots=True)
class CpsContents:
    """The two keys of a card, each with its certificate and that of the authority."""

    authentication: Issued
    signature: Issued


def contents_of(card: SimulatedCpsCard, folder: Path | None, clock: Clock) -> CpsContents:
    """Return what a card holds: read from its file, made when it is not there, or has expired.

    A link to a card stands on its certificate, hence the file. Without a folder, or when it cannot
    be written, the card is another one at each start.
    """
    if folder is None:
        return _made(card, clock)
    file = folder / f"{card.key}.pem"
    kept = _kept(file)
    if kept is not None and (card.expired or _ends_later(kept, clock)):
        return kept
    made = _made(card, clock)
    with contextlib.suppress(OSError, ExternalError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write(file, _written(made))
        file.chmod(0o600)
    return made


def _made(card: SimulatedCpsCard, clock: Clock) -> CpsContents:
    authority = Authority(
        name_of(
            _COUNTRY,
            [(NameOID.ORGANIZATION_NAME, "ASIP-SANTE")],
            [(NameOID.ORGANIZATIONAL_UNIT_NAME, "0002 187512751")],
            [(NameOID.ORGANIZATIONAL_UNIT_NAME, "IGC-SANTE")],
            [(NameOID.COMMON_NAME, AUTHORITY)],
        ),
        lifetime=_LIFETIME,
        at=clock.now(),
    )
    holder = card.holder
    subject = name_of(
        _COUNTRY,
        [(NameOID.TITLE, holder.title)],
        [
            (NameOID.COMMON_NAME, holder.national_id),
            (NameOID.SURNAME, holder.family_name),
            (NameOID.GIVEN_NAME, holder.first_name),
        ],
    )
    return CpsContents(
        authority.issue(
            subject,
            usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]),
            expired=card.expired,
        ),
        authority.issue(subject, non_repudiation=True, expired=card.expired),
    )


def _written(contents: CpsContents) -> bytes:
    parts = [_MARK.encode(), contents.authentication.issuer.public_bytes(_PEM)]
    for issued in (contents.authentication, contents.signature):
        parts += [issued.certificate_pem, issued.key_pem]
    return b"".join(parts)


def _kept(file: Path) -> CpsContents | None:
    try:
        text = file.read_bytes()
        issuer, *certificates = x509.load_pem_x509_certificates(text)
        keys = [
            serialization.load_pem_private_key(one, None, unsafe_skip_rsa_key_validation=True)
            for one in _KEY.findall(text)
        ]
        issued = [
            Issued(key, certificate, issuer)
            for key, certificate in zip(keys, certificates, strict=True)
            if isinstance(key, rsa.RSAPrivateKey) and key.public_key() == certificate.public_key()
        ]
        authentication, signature = issued
    except (OSError, ValueError):
        return None
    return CpsContents(authentication, signature)


def _ends_later(contents: CpsContents, clock: Clock) -> bool:
    certificate = contents.authentication.certificate
    return certificate.not_valid_before_utc <= clock.now() < certificate.not_valid_after_utc

"""The software certificate of the practice and the trusted authorities, as files bring them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from almapy.adapters.certificates import certificate_faults, describe
from almapy.errors import DomainError, ExternalError
from almapy.insi.settings import InsiSettings
from almapy.insi.settings_rules import is_on_this_computer

WARNED_DAYS = 60
_KEPT = "Les réglages enregistrés restent inchangés."
LARGEST_FILE = 200_000
"""Bytes; a certificate with its chain takes ten thousand, a list of authorities a little more."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a person may check of a certificate; ``unit`` is the number of the structure.

    ``valid_until`` is the last civil day; ``warning`` (French) tells in time that it comes near.
    """

    subject: str
    unit: str
    issuer: str
    valid_until: date
    warning: str = ""


def certificate_file(path: Path) -> str:
    """Return the content of a .p12 file in base64; raises DomainError or ExternalError."""
    return b64encode(_content(path, "certificate")).decode()


def authority_files(paths: Sequence[Path]) -> str:
    """Return as one PEM text the certificates of files, which may be PEM or DER.

    Raises DomainError, with its field, or ExternalError.
    """
    return "".join(_pem(_content(path, "authorities")) for path in paths)


def read_certificate(
    encoded: str, password: str, now: datetime, *, for_simulator: bool = False
) -> CertificateFacts:
    """Open a PKCS#12 file, given in base64.

    Raises DomainError, with its field, when the password does not open it and when INSi would
    refuse it: past its last day, in another name, by another authority (INS notes §4.4). One that
    is shown to a simulator on this computer is only warned of.
    """
    try:
        p12 = b64decode(encoded)
        seen = describe(p12, password)
    except (ValueError, ExternalError) as error:
        raise DomainError(
            "Ce mot de passe n'ouvre pas le certificat, ou le fichier n'est pas un certificat "
            f".p12 avec sa clé. {_KEPT} Saisissez le mot de passe remis avec le fichier.",
            field="password",
        ) from error
    found = certificate_faults(p12, password, now)
    if found and not for_simulator:
        raise DomainError("\n".join((*found, _KEPT)), field="certificate")
    last = seen.expires_at.astimezone().date()
    days = (last - now.astimezone().date()).days
    return CertificateFacts(
        subject=seen.name,
        unit=seen.unit,
        issuer=seen.issuer,
        valid_until=last,
        warning="\n".join(found) or (_ends_soon(days) if days <= WARNED_DAYS else ""),
    )


def certificate_of(settings: InsiSettings, now: datetime) -> CertificateFacts | None:
    """Return what the certificate of these settings says, None when there is none.

    Raises DomainError, with its field, when it cannot serve.
    """
    if not settings.certificate:
        return None
    for_simulator = is_on_this_computer(settings.certificate_url)
    return read_certificate(
        settings.certificate, settings.password, now, for_simulator=for_simulator
    )


def authorities_in(pem: str) -> int:
    """Return how many certificates a PEM text holds.

    Raises DomainError, with its field, when it holds none or one that cannot be read.
    """
    try:
        return len(x509.load_pem_x509_certificates(pem.encode()))
    except ValueError as error:
        raise _unreadable_authorities() from error


def _pem(content: bytes) -> str:
    try:
        if b"-----BEGIN" in content:
            found = x509.load_pem_x509_certificates(content)
        else:
            found = [x509.load_der_x509_certificate(content)]
    except ValueError as error:
        raise _unreadable_authorities() from error
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)


def _unreadable_authorities() -> DomainError:
    return DomainError(
        "Ce fichier ne contient pas de certificats lisibles. Rien n'a été enregistré. "
        "Choisissez un fichier d'autorités (.pem, .crt), tel que l'ANS le publie.",
        field="authorities",
    )


def _content(path: Path, field: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise ExternalError(
            "Ce fichier ne peut pas être lu. Rien n'a été modifié. Vérifiez que le disque est "
            "branché et que ce compte de l'ordinateur a le droit de lire le fichier.",
            code="insi.file",
        ) from error
    if len(content) > LARGEST_FILE:
        raise DomainError(
            "Ce fichier est trop gros pour un certificat. Rien n'a été modifié. Choisissez le "
            "fichier remis par l'ANS.",
            field=field,
        )
    return content


def _ends_soon(days: int) -> str:
    left = f"dans {days} jour{'s' if days > 1 else ''}" if days else "aujourd'hui"
    return f"Ce certificat expire {left}\u00a0: demandez son renouvellement à l'ANS."

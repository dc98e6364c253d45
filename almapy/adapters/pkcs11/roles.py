"""Which certificate of a card authenticates and which one signs (card notes §3.3 and §3.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from almapy.cps.certificate import LARGEST
from almapy.cps.model import CpsKey
from almapy.text import fold


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """One certificate as the library shows it; ``number`` is the CKA_ID that its key shares."""

    label: str
    number: bytes
    der: bytes = field(repr=False)


def by_role(certificates: Iterable[CardCertificate]) -> dict[CpsKey, CardCertificate]:
    """Return the certificate of each key, by the usage it is certified for.

    AUT has « digital signature », SIG « non repudiation »; the label decides where the usage is
    not told, and leaves the technical certificate of the contactless side out.
    """
    found: dict[CpsKey, CardCertificate] = {}
    for one in certificates:
        words = fold(one.label)
        role = None if "technique" in words else _usage(one.der) or _named(words)
        if role is not None:
            found.setdefault(role, one)
    return found


def _usage(der: bytes) -> CpsKey | None:
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    if not der or len(der) > LARGEST:
        return None
    try:
        extensions = x509.load_der_x509_certificate(der).extensions
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
    except (
        ValueError,
        TypeError,
        UnsupportedAlgorithm,
        x509.DuplicateExtension,
        x509.ExtensionNotFound,
        x509.InvalidVersion,
        x509.UnsupportedGeneralNameType,
    ):
        return None
    if usage.content_commitment:
        return CpsKey.SIGNATURE
    return CpsKey.AUTHENTICATION if usage.digital_signature else None


def _named(words: str) -> CpsKey | None:
    if "signature" in words:
        return CpsKey.SIGNATURE
    return CpsKey.AUTHENTICATION if "authentification" in words else None

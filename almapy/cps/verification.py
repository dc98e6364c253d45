"""Checking what a card signed with the certificate that it showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


def is_rsa(certificate: bytes) -> bool:
    """Tell whether the key of a DER certificate is RSA; false for what is no certificate."""
    return _rsa_key(certificate) is not None


def is_signed_by(certificate: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether this is the RSA PKCS#1 v1.5 signature over the SHA-256 of ``data``."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

    key = _rsa_key(certificate)
    if key is None:
        return False
    try:
        key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _rsa_key(certificate: bytes) -> RSAPublicKey | None:
    from cryptography import x509  # noqa: PLC0415  (slow: only once a card is there)
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, TypeError, OverflowError, UnsupportedAlgorithm, x509.InvalidVersion):
        return None
    return key if isinstance(key, rsa.RSAPublicKey) else None

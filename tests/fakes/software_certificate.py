"""Certificates of no real structure, made for a test."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    pkcs12,
)
from cryptography.x509.oid import NameOID

ISSUER = "TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS"
UNIT = "10B0152872"
_TODAY = datetime(2026, 3, 10, tzinfo=UTC)
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(*, name: str = "INSI-MANU", issuer: str = ISSUER, days: int = 400):
    """Return a certificate that ends so many days after the day of the tests."""
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, UNIT),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(_KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_TODAY - timedelta(days=500))
        .not_valid_after(_TODAY + timedelta(days=days, hours=12))
        .sign(_KEY, hashes.SHA256())
    )


def p12(password: str, *, with_key: bool = True, **values) -> str:
    """Return the base64 of a PKCS#12 file."""
    sealing = BestAvailableEncryption(password.encode()) if password else NoEncryption()
    key = _KEY if with_key else None
    content = pkcs12.serialize_key_and_certificates(
        b"cabinet", key, certificate(**values), None, sealing
    )
    return b64encode(content).decode()


def pem(**values) -> str:
    """Return a certificate as PEM."""
    return certificate(**values).public_bytes(Encoding.PEM).decode()


def der(**values) -> bytes:
    """Return a certificate as DER."""
    return certificate(**values).public_bytes(Encoding.DER)

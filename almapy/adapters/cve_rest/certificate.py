"""The PKCS#12 file of a withdrawal code: opened, or told why it cannot be (R2, R3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from almapy.cve.exchanged import Certificate
from almapy.cve.faults import CertificateDamaged, CertificateExpired, CertificateWrongCode

if TYPE_CHECKING:
    from cryptography import x509

LARGEST = 64 * 1024
_SEQUENCE, _INTEGER = 0x30, 0x02
_LONG = 0x80
_VERSION = 3


def open_p12(data: bytes, code: str, now: datetime) -> Certificate:
    """Return what the file of a withdrawal code holds, its key no longer under that code.

    Raises CertificateDamaged, CertificateWrongCode or CertificateExpired; cryptography tells the
    first two by the same error, so the outline of the file is looked at before.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
        pkcs12,
    )

    if len(data) > LARGEST or not _is_whole(data):
        raise CertificateDamaged
    try:
        found = pkcs12.load_pkcs12(data, code.encode())
    except UnsupportedAlgorithm:
        failure: Exception = CertificateDamaged()
    except (ValueError, TypeError):
        failure = CertificateWrongCode()
    else:
        if found.key is None or found.cert is None:
            raise CertificateDamaged
        chain = [found.cert.certificate, *(one.certificate for one in found.additional_certs)]
        pem = b"".join(one.public_bytes(Encoding.PEM) for one in chain)
        key = found.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return _required(_certificate(chain[0], pem, key), now)
    raise failure  # outside of the handler: the cause names nothing of the file


def described(certificate: bytes) -> Certificate:
    """Return what a PEM certificate says of itself; raises CertificateDamaged."""
    from cryptography import x509

    try:
        return _certificate(x509.load_pem_x509_certificate(certificate), certificate, b"")
    except ValueError as error:
        raise CertificateDamaged from error


def as_p12(certificate: bytes, key: bytes, password: str) -> bytes:
    """Return certificate and key as the one file that a TLS context is given, under a password."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        load_pem_private_key,
        pkcs12,
    )

    first, *others = x509.load_pem_x509_certificates(certificate)
    return pkcs12.serialize_key_and_certificates(
        None,
        load_pem_private_key(key, None),  # type: ignore[arg-type]
        first,
        others or None,
        BestAvailableEncryption(password.encode()),
    )


def _certificate(found: x509.Certificate, pem: bytes, key: bytes) -> Certificate:
    from cryptography.x509.oid import NameOID

    names = found.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    subject = str(names[0].value) if names else found.subject.rfc4514_string()
    return Certificate(subject, found.not_valid_before_utc, found.not_valid_after_utc, pem, key)


def _required(found: Certificate, now: datetime) -> Certificate:
    if now > found.not_after:
        raise CertificateExpired(f"a expiré le {found.not_after.astimezone():%d/%m/%Y}")
    if now < found.not_before:
        raise CertificateExpired(
            f"n'est valable qu'à partir du {found.not_before.astimezone():%d/%m/%Y}"
        )
    return found


def _is_whole(data: bytes) -> bool:
    """Tell whether a file has the outline of PKCS#12 (RFC 7292 §4): a sequence, version 3.

    Its announced length must be that of the file. Some programs write lengths that only the end
    tells (BER): then the end must be there.
    """
    if data[:2] == bytes([_SEQUENCE, _LONG]):
        return data[2:5] == bytes([_INTEGER, 1, _VERSION]) and data.endswith(b"\0\0")
    start, length = _header(data, 0)
    if data[:1] != bytes([_SEQUENCE]) or start + length != len(data):
        return False
    inner, size = _header(data, start)
    version = data[inner : inner + size]
    if data[start : start + 1] != bytes([_INTEGER]) or version != bytes([_VERSION]):
        return False
    content = inner + size
    first, many = _header(data, content)
    return data[content : content + 1] == bytes([_SEQUENCE]) and first + many <= len(data)


def _header(data: bytes, at: int) -> tuple[int, int]:
    """Return where the content of a DER value begins and how long it is; -1 for nonsense."""
    if at + 1 >= len(data):
        return -1, -1
    first = data[at + 1]
    if first < _LONG:
        return at + 2, first
    count = first - _LONG
    if not 0 < count <= 4 or at + 2 + count > len(data):  # noqa: PLR2004  (files below 64 KiB)
        return -1, -1
    return at + 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")

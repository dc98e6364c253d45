"""Keys and certificates made while a simulator runs: nothing is kept, nothing is ever shipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

KEY_BITS = 2048
LIFETIME = timedelta(days=30)
_EARLIER = timedelta(hours=1)  # a post whose clock is a little late still trusts what is new


@dataclass(frozen=True, slots=True)
class Issued:
    """A private key with its certificate and that of who issued it."""

    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    issuer: x509.Certificate

    @property
    def key_pem(self) -> bytes:
        """Return the private key, PKCS#8, not encrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    @property
    def certificate_pem(self) -> bytes:
        """Return the certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def p12(self, password: str) -> bytes:
        """Return the PKCS#12 file of the key, its certificate and its issuer."""
        return pkcs12.serialize_key_and_certificates(
            b"simulateur",
            self.key,
            self.certificate,
            [self.issuer],
            serialization.BestAvailableEncryption(password.encode()),
        )


class Authority:
    """A root that issues certificates for one run of the simulators; its key is made when used.

    ``name`` is its common name, or its whole name. What it issues begins ``at`` (now when not
    given) and lasts ``lifetime``.
    """

    def __init__(
        self, name: str | x509.Name, *, lifetime: timedelta = LIFETIME, at: datetime | None = None
    ) -> None:
        self._name = name
        self._lifetime = lifetime
        self._at = at

    @cached_property
    def _own(self) -> Issued:
        key = _new_key()
        name = self._name if isinstance(self._name, x509.Name) else _house_name(self._name)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        now = self._now()
        certificate = (
            _builder(name, name, key.public_key(), now - _EARLIER, now + self._lifetime)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(sign_certificates=True), critical=True)
            .add_extension(identifier, critical=False)
            .sign(key, hashes.SHA256())
        )
        return Issued(key, certificate, certificate)

    @property
    def certificate(self) -> x509.Certificate:
        """Return the root certificate."""
        return self._own.certificate

    @property
    def pem(self) -> bytes:
        """Return the root certificate, for those who are to trust it."""
        return self._own.certificate_pem

    def issue(
        self,
        subject: x509.Name,
        *,
        usage: x509.ExtendedKeyUsage | None = None,
        names: x509.SubjectAlternativeName | None = None,
        non_repudiation: bool = False,
        expired: bool = False,
    ) -> Issued:
        """Return a new key and its certificate, past its end when it is to be ``expired``.

        ``non_repudiation`` makes a signature certificate: no other use is then allowed (§4.4).
        """
        key = _new_key()
        now = self._now()
        start, end = now - _EARLIER, now + self._lifetime
        if expired:
            start, end = now - self._lifetime, now - timedelta(days=1)
        extensions: list[x509.ExtensionType] = [
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._own.key.public_key()),
        ]
        extensions += [given for given in (usage, names) if given is not None]
        builder = (
            _builder(subject, self.certificate.subject, key.public_key(), start, end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(non_repudiation=non_repudiation), critical=True)
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return Issued(key, builder.sign(self._own.key, hashes.SHA256()), self.certificate)

    def _now(self) -> datetime:
        return self._at or datetime.now(UTC)


def name_of(*parts: Sequence[tuple[x509.ObjectIdentifier, str]]) -> x509.Name:
    """Return a name of these relative names, the least specific first."""
    return x509.Name(
        x509.RelativeDistinguishedName([x509.NameAttribute(oid, value) for oid, value in part])
        for part in parts
    )


def _house_name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ALMAPY"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
    )


def _usage(*, sign_certificates: bool = False, non_repudiation: bool = False) -> x509.KeyUsage:
    ordinary = not sign_certificates and not non_repudiation
    return x509.KeyUsage(
        digital_signature=ordinary,
        content_commitment=non_repudiation,
        key_encipherment=ordinary,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )

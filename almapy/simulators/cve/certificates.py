"""The authority of the simulated service, on elliptic curves: made at once, unlike RSA keys."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_EARLIER = timedelta(hours=1)
_ROOT_DAYS = timedelta(days=3650)
_DAYS = timedelta(days=365)
_ROUNDS = 2048
_NAME = b"Carnets (simulateur AlmaPy)"


@dataclass(frozen=True, slots=True)
class Signed:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """Return the certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """Return the key, not encrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption()
        )


class Root:
    """The authority that vouches for the servers and for the professionals."""

    def __init__(self, own: Signed) -> None:
        self._own = own

    @classmethod
    def new(cls, now: datetime) -> Root:
        """Make a root."""
        key = _key()
        name = _name("Autorité simulée des carnets")
        builder = _builder(name, name, key.public_key(), _first(now), _last(now) + _ROOT_DAYS)
        certificate = (
            builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(root=True), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
            )
            .sign(key, hashes.SHA256())
        )
        return cls(Signed(key, certificate))

    @classmethod
    def kept(cls, pem: str) -> Root:
        """Return a root that was written by ``secret_pem``; raises ValueError."""
        key = serialization.load_pem_private_key(pem.encode(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("not a key of ours")
        return cls(Signed(key, x509.load_pem_x509_certificate(pem.encode())))

    def secret_pem(self) -> str:
        """Return key and certificate, for the file of the simulator."""
        return (self._own.key_pem + self._own.pem).decode()

    @property
    def pem(self) -> bytes:
        """Return the certificate, for those who are to trust it."""
        return self._own.pem

    @property
    def certificate(self) -> x509.Certificate:
        """Return the certificate."""
        return self._own.certificate

    def server(self, now: datetime) -> Signed:
        """Return what a server of 127.0.0.1 shows."""
        names = x509.SubjectAlternativeName(
            [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
        )
        return self._issue(
            _name("127.0.0.1"), now, ExtendedKeyUsageOID.SERVER_AUTH, extensions=(names,)
        )

    def client(
        self, name: str, rpps: str, email: str, now: datetime, *, expired: bool = False
    ) -> Signed:
        """Return the certificate of a professional, past its end when ``expired``."""
        mail = x509.SubjectAlternativeName([x509.RFC822Name(email)])
        return self._issue(
            _name(name, rpps),
            now,
            ExtendedKeyUsageOID.CLIENT_AUTH,
            extensions=(mail,),
            expired=expired,
        )

    def file(self, signed: Signed, password: str, *, legacy: bool = False) -> bytes:
        """Return the PKCS#12 file of a professional."""
        if legacy:
            algorithm = pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC
            mac: hashes.HashAlgorithm = hashes.SHA1()  # noqa: S303  (what old files hold)
        else:
            algorithm = pkcs12.PBES.PBESv2SHA256AndAES256CBC
            mac = hashes.SHA256()
        encryption = (
            PrivateFormat.PKCS12.encryption_builder()
            .kdf_rounds(_ROUNDS)
            .key_cert_algorithm(algorithm)
            .hmac_hash(mac)
            .build(password.encode())
        )
        return pkcs12.serialize_key_and_certificates(
            _NAME, signed.key, signed.certificate, [self._own.certificate], encryption
        )

    def _issue(
        self,
        subject: x509.Name,
        now: datetime,
        purpose: x509.ObjectIdentifier,
        *,
        extensions: tuple[x509.ExtensionType, ...],
        expired: bool = False,
    ) -> Signed:
        key = _key()
        first, last = _first(now), _last(now) + _DAYS
        if expired:
            first, last = first - _DAYS, first - timedelta(days=1)
        builder = (
            _builder(subject, self._own.certificate.subject, key.public_key(), first, last)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(root=False), critical=True)
        )
        for one in (
            x509.ExtendedKeyUsage([purpose]),
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self._own.key.public_key()),
            *extensions,
        ):
            builder = builder.add_extension(one, critical=False)
        return Signed(key, builder.sign(self._own.key, hashes.SHA256()))


# TLS looks at the clock of this computer, the rest at the clock of the program, which tests
# choose: both must find a certificate good.
def _first(now: datetime) -> datetime:
    return min(now, datetime.now(UTC)) - _EARLIER


def _last(now: datetime) -> datetime:
    return max(now, datetime.now(UTC))


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _name(common_name: str, rpps: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Simulateur AlmaPy"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if rpps:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, rpps))
    return x509.Name(parts)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    first: datetime,
    last: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
    )


def _usage(*, root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not root,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=root,
        crl_sign=root,
        encipher_only=False,
        decipher_only=False,
    )

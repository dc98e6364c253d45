"""Certificates of fictitious authorities, servers, practices and cards."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

_KEY = rsa.generate_private_key(65537, 2048)  # one key is enough: what is told apart are the names
_OTHER_KEY = rsa.generate_private_key(65537, 2048)
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def name_of(*groups: dict) -> x509.Name:
    return x509.Name(
        [
            x509.RelativeDistinguishedName(
                [x509.NameAttribute(oid, value) for oid, value in group.items()]
            )
            for group in groups
        ]
    )


@dataclass(frozen=True)
class Pair:
    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def p12(self, password: str = "secret") -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"client", self.key, self.certificate, None, BestAvailableEncryption(password.encode())
        )

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pair.pem"
            path.write_bytes(self.key_pem + self.pem.encode())
            context.load_cert_chain(path)
        return context


class Authority:
    def __init__(self, name: str, key: rsa.RSAPrivateKey = _KEY) -> None:
        self.key = key
        self.name = name_of({NameOID.COMMON_NAME: name})
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 30 * DAY)
            .not_valid_after(NOW + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def issue(
        self,
        subject: x509.Name,
        *,
        starts: datetime = NOW - DAY,
        ends: datetime = NOW + DAY,
        address: str = "",
    ) -> Pair:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(_KEY.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(starts)
            .not_valid_after(ends)
        )
        if address:
            names = [x509.IPAddress(ip_address(address))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return Pair(_KEY, builder.sign(self.key, hashes.SHA256()))

    def server(self, address: str = "127.0.0.1", **dates: datetime) -> Pair:
        return self.issue(name_of({NameOID.COMMON_NAME: address}), address=address, **dates)

    def practice(self, name: str = "INSI-MANU", unit: str = "10B0152872", **dates) -> Pair:
        return self.issue(
            name_of(
                {NameOID.COUNTRY_NAME: "FR"},
                {NameOID.ORGANIZATIONAL_UNIT_NAME: unit},
                {NameOID.COMMON_NAME: name},
            ),
            **dates,
        )

    def card(self, number: str = "899900063480") -> Pair:
        return self.issue(
            name_of(
                {NameOID.COUNTRY_NAME: "FR"},
                {NameOID.TITLE: "Médecin"},
                {
                    NameOID.COMMON_NAME: number,
                    NameOID.SURNAME: "DOC+TEUR",
                    NameOID.GIVEN_NAME: "ALINE",
                },
            )
        )


AUTHORITY = Authority("TEST AC IGC-SANTE ELEMENTAIRE ORGANISATIONS")
FOREIGN = Authority("AUTORITE INCONNUE", _OTHER_KEY)

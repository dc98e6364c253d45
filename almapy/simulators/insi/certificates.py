"""The certificates around INSi: server, CPS signature, software; wrong ones on demand (§4.4)."""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from almapy.insi.standard import CALLED_BY_PERSON
from almapy.simulators.authority import Authority, Issued, name_of

PROFESSIONAL = "899900063480"
"""National identifier of the simulated CPS: 8 + RPPS."""
STRUCTURE = "10B0152872"
"""Identifier of the simulated practice: 1 + FINESS."""
DOCTOR = "Médecin"
_COUNTRY = ((NameOID.COUNTRY_NAME, "FR"),)


class Certificates:
    """Everything that one run issues; each key is made when it is first asked for."""

    def __init__(self) -> None:
        self.authority = Authority("AC ALMAPY SIMULATEUR")
        self.foreign_authority = Authority("AC INCONNUE")

    @cached_property
    def server(self) -> Issued:
        """Return the certificate of a server that can be trusted."""
        return self.server_named()

    def server_named(
        self, host: str = "localhost", *, expired: bool = False, foreign: bool = False
    ) -> Issued:
        """Return another server certificate; one for 127.0.0.1 too when it is for localhost."""
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
        return self._authority(foreign=foreign).issue(
            name_of(_COUNTRY, [(NameOID.COMMON_NAME, host)]),
            usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
            names=x509.SubjectAlternativeName(names),
            expired=expired,
        )

    @cached_property
    def card(self) -> Issued:
        """Return the signature key of the simulated CPS and its certificate."""
        return self.card_of()

    def card_of(  # one argument for each part of the subject
        self,
        number: str = PROFESSIONAL,
        *,
        given_name: str = "ALMA",
        family_name: str = "DOCTEUR-FICTIF",
        profession: str = DOCTOR,
        expired: bool = False,
        foreign: bool = False,
        non_repudiation: bool = True,
    ) -> Issued:
        """Return another CPS: its subject is that of the notes (GN, CN and SN; T; C)."""
        person = [
            (NameOID.GIVEN_NAME, given_name),
            (NameOID.COMMON_NAME, number),
            (NameOID.SURNAME, family_name),
        ]
        return self._authority(foreign=foreign).issue(
            name_of(_COUNTRY, [(NameOID.TITLE, profession)], person),
            non_repudiation=non_repudiation,
            expired=expired,
        )

    @cached_property
    def software(self) -> Issued:
        """Return the software certificate of the simulated practice."""
        return self.software_named()

    def software_named(
        self,
        common_name: str = CALLED_BY_PERSON,
        *,
        structure: str = STRUCTURE,
        expired: bool = False,
        foreign: bool = False,
    ) -> Issued:
        """Return another software certificate."""
        return self._authority(foreign=foreign).issue(
            name_of(
                _COUNTRY,
                [(NameOID.ORGANIZATION_NAME, "CABINET FICTIF")],
                [(NameOID.ORGANIZATIONAL_UNIT_NAME, structure)],
                [(NameOID.COMMON_NAME, common_name)],
            ),
            usage=x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]),
            expired=expired,
        )

    def context(self, server: Issued, *, mutual: bool = False) -> ssl.SSLContext:
        """Return the TLS of a port; ``mutual`` asks the caller for a certificate."""
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.minimum_version = ssl.TLSVersion.TLSv1_2
        if mutual:
            tls.verify_mode = ssl.CERT_REQUIRED
            tls.load_verify_locations(cadata=self.authority.pem.decode())
        _load(tls, server)
        return tls

    def _authority(self, *, foreign: bool) -> Authority:
        return self.foreign_authority if foreign else self.authority


def _load(tls: ssl.SSLContext, issued: Issued) -> None:
    # The library reads keys from files only: the file is encrypted and gone at once.
    password = "simulateur"  # noqa: S105  (protects nothing: the key is that of a simulator)
    secret = issued.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(password.encode()),
    )
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder, "chain.pem")
        chain.write_bytes(secret + issued.certificate_pem)
        tls.load_cert_chain(chain, password=password)

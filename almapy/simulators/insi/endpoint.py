"""The simulated INSi as its callers see it: addresses, certificates, and the control."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from almapy.clock import Clock
from almapy.insi.standard import PATH
from almapy.simulators.insi.certificates import Certificates
from almapy.simulators.insi.control import InsiControl
from almapy.simulators.insi.people import Person
from almapy.simulators.insi.remote import RemoteControl
from almapy.simulators.insi.service import CARD_PORT, CERTIFICATE_PORT, IDAM, InsiService
from almapy.simulators.web import LoopbackServer

PASSWORD = "simulateur"  # noqa: S105  (opens the certificate of a simulator, made for one run)
PORTS = 3
"""Ports from a port base: card, software certificate, control."""


class WrongServer(StrEnum):
    """Servers that must not be trusted."""

    EXPIRED = "perime"
    FOREIGN = "autorite_inconnue"
    WRONG_NAME = "autre_nom"


@dataclass(frozen=True, slots=True)
class InsiEndpoint:
    """Everything needed to call the simulated INSi.

    ``card_url`` asks for an assertion signed by the CPS, ``certificate_url`` for the software
    certificate; both end in ``/lps``. PEM and PKCS#12 are bytes; ``authorities_pem`` is what to
    trust. ``control_url`` is the address of the commands (``almapy.simulators.insi.remote``).
    """

    card_url: str
    certificate_url: str
    control_url: str
    authorities_pem: bytes = field(repr=False)
    signing_key_pem: bytes = field(repr=False)
    signing_certificate_pem: bytes = field(repr=False)
    client_key_pem: bytes = field(repr=False)
    client_certificate_pem: bytes = field(repr=False)
    client_certificate_p12: bytes = field(repr=False)
    client_certificate_password: str = field(repr=False)
    idam: str
    control: InsiControl = field(repr=False)
    certificates: Certificates = field(repr=False)
    servers: InsiServers = field(repr=False)

    def wrong_url(self, kind: WrongServer) -> str:
        """Return the address of a server that answers well under a wrong certificate."""
        return self.servers.wrong_url(kind)

    def write_files(self, folder: Path) -> dict[str, Path]:
        """Write keys and certificates for other programs (curl), readable by the owner alone."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        contents = {
            "ca": ("autorite.pem", self.authorities_pem),
            "client_certificate": ("logiciel.pem", self.client_certificate_pem),
            "client_key": ("logiciel.key", self.client_key_pem),
            "client_p12": ("logiciel.p12", self.client_certificate_p12),
            "signing_certificate": ("cps.pem", self.signing_certificate_pem),
            "signing_key": ("cps.key", self.signing_key_pem),
        }
        return {name: _write(folder / file, content) for name, (file, content) in contents.items()}


class InsiServers:
    """The servers of one simulated INSi, running until closed."""

    def __init__(
        self,
        clock: Clock,
        *,
        port_base: int | None = None,
        replays: bool = False,
        more: Iterable[Person] = (),
    ) -> None:
        self._certificates = Certificates()
        self._control = InsiControl(replays=replays)
        authority = self._certificates.authority.certificate
        self._service = InsiService(self._control, clock, authority, more)
        self._guard = threading.Lock()
        self._closed = False
        self._wrong: dict[WrongServer, LoopbackServer] = {}
        self._servers: list[LoopbackServer] = []
        ports = [0] * PORTS if port_base is None else range(port_base, port_base + PORTS)
        try:
            self.endpoint = self._started(*ports)
        except OSError:
            self.close()
            raise

    def wrong_url(self, kind: WrongServer) -> str:
        """Return the address of a server with this defect, started when first asked for.

        Raises OSError once closed.
        """
        with self._guard:
            if self._closed:
                raise OSError("the simulator is closed")
            if kind not in self._wrong:
                certificate = {
                    WrongServer.EXPIRED: lambda: self._certificates.server_named(expired=True),
                    WrongServer.FOREIGN: lambda: self._certificates.server_named(foreign=True),
                    WrongServer.WRONG_NAME: lambda: self._certificates.server_named(
                        "ailleurs.test"
                    ),
                }[kind]()
                server = LoopbackServer(
                    self._service.on(kind.value), tls=self._certificates.context(certificate)
                )
                self._servers.append(server)
                self._wrong[kind] = server
            return self._wrong[kind].url + PATH

    def close(self) -> None:
        """Stop every server and wait for it."""
        self._control.close()
        with self._guard:
            self._closed = True
            servers = list(self._servers)
        for server in servers:
            server.close()

    def _started(self, card_port: int, certificate_port: int, control_port: int) -> InsiEndpoint:
        made = self._certificates
        card = self._listening(CARD_PORT, card_port)
        certificate = self._listening(CERTIFICATE_PORT, certificate_port)
        remote = LoopbackServer(
            RemoteControl(self._control, lambda kind: self.wrong_url(WrongServer(kind))),
            port=control_port,
        )
        self._servers.append(remote)
        return InsiEndpoint(
            card_url=card.url + PATH,
            certificate_url=certificate.url + PATH,
            control_url=f"{remote.url}/controle",
            authorities_pem=made.authority.pem,
            signing_key_pem=made.card.key_pem,
            signing_certificate_pem=made.card.certificate_pem,
            client_key_pem=made.software.key_pem,
            client_certificate_pem=made.software.certificate_pem,
            client_certificate_p12=made.software.p12(PASSWORD),
            client_certificate_password=PASSWORD,
            idam=IDAM,
            control=self._control,
            certificates=made,
            servers=self,
        )

    def _listening(self, name: str, port: int) -> LoopbackServer:
        tls = self._certificates.context(self._certificates.server, mutual=name == CERTIFICATE_PORT)
        server = LoopbackServer(self._service.on(name), port=port, tls=tls)
        self._servers.append(server)
        return server


def _write(path: Path, content: bytes) -> Path:
    # Removed first: the rights of an older file would stay.
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
    return path

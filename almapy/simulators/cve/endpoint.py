"""The simulated service of carnets as its callers see it: addresses, and the control."""

from __future__ import annotations

import os
import ssl
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from almapy.clock import Clock
from almapy.simulators.cve import fixtures
from almapy.simulators.cve.accounts import Accounts
from almapy.simulators.cve.certificates import Root, Signed
from almapy.simulators.cve.control import CveControl
from almapy.simulators.cve.moments import ServiceClock
from almapy.simulators.cve.reference import Reference
from almapy.simulators.cve.seed import root_of, seed
from almapy.simulators.cve.service import BASE_PATH, CveService
from almapy.simulators.cve.store import Store
from almapy.simulators.web import LoopbackServer

PORTS = 2
"""Ports from a port base: password, certificate."""
_NO_CHECK_TIME = ssl.VerifyFlags(0x200000)  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL


@dataclass(frozen=True, slots=True)
class CveEndpoint:
    """Everything needed to use the simulated service.

    ``url`` and ``mtls_url`` end with ``/cve/v1``, without a slash behind; ``authorities_pem`` is
    what to trust for both. ``fixtures`` is the module of what exists from the start.
    """

    url: str
    mtls_url: str
    authorities_pem: bytes = field(repr=False)
    control: CveControl = field(repr=False)
    fixtures: ModuleType = field(default=fixtures, repr=False)


class CveServers:
    """The servers of one simulated service, running until closed.

    ``file`` keeps what it knows from one start to the next; without it nothing is written.
    """

    def __init__(
        self, clock: Clock, *, file: Path | None = None, port_base: int | None = None
    ) -> None:
        """Start; raises OSError when a port is taken or the file cannot be used."""
        service_clock = ServiceClock(clock)
        reference = Reference()
        self._store = Store(file)
        self._control = CveControl(self._store, service_clock)
        self._servers: list[LoopbackServer] = []
        try:
            now = service_clock.now()
            with self._store.turn() as base:
                root = root_of(base, now)
                seed(base, now, reference)
            accounts = Accounts(service_clock, root)
            shown = root.server(now)
            first = port_base or 0
            urls = []
            for place, mutual in enumerate((False, True)):
                service = CveService(
                    self._store,
                    accounts,
                    self._control,
                    service_clock,
                    reference,
                    mutual=mutual,
                )
                server = LoopbackServer(
                    service,
                    port=first and first + place,
                    tls=_tls(shown, root, mutual=mutual),
                )
                self._servers.append(server)
                urls.append(server.url + BASE_PATH)
            self.endpoint = CveEndpoint(urls[0], urls[1], root.pem, self._control)
        except (OSError, OverflowError):
            self.close()
            raise

    def close(self) -> None:
        """Stop both servers, wait for them and let the file go."""
        self._control.close()
        for server in self._servers:
            server.close()
        self._store.close()


def _tls(shown: Signed, root: Root, *, mutual: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as pem:
            pem.write(shown.key_pem + shown.pem)
        context.load_cert_chain(path)
    if mutual:
        # Who has none, or an old one, is told so in an answer: an alert of TLS says it worse.
        context.verify_mode = ssl.CERT_OPTIONAL
        context.verify_flags |= _NO_CHECK_TIME
        context.load_verify_locations(cadata=root.pem.decode())
    return context

"""The shared booklets of a demo practice: the program's own client on the simulated service."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from almapy.clock import Clock
from almapy.cve.exchanged import Credentials
from almapy.cve.model import Hint
from almapy.cve.ports import CarnetGateway, Carnets
from almapy.cve.registration import Registration
from almapy.stop import Stop

if TYPE_CHECKING:
    from almapy.simulators.cve.endpoint import CveEndpoint
    from almapy.simulators.switchboard import Simulators

CARNETS_FILE = "carnets.sqlite"


class DemoCve:
    """Implements CarnetGateway; the simulated service starts at its first use.

    What it knows stays in ``folder``, so that links are good at the next start; without it nothing
    is written.
    """

    def __init__(self, clock: Clock, folder: Path | None = None) -> None:
        self._clock = clock
        self._file = folder / CARNETS_FILE if folder else None
        self._guard = threading.Lock()
        self._simulators: Simulators | None = None
        self._closed = False
        self._gateway: CarnetGateway | None = None

    @property
    def simulated(self) -> bool:
        """Tell that a simulator answers."""
        return True

    def open(self, credentials: Credentials) -> Carnets:
        """Return the booklets of an account."""
        return self._started().open(credentials)

    def withdraw(self, code: str, stop: Stop) -> bytes:
        """Return the PKCS#12 file of a withdrawal code; raises what CarnetGateway tells."""
        return self._started().withdraw(code, stop)

    def register(self, registration: Registration, stop: Stop) -> None:
        """Open an account; raises what CarnetGateway tells."""
        self._started().register(registration, stop)

    def remind(self, email: str, stop: Stop) -> None:
        """Have forgotten identifiers sent, to nobody: the address is fictitious."""
        self._started().remind(email, stop)

    def hints(self) -> tuple[Hint, ...]:
        """Return the fictitious values of the simulator."""
        return self._started().hints()

    def endpoint(self) -> CveEndpoint:
        """Return the simulated service, started when it was not; raises ExternalError."""
        from almapy.simulators.switchboard import Simulators

        with self._guard:
            if self._simulators is None:
                self._simulators = Simulators(clock=self._clock, carnets=self._file)
                if self._closed:
                    self._simulators.close()
            simulators = self._simulators
        return simulators.cve()

    def close(self) -> None:
        """Stop what was started; nothing starts again."""
        with self._guard:
            self._closed = True
            running = self._simulators
        if running is not None:
            running.close()

    def _started(self) -> CarnetGateway:
        endpoint = self.endpoint()
        with self._guard:
            if self._gateway is None:
                self._gateway = _client(endpoint, self._clock)
            return self._gateway


def _client(endpoint: CveEndpoint, clock: Clock) -> CarnetGateway:
    from almapy.adapters.cve_rest.gateway import RestGateway

    known = endpoint.fixtures
    return RestGateway(
        endpoint.url,
        endpoint.mtls_url,
        clock,
        authorities=endpoint.authorities_pem.decode("ascii"),
        simulated=True,
        hints=(
            Hint("E-mail", known.EMAIL),
            Hint("Mot de passe", known.PASSWORD),
            Hint("Code de retrait", known.WITHDRAWAL_GOOD),
            Hint("Code de partage", known.SHARE_CODE),
            Hint("Date de naissance du carnet «\u00a0voyage\u00a0»", f"{known.RUTH_BORN:%d/%m/%Y}"),
        ),
    )

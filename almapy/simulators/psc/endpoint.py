"""The simulated Pro Santé Connect as its callers see it: addresses, and the control."""

from __future__ import annotations

from dataclasses import dataclass, field

from almapy.clock import Clock
from almapy.simulators.psc.browser import SIGN_IN, TELEPHONE, BrowserPages
from almapy.simulators.psc.control import PscControl
from almapy.simulators.psc.ledger import Ledger
from almapy.simulators.psc.relay import Relay
from almapy.simulators.psc.remote import PATH, RemoteControl
from almapy.simulators.psc.vault import Vault
from almapy.simulators.web import LoopbackServer, Service

PORTS = 3
"""Ports from a port base: relay, pages, control."""


@dataclass(frozen=True, slots=True)
class PscEndpoint:
    """Everything needed to use the simulated Pro Santé Connect.

    ``relay_url`` is the address given to a post; ``telephone_url`` a page that plays the e-CPS;
    ``control_url`` the address of the commands (``almapy.simulators.psc.remote``).
    ``ledger`` answers on the telephone in place of a person, ends sessions, introspects tokens.
    """

    relay_url: str
    telephone_url: str
    control_url: str
    control: PscControl = field(repr=False)
    ledger: Ledger = field(repr=False)


class PscServers:
    """The servers of one simulated Pro Santé Connect, running until closed.

    ``lasting`` keeps what opens a base the same from one start to the next (``vault.py``).
    """

    def __init__(
        self, clock: Clock, *, port_base: int | None = None, lasting: bool = False
    ) -> None:
        """Start; raises OSError when a port is taken."""
        control = PscControl()
        ledger = Ledger(control, clock)
        ports = [0] * PORTS if port_base is None else range(port_base, port_base + PORTS)
        self._control = control
        self._servers: list[LoopbackServer] = []
        try:
            pages = self._listening(BrowserPages(control, ledger), ports[1])
            relay = Relay(control, ledger, Vault(lasting=lasting), clock, pages + SIGN_IN)
            self.endpoint = PscEndpoint(
                relay_url=self._listening(relay, ports[0]),
                telephone_url=pages + TELEPHONE,
                control_url=self._listening(RemoteControl(control, ledger), ports[2]) + PATH,
                control=control,
                ledger=ledger,
            )
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Stop every server and wait for it."""
        self._control.close()
        for server in self._servers:
            server.close()

    def _listening(self, service: Service, port: int) -> str:
        server = LoopbackServer(service, port=port)
        self._servers.append(server)
        return server.url

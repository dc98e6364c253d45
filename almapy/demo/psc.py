"""Pro Santé Connect of a demo practice: the program's own client on the simulated relay."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from almapy.clock import Clock
from almapy.psc.model import Channel
from almapy.psc.ports import PscGateway, PscSession
from almapy.stop import Stop

if TYPE_CHECKING:
    from almapy.simulators.psc.endpoint import PscEndpoint
    from almapy.simulators.switchboard import Simulators


class DemoPsc:
    """Implements PscGateway; the simulated service starts at the first sign-in.

    What it keeps to open the base is the same at the next start.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._guard = threading.Lock()
        self._simulators: Simulators | None = None
        self._closed = False
        self._gateway: PscGateway | None = None

    @property
    def simulated(self) -> bool:
        """Tell that a simulator answers."""
        return True

    def sign_in_by_browser(self, open_browser: Callable[[str], None], stop: Stop) -> PscSession:
        """Sign in through the page of the simulator; raises what PscGateway tells."""
        return self._started().sign_in_by_browser(open_browser, stop)

    def sign_in_by_confirmation(
        self, national_id: str, digits: str, channel: Channel, stop: Stop
    ) -> PscSession:
        """Ask for a confirmation on the simulated telephone; raises what PscGateway tells."""
        return self._started().sign_in_by_confirmation(national_id, digits, channel, stop)

    def telephone_page(self) -> str:
        """Return the address of the page that plays the e-CPS; starts the simulator."""
        return self.endpoint().telephone_url

    def endpoint(self) -> PscEndpoint:
        """Return the simulated service, started when it was not; raises ExternalError."""
        from almapy.simulators.switchboard import Simulators

        with self._guard:
            if self._simulators is None:
                self._simulators = Simulators(clock=self._clock, lasting=True)
                if self._closed:
                    self._simulators.close()
            simulators = self._simulators
        return simulators.psc()

    def close(self) -> None:
        """Stop what was started; nothing starts again."""
        with self._guard:
            self._closed = True
            running = self._simulators
        if running is not None:
            running.close()

    def _started(self) -> PscGateway:
        from almapy.adapters.psc_relay.gateway import RelayGateway

        url = self.endpoint().relay_url
        with self._guard:
            if self._gateway is None:
                self._gateway = RelayGateway(url, self._clock)
            return self._gateway

"""The outside services of a demo practice: simulators of this program, on loopback only."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from almapy.adapters.insi_soap.connection import card_in, no_card
from almapy.clock import Clock
from almapy.insi.model import Beneficiary, Exchange, Ins, Traits
from almapy.insi.ports import Insi, Signer
from almapy.insi.settings import Environment
from almapy.stop import Stop
from almapy.users.model import Actor
from almapy.work import Works

if TYPE_CHECKING:
    from almapy.simulators.insi.endpoint import InsiEndpoint
    from almapy.simulators.switchboard import Simulators

_BILLING_NUMBER = "991234567"
_SPECIALITY = "01"


class DemoTeleservices:
    """Starts the simulators at the first call, and stops them with the practice.

    It is the connection to INSi of a demo practice; may be used from several threads. Calls are
    signed by the simulated CPS that is in, which asks for its code like a real one; a key of the
    program signs while there is none.
    """

    def __init__(
        self, clock: Clock, works: Works, signer: Callable[[Actor], Signer | None] = no_card
    ) -> None:
        self._clock = clock
        self._works = works
        self._signer = signer
        self._guard = threading.Lock()
        self._simulators: Simulators | None = None
        self._insi: dict[Signer | None, Insi] = {}
        self._closed = False

    @property
    def simulated(self) -> bool:
        """Tell that nothing here reaches the outside."""
        return True

    def is_simulated(self) -> bool:
        """Tell that INSi is simulated here."""
        return True

    def open(self, actor: Actor) -> Insi:
        """Return the client of the simulated INSi; nothing starts before the first call.

        Raises DomainError, code ``insi.not_ready``, when the CPS that is in may not sign.
        """
        return _LateInsi(self, card_in(self._signer, actor))

    def simulators(self) -> Simulators:
        """Return the simulators of this practice; each starts when it is first asked for."""
        from almapy.demo.known_people import known_people
        from almapy.simulators.switchboard import Simulators

        with self._guard:
            if self._simulators is None:
                self._simulators = Simulators(
                    clock=self._clock, more_people=lambda: known_people(self._works)
                )
                if self._closed:
                    self._simulators.close()
            return self._simulators

    def insi(self, card: Signer | None = None) -> Insi:
        """Return the client that reaches the simulated INSi, started when it was not.

        Raises ExternalError when it cannot start.
        """
        endpoint = self.simulators().insi()
        with self._guard:
            if card not in self._insi:
                self._insi[card] = _client(endpoint, self._clock, card)
            return self._insi[card]

    def card_removed(self) -> None:
        """Forget what the card signed."""
        with self._guard:
            self._insi = {card: insi for card, insi in self._insi.items() if card is None}

    def close(self) -> None:
        """Stop what was started; nothing starts again."""
        with self._guard:
            self._closed = True
            running = self._simulators
        if running is not None:
            running.close()


class _LateInsi:
    """The simulated INSi, reached at the first call only."""

    def __init__(self, teleservices: DemoTeleservices, card: Signer | None) -> None:
        self._teleservices = teleservices
        self._card = card

    @property
    def simulated(self) -> bool:
        return True

    def search_by_traits(self, traits: Traits, given_name: str, stop: Stop) -> Exchange:
        return self._teleservices.insi(self._card).search_by_traits(traits, given_name, stop)

    def search_by_card(self, beneficiary: Beneficiary, stop: Stop) -> Exchange:
        return self._teleservices.insi(self._card).search_by_card(beneficiary, stop)

    def verify(self, ins: Ins, traits: Traits, stop: Stop) -> Exchange:
        return self._teleservices.insi(self._card).verify(ins, traits, stop)


def _client(endpoint: InsiEndpoint, clock: Clock, card: Signer | None) -> Insi:
    from almapy.adapters.insi_soap.client import SoapInsi
    from almapy.adapters.insi_soap.target import InsiTarget
    from almapy.adapters.software_key import SoftwareKey

    if card is None:
        signer: Signer = SoftwareKey(endpoint.signing_key_pem, endpoint.signing_certificate_pem)
    else:
        endpoint.control.believe(card.certificate)
        signer = card
    target = InsiTarget(
        url=endpoint.card_url,
        idam=endpoint.idam,
        instance=str(uuid.uuid4()),
        environment=Environment.TEST,
        signer=signer,
        billing_number=_BILLING_NUMBER,
        sector="SA07",
        speciality=_SPECIALITY,
        authorities=endpoint.authorities_pem.decode("ascii"),
        simulated=True,
    )
    return SoapInsi(target, clock)

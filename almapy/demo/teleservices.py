"""The outside services of a demo practice: simulators of this program, on loopback only."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING

from almapy.clock import Clock
from almapy.insi.model import Beneficiary, Exchange, Ins, Traits
from almapy.insi.ports import Insi
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

    It is both the connection to INSi and the reader of cartes Vitale of a demo practice; may be
    used from several threads.
    """

    def __init__(self, clock: Clock, works: Works) -> None:
        self._clock = clock
        self._works = works
        self._guard = threading.Lock()
        self._simulators: Simulators | None = None
        self._insi: Insi | None = None
        self._closed = False

    @property
    def simulated(self) -> bool:
        """Tell that nothing here reaches the outside."""
        return True

    def open(self, actor: Actor) -> Insi:  # noqa: ARG002  (everybody calls with the same card here)
        """Return the client of the simulated INSi; nothing starts before the first call."""
        return _LateInsi(self)

    def read(self) -> list[Beneficiary]:
        """Return the persons named on the simulated cartes Vitale, each once."""
        holders = dict.fromkeys(
            Beneficiary(
                birth_name=one.birth_name,
                used_name=one.used_name,
                first_name=one.first_name,
                birth_date=one.birth_date,
                insured_nir=one.insured_nir,
                own_nir=one.own_nir,
                rank=one.rank,
            )
            for card in self.simulators().cards()
            for one in card.holders
        )
        return list(holders)

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

    def insi(self) -> Insi:
        """Return the client that reaches the simulated INSi, started when it was not.

        Raises ExternalError when it cannot start.
        """
        endpoint = self.simulators().insi()
        with self._guard:
            if self._insi is None:
                self._insi = _client(endpoint, self._clock)
            return self._insi

    def close(self) -> None:
        """Stop what was started; nothing starts again."""
        with self._guard:
            self._closed = True
            running = self._simulators
        if running is not None:
            running.close()


class _LateInsi:
    """The simulated INSi, reached at the first call only."""

    def __init__(self, teleservices: DemoTeleservices) -> None:
        self._teleservices = teleservices

    @property
    def simulated(self) -> bool:
        return True

    def search_by_traits(self, traits: Traits, given_name: str, stop: Stop) -> Exchange:
        return self._teleservices.insi().search_by_traits(traits, given_name, stop)

    def search_by_card(self, beneficiary: Beneficiary, stop: Stop) -> Exchange:
        return self._teleservices.insi().search_by_card(beneficiary, stop)

    def verify(self, ins: Ins, traits: Traits, stop: Stop) -> Exchange:
        return self._teleservices.insi().verify(ins, traits, stop)


def _client(endpoint: InsiEndpoint, clock: Clock) -> Insi:
    from almapy.adapters.insi_soap.client import SoapInsi
    from almapy.adapters.insi_soap.target import InsiTarget
    from almapy.adapters.software_key import SoftwareKey

    target = InsiTarget(
        url=endpoint.card_url,
        idam=endpoint.idam,
        instance=str(uuid.uuid4()),
        environment=Environment.TEST,
        signer=SoftwareKey(endpoint.signing_key_pem, endpoint.signing_certificate_pem),
        billing_number=_BILLING_NUMBER,
        sector="SA07",
        speciality=_SPECIALITY,
        authorities=endpoint.authorities_pem.decode("ascii"),
        simulated=True,
    )
    return SoapInsi(target, clock)
